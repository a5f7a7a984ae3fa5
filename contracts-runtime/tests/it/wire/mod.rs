//! Reading and writing without derives: the same in both modes, in each format.

mod formats;
mod kinds;
mod matched;
mod nesting;
mod refused;
mod tabled;
mod wide;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// A type of another crate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Stamp(u64);

/// What reading a text as a type and writing the value comes to, or why it cannot be read; from text, from a reader and
/// from a value in memory, of which the last knows no lines.
#[track_caller]
pub(crate) fn round<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug + Clone>(
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
        && serde_json::from_str::<T>(text).is_ok()
    {
        let written = serde_json::to_string(&value).unwrap();
        assert_eq!(
            shown(serde_json::from_value(value)),
            shown(serde_json::from_str(&written))
        );
    }
    read
}

/// The same in both modes.
macro_rules! check {
    ($name:ident, $text:expr, $expected:expr) => {{
        let text: &str = $text;
        let matched = $crate::wire::round::<$crate::wire::matched::$name>(text);
        let tabled = $crate::wire::round::<$crate::wire::tabled::$name>(text);
        assert_eq!(matched, $expected, "field-match: {text}");
        assert_eq!(tabled, $expected, "table: {text}");
    }};
}
pub(crate) use check;
