//! Bytes that travel as text.

use std::{fmt, str::FromStr};

use base64::{
    DecodeError, Engine,
    alphabet::{STANDARD, URL_SAFE},
    display::Base64Display,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose},
};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, Visitor},
};

/// Bytes in a string, in base64 (RFC 4648): what the format `byte` of OpenAPI is.
///
/// Text of both alphabets is read, padded or not. The standard alphabet is written, with padding.
///
/// ```
/// use contracts_runtime::wire::Base64;
///
/// let logo: Base64 = serde_json::from_str(r#""iVBORw==""#)?;
/// assert_eq!(logo.0, b"\x89PNG");
/// assert_eq!(serde_json::to_string(&logo)?, r#""iVBORw==""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Base64(pub Vec<u8>);

/// A text that is not base64.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not base64: {0}")]
pub struct NotBase64(DecodeError);

const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const EITHER: [GeneralPurpose; 2] = [
    GeneralPurpose::new(&STANDARD, LENIENT),
    GeneralPurpose::new(&URL_SAFE, LENIENT),
];

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl AsRef<[u8]> for Base64 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl FromStr for Base64 {
    type Err = NotBase64;

    fn from_str(text: &str) -> Result<Self, NotBase64> {
        let [standard, url_safe] = &EITHER;
        let engine = match text.contains(['-', '_']) {
            true => url_safe,
            false => standard,
        };
        engine.decode(text).map(Self).map_err(NotBase64)
    }
}

impl fmt::Display for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Base64Display::new(&self.0, &general_purpose::STANDARD).fmt(f)
    }
}

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(Text)
    }
}

struct Text;

impl Visitor<'_> for Text {
    type Value = Base64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string in base64")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Base64, E> {
        text.parse().map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::Base64;

    #[test]
    fn both_alphabets_are_read_padded_or_not() {
        for text in ["+/8=", "+/8", "-_8=", "-_8"] {
            assert_eq!(text.parse(), Ok(Base64(vec![0xfb, 0xff])), "{text}");
        }
        assert_eq!(Base64(vec![0xfb, 0xff]).to_string(), "+/8=");
        assert_eq!("".parse(), Ok(Base64::default()));
    }

    #[test]
    fn other_text_is_refused_and_told_why() {
        for text in ["a", "a b=", "+_8=", "aGk=aGk=", "YQ=\n="] {
            let error = text.parse::<Base64>().expect_err(text);
            assert!(error.to_string().starts_with("not base64: "), "{error}");
        }
        let error = serde_json::from_str::<Base64>("7").expect_err("a number");
        let told = error.to_string();
        assert!(told.contains("expected a string in base64"), "{told}");
    }
}
