use granit_parser::{ScalarStyle, Tag};
use serde_json::Value;

/// What a YAML scalar means.
pub(super) fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<Value, String> {
    match tag.map(|tag| (tag, tag.core_suffix())) {
        Some((_, Some("str" | "binary" | "timestamp"))) => Ok(text.into()),
        Some((_, Some("int" | "float" | "bool" | "null"))) => Ok(plain(text)),
        Some((tag, _)) => Err(format!(
            "the tag `{}` has no meaning in a contract",
            tag.original()
        )),
        None if style == ScalarStyle::Plain => Ok(plain(text)),
        None => Ok(text.into()),
    }
}

/// YAML 1.2 core schema, except that digits behind a leading zero stay text: readers disagree
/// whether `0123` is 123 or 83, and the author most likely meant neither.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => true.into(),
        "false" | "False" | "FALSE" => false.into(),
        _ => number(text).unwrap_or_else(|| text.into()),
    }
}

fn number(text: &str) -> Option<Value> {
    let radix = |prefix, radix| u64::from_str_radix(text.strip_prefix(prefix)?, radix).ok();
    if let Some(integer) = radix("0x", 16).or_else(|| radix("0o", 8)) {
        return Some(integer.into());
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let bytes = unsigned.as_bytes();
    let digits =
        bytes.first()?.is_ascii_digit() || (bytes[0] == b'.' && bytes.get(1)?.is_ascii_digit());
    let zero_led = bytes[0] == b'0' && bytes.get(1).is_some_and(u8::is_ascii_digit);
    let known = |b: &u8| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-');
    if !digits || zero_led || !bytes.iter().all(known) {
        return None;
    }
    let text = text.strip_prefix('+').unwrap_or(text);
    if let Ok(integer) = text.parse::<i64>() {
        return Some(integer.into());
    }
    if let Ok(integer) = text.parse::<u64>() {
        return Some(integer.into());
    }
    let float: f64 = text.parse().ok()?;
    serde_json::Number::from_f64(float).map(Value::Number)
}
