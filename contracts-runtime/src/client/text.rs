//! Typed values out of text: headers, and bodies that are one text.

use std::fmt;

use serde::{
    Deserializer,
    de::{
        DeserializeOwned, Error as _, IntoDeserializer, Visitor,
        value::{MapDeserializer, SeqDeserializer, StringDeserializer},
    },
    forward_to_deserialize_any,
};

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(super) struct Error(String);

impl serde::de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// Reads a value of style `simple`; `explode` says whether the members of an object are written `key=value`
/// instead of `key,value`. A value that is no list or object is the whole text.
pub(super) fn read<T: DeserializeOwned>(text: String, explode: bool) -> Result<T, Error> {
    T::deserialize(Text { text, explode })
}

/// Text whose type only its reader knows.
struct Text {
    text: String,
    explode: bool,
}

impl Text {
    /// What is between the commas; nothing in an empty text.
    fn items(&self) -> impl Iterator<Item = &str> {
        let items = self.text.split(',').map(str::trim);
        items.filter(|_| !self.text.is_empty())
    }

    fn pairs(&self) -> Result<Vec<(&str, &str)>, Error> {
        let mut pairs = Vec::new();
        let mut items = self.items();
        while let Some(item) = items.next() {
            let pair = if self.explode {
                item.split_once('=')
            } else {
                items.next().map(|value| (item, value))
            };
            pairs.push(pair.ok_or_else(|| Error::custom("a key without a value"))?);
        }
        Ok(pairs)
    }
}

impl IntoDeserializer<'_, Error> for Text {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// What is between commas has no commas.
fn inner(text: &str) -> Text {
    let text = text.to_owned();
    let explode = false;
    Text { text, explode }
}

macro_rules! parsed {
    ($($method:ident $visit:ident $ty:ty: $what:literal,)*) => {
        $(
            fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
                let value = self.text.trim().parse::<$ty>();
                visitor.$visit(value.map_err(|error| Error(format!(concat!("no ", $what, ": {}"), error)))?)
            }
        )*
    };
}

impl<'de> Deserializer<'de> for Text {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_string(self.text)
    }

    parsed! {
        deserialize_bool visit_bool bool: "boolean",
        deserialize_i8 visit_i8 i8: "integer",
        deserialize_i16 visit_i16 i16: "integer",
        deserialize_i32 visit_i32 i32: "integer",
        deserialize_i64 visit_i64 i64: "integer",
        deserialize_u8 visit_u8 u8: "integer",
        deserialize_u16 visit_u16 u16: "integer",
        deserialize_u32 visit_u32 u32: "integer",
        deserialize_u64 visit_u64 u64: "integer",
        deserialize_f32 visit_f32 f32: "number",
        deserialize_f64 visit_f64 f64: "number",
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let mut items = SeqDeserializer::new(self.items().map(inner));
        let value = visitor.visit_seq(&mut items)?;
        items.end()?;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let pairs = self.pairs()?.into_iter();
        let pairs = pairs.map(|(key, value)| (key.to_owned(), inner(value)));
        visitor.visit_map(MapDeserializer::new(pairs))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let text: StringDeserializer<Error> = self.text.into_deserializer();
        visitor.visit_enum(text)
    }

    forward_to_deserialize_any! {
        i128 u128 char str string bytes byte_buf unit unit_struct tuple_struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn lists_and_objects_are_read_as_they_are_written() {
        let list = |text: &str| read::<Vec<i64>>(text.to_owned(), false);
        assert_eq!(list("1,2"), Ok(vec![1, 2]));
        assert_eq!(list("1 , 2"), Ok(vec![1, 2]));
        assert_eq!(list(""), Ok(vec![]));
        let error = list("1,x").expect_err("no integer");
        assert_eq!(
            error.to_string(),
            "no integer: invalid digit found in string"
        );
        let object = |text: &str, explode| read::<BTreeMap<String, u8>>(text.to_owned(), explode);
        let expected = BTreeMap::from([("G".to_owned(), 200), ("R".to_owned(), 100)]);
        assert_eq!(object("R,100,G,200", false), Ok(expected.clone()));
        assert_eq!(object("R=100,G=200", true), Ok(expected));
        assert!(object("R", false).is_err() && object("R", true).is_err());
        let pair: (String, bool) = read("a,true".to_owned(), false).expect("a tuple");
        assert_eq!(pair, ("a".to_owned(), true));
        assert!(read::<(String, bool)>("a,true,b".to_owned(), false).is_err());
    }

    #[test]
    fn what_is_no_list_is_the_whole_text() {
        assert_eq!(read("a, b".to_owned(), false), Ok("a, b".to_owned()));
        assert_eq!(read("1.5".to_owned(), false), Ok(Some(1.5_f32)));
        assert_eq!(read("7".to_owned(), false), Ok("7".to_owned()));
    }
}
