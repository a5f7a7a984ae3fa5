//! Reads one place of a JSON text and skips the rest.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::Value;

/// What a JSON pointer leads to; nothing where it leads nowhere, or to null.
///
/// # Errors
///
/// The text is no JSON, or what is there is not of the type: the path to it, and why.
pub(super) fn at<T: DeserializeOwned>(
    text: &[u8],
    pointer: &str,
) -> Result<Option<T>, (String, serde_json::Error)> {
    let steps: Vec<String> = pointer
        .split('/')
        .skip(1)
        .map(|step| step.replace("~1", "/").replace("~0", "~"))
        .collect();
    let mut reader = serde_json::Deserializer::from_slice(text);
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(&mut reader, &mut track);
    let read = Seed::new(&steps).deserialize(tracked);
    let value = read.map_err(|error| (track.path().to_string(), error))?;
    match reader.end() {
        Ok(()) => Ok(value),
        Err(error) => Err((".".to_owned(), error)),
    }
}

/// Text or a number there, as text; nothing where there is anything else.
pub(super) fn text(text: &[u8], pointer: &str) -> Option<String> {
    match at::<Value>(text, pointer).ok()?? {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// How many items are in the list there.
pub(super) fn count(text: &[u8], pointer: &str) -> usize {
    let items = at::<Vec<IgnoredAny>>(text, pointer);
    items.ok().flatten().map_or(0, |items| items.len())
}

struct Seed<'s, T> {
    steps: &'s [String],
    ty: PhantomData<T>,
}

impl<'s, T> Seed<'s, T> {
    fn new(steps: &'s [String]) -> Self {
        let ty = PhantomData;
        Self { steps, ty }
    }
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Seed<'_, T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Option<T>, D::Error> {
        match self.steps {
            [] => Option::deserialize(reader),
            _ => reader.deserialize_any(self),
        }
    }
}

/// Anything that has no members has none of that name.
macro_rules! nothing {
    ($($visit:ident: $ty:ty),*) => {
        $(fn $visit<E>(self, _: $ty) -> Result<Option<T>, E> {
            Ok(None)
        })*
    };
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Seed<'_, T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    nothing!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<T>, A::Error> {
        let mut found = None;
        while let Some(key) = map.next_key::<String>()? {
            match self.steps {
                [step, rest @ ..] if *step == key => {
                    found = map.next_value_seed(Seed::new(rest))?
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Option<T>, A::Error> {
        let [step, rest @ ..] = self.steps else {
            return Ok(None);
        };
        let at: Option<usize> = step.parse().ok();
        let mut found = None;
        for index in 0.. {
            if at == Some(index) {
                match list.next_element_seed(Seed::new(rest))? {
                    Some(value) => found = value,
                    None => break,
                }
            } else if list.next_element::<IgnoredAny>()?.is_none() {
                break;
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &[u8] = br#"{"a": {"b/c": [1, {"d": "x"}], "n": null}, "a~": 7, "l": [true]}"#;

    #[test]
    fn pointers_lead_where_they_say() {
        assert_eq!(text(TEXT, "/a/b~1c/1/d").as_deref(), Some("x"));
        assert_eq!(text(TEXT, "/a~0").as_deref(), Some("7"));
        for nowhere in [
            "/b",
            "/a/n",
            "/a/n/x",
            "/a~0/x",
            "/l/0",
            "/l/1",
            "/a/b~1c/x",
            "",
        ] {
            assert_eq!(text(TEXT, nowhere), None, "{nowhere}");
        }
        assert_eq!(count(TEXT, "/a/b~1c"), 2);
        assert_eq!(count(b"[1, 2, 3]", ""), 3);
        assert_eq!(count(TEXT, "/a/n"), 0);
        assert_eq!(at::<Vec<bool>>(TEXT, "/l").unwrap(), Some(vec![true]));
    }

    #[test]
    fn what_is_wrong_there_has_a_path() {
        let (path, error) = at::<Vec<u8>>(TEXT, "/a/b~1c").expect_err("an object");
        assert_eq!(path, "a.b/c[1]");
        assert!(
            error.to_string().starts_with("invalid type: map"),
            "{error}"
        );
        let (path, _) = at::<u8>(b"{} x", "/a").expect_err("more text");
        assert_eq!(path, ".");
    }
}
