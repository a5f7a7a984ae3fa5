//! Reading a text as a type in every mode.

use std::fmt::Debug;

use serde::{Serialize, de::DeserializeOwned};

/// What reading a text as a type and writing the value comes to, or why it cannot be read; from text, from a reader and
/// from a value in memory, of which the last knows no lines.
#[track_caller]
pub(crate) fn round<T: Serialize + DeserializeOwned + PartialEq + Debug + Clone>(
    text: &str,
) -> String {
    let shown = |read: Result<T, serde_json::Error>| match read {
        Ok(value) => {
            assert_eq!(value.clone(), value);
            serde_json::to_string(&value).unwrap()
        }
        Err(error) => error.to_string(),
    };
    let read = shown(serde_json::from_str(text));
    // Readers count the character they have looked at.
    let words = |text: &str| text.split(" at line").next().map(str::to_owned);
    let streamed = shown(serde_json::from_reader(text.as_bytes()));
    assert_eq!(words(&streamed), words(&read));
    // Members that come twice are one in memory.
    if let Ok(value) = serde_json::from_str::<serde_json::Value>(text)
        && value.to_string().len() == text.len()
        // serde_json has other words for lists in memory that are too long.
        && !read.starts_with("trailing characters")
    {
        let written = value.to_string();
        let in_memory = shown(serde_json::from_value(value));
        let from_text = shown(serde_json::from_str(&written));
        assert_eq!(words(&in_memory), words(&from_text));
    }
    read
}

/// The same in every mode; or with `derive` at the end, where derives have words of their own.
macro_rules! check {
    ($name:ident, $text:expr, $expected:expr) => {
        check!($name, $text, $expected, derive: $expected)
    };
    ($name:ident, $text:expr, $expected:expr, derive: $derived:expr) => {{
        let (text, expected, derived): (&str, String, String) =
            ($text, $expected.to_string(), $derived.to_string());
        use contracts_modes::kinds;
        use $crate::round::round;
        assert_eq!(round::<kinds::field_match::$name>(text), expected, "field-match: {text}");
        assert_eq!(round::<kinds::table::$name>(text), expected, "table: {text}");
        assert_eq!(round::<kinds::derive::$name>(text), derived, "derive: {text}");
    }};
}
pub(crate) use check;
