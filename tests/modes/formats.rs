//! Types of string formats, as a manifest names them: they know serde alone, and have no value to start from.

/// A string that fits a picture.
macro_rules! text_format {
    ($(#[$doc:meta] $name:ident: $fits:expr;)*) => {$(
        #[$doc]
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                let fits: fn(&str) -> bool = $fits;
                match fits(&text) {
                    true => Ok(Self(text)),
                    false => Err(format!("`{text}` is no {}", stringify!($name))),
                }
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    )*};
}

text_format! {
    /// Base64.
    Byte: |text| text.len().is_multiple_of(4) && text.bytes().all(|it| it.is_ascii_alphanumeric() || b"+/=".contains(&it));
    /// A day.
    Date: |text| is_like(text, "0000-00-00");
    /// A moment.
    DateTime: |text| is_like(text, "0000-00-00T00:00:00Z");
    /// A number as it was written.
    Decimal: |text| text.parse::<f64>().is_ok_and(f64::is_finite);
    /// A URI.
    Uri: |text| text.split_once("://").is_some_and(|(scheme, rest)| !scheme.is_empty() && !rest.is_empty());
}

/// Whether a text has digits where a picture has them, and otherwise the same.
fn is_like(text: &str, picture: &str) -> bool {
    let fits = |(one, like): (u8, u8)| match like {
        b'0' => one.is_ascii_digit(),
        _ => one == like,
    };
    text.len() == picture.len() && text.bytes().zip(picture.bytes()).all(fits)
}
