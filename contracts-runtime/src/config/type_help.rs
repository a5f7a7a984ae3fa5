//! Help for values of the wrong type: most of them are text that reads differently from what its author expects.

use serde_json::Value;

use super::format::Format;

/// How to repair a value that is none of the `expected` JSON types. Never quotes the value.
pub(super) fn type_help(expected: &[&str], value: &Value, format: Format) -> Option<String> {
    let wants = |name: &str| expected.contains(&name);
    let numeric = wants("integer") || wants("number");
    let help = match value {
        Value::String(text)
            if wants("boolean") && is_old_boolean(text) && format == Format::Yaml =>
        {
            "write `true` or `false`; words such as `yes`, `no`, `on` and `off` are plain text"
        }
        Value::String(text) if wants("boolean") && (is_boolean(text) || is_old_boolean(text)) => {
            "write `true` or `false` without quotes"
        }
        Value::String(text) if numeric && is_number(text) => match format {
            Format::Yaml | Format::Json => {
                "write the number without quotes, underscores and leading zeros"
            }
            Format::Toml => "write the number without quotes and leading zeros",
        },
        Value::Bool(_) | Value::Number(_) if wants("string") => {
            "put the value in quotes to make it a text"
        }
        Value::Number(number) if wants("integer") && number.is_f64() => "write a whole number",
        Value::String(_) | Value::Bool(_) | Value::Number(_) | Value::Object(_)
            if wants("array") =>
        {
            match format {
                Format::Yaml => "put each item on a line of its own that begins with `- `",
                Format::Json | Format::Toml => "put the items between `[` and `]`",
            }
        }
        Value::Null => "give it a value, or remove it",
        _ => return None,
    };
    Some(help.to_owned())
}

fn is_old_boolean(text: &str) -> bool {
    matches!(
        text.to_lowercase().as_str(),
        "y" | "n" | "yes" | "no" | "on" | "off"
    )
}

fn is_boolean(text: &str) -> bool {
    matches!(text.to_lowercase().as_str(), "true" | "false")
}

fn is_number(text: &str) -> bool {
    text.replace('_', "")
        .parse::<f64>()
        .is_ok_and(f64::is_finite)
}
