//! A value of a self-describing format, held until it is known which type it is of.

use std::{cell::Cell, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{
        self, DeserializeSeed, Expected, IntoDeserializer, MapAccess, SeqAccess, Unexpected,
        Visitor,
    },
};
use serde_json::Value;

use super::{Nothing, depth::Level, macros::ok};

/// A value of a self-describing format. Unlike [`serde_json::Value`] it keeps members that come twice.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Nothing.
    Null,
    /// A truth value.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// An integer beyond `i64`.
    Uint(u64),
    /// A number that came as a floating point number.
    Float(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Self>),
    /// The members of an object, in the order in which they came.
    Object(Vec<(String, Self)>),
}

impl Content {
    /// The value as one of the type `T`.
    ///
    /// # Errors
    ///
    /// It is none.
    pub fn parse<'de, T: Deserialize<'de>>(&self) -> Result<T, Error> {
        T::deserialize(Reader(self))
    }

    /// The value as the branch of a union that `make` makes of a `T`.
    ///
    /// # Errors
    ///
    /// It is no `T`.
    pub fn branch<'de, T: Deserialize<'de>, U>(&self, make: fn(T) -> U) -> Result<U, Error> {
        match T::deserialize(Reader(self)) {
            Ok(value) => Ok(make(value)),
            Err(error) => Err(error),
        }
    }

    /// The value as a branch of a union of which nothing but the tag matters.
    ///
    /// # Errors
    ///
    /// It is no object.
    pub fn bare<U>(&self, branch: U) -> Result<U, Error> {
        match self.parse() {
            Ok(Nothing) => Ok(branch),
            Err(error) => Err(error),
        }
    }

    /// The value as JSON; of members that come twice the last.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => (*value).into(),
            Self::Int(value) => (*value).into(),
            Self::Uint(value) => (*value).into(),
            Self::Float(value) => (*value).into(),
            Self::Text(value) => value.as_str().into(),
            Self::List(items) => items.iter().map(Self::to_value).collect(),
            Self::Object(members) => {
                let members = members.iter();
                members
                    .map(|(key, value)| (key.clone(), value.to_value()))
                    .collect()
            }
        }
    }

    /// It is something else than was expected.
    #[cold]
    fn is_not(&self, expected: &dyn Expected) -> Error {
        let found = match self {
            Self::Null => Unexpected::Unit,
            Self::Bool(value) => Unexpected::Bool(*value),
            Self::Int(value) => Unexpected::Signed(*value),
            Self::Uint(value) => Unexpected::Unsigned(*value),
            Self::Float(value) => Unexpected::Float(*value),
            Self::Text(value) => Unexpected::Str(value),
            Self::List(_) => Unexpected::Seq,
            Self::Object(_) => Unexpected::Map,
        };
        de::Error::invalid_type(found, expected)
    }

    /// What kind of value it is, for messages.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Int(_) | Self::Uint(_) => "an integer",
            Self::Float(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

/// Why a held value is not of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    /// The steps to the offending part, the innermost first.
    steps: Vec<String>,
    message: String,
}

impl Error {
    pub(super) fn below(mut self, step: String) -> Self {
        self.0.steps.push(step);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.steps.is_empty() {
            f.write_str("at `")?;
            for step in self.0.steps.iter().rev() {
                f.write_str(step)?;
            }
            f.write_str("`: ")?;
        }
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        let (steps, message) = (Vec::new(), message.to_string());
        Self(Box::new(Inner { steps, message }))
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        match found {
            // As serde_json has it.
            Unexpected::Unit => {
                Self::custom(format_args!("invalid type: null, expected {expected}"))
            }
            found => Self::custom(format_args!("invalid type: {found}, expected {expected}")),
        }
    }
}

thread_local! {
    /// How many values this thread has read past because no type wanted them.
    static IGNORED: Cell<u64> = const { Cell::new(0) };
}

/// How many values were read past so far.
pub(super) fn ignored() -> u64 {
    IGNORED.get()
}

/// Takes back what was counted for nothing.
pub(super) fn set_ignored(count: u64) {
    IGNORED.set(count);
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ContentVisitor)
    }
}

pub(super) struct ContentVisitor;

impl<'de> Visitor<'de> for ContentVisitor {
    type Value = Content;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Content, E> {
        Ok(Content::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Content, E> {
        Ok(Content::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Content, E> {
        Ok(i64::try_from(value).map_or(Content::Uint(value), Content::Int))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Content, E> {
        Ok(Content::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Content, E> {
        Ok(Content::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Content, E> {
        Ok(Content::Text(value))
    }

    fn visit_unit<E>(self) -> Result<Content, E> {
        Ok(Content::Null)
    }

    fn visit_none<E>(self) -> Result<Content, E> {
        Ok(Content::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Content, D::Error> {
        Content::deserialize(from)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<Content, D::Error> {
        Content::deserialize(from)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Content, A::Error> {
        let _level = Level::enter()?;
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Content::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Content, A::Error> {
        let _level = Level::enter()?;
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Content::Object(members))
    }
}

/// Values of one kind. A visitor that is for them alone need not know of the others.
macro_rules! expect {
    (|$visitor:ident| $($method:ident: $content:pat => $visit:expr;)*) => {$(
        fn $method<V: Visitor<'de>>(self, $visitor: V) -> Result<V::Value, Error> {
            match self.0 {
                $content => $visit,
                other => Err(other.is_not(&$visitor)),
            }
        }
    )*};
}

macro_rules! numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.0 {
                Content::Int(value) => match u64::try_from(*value) {
                    Ok(value) => visitor.visit_u64(value),
                    Err(_) => visitor.visit_i64(*value),
                },
                Content::Uint(value) => visitor.visit_u64(*value),
                Content::Float(value) => visitor.visit_f64(*value),
                other => Err(other.is_not(&visitor)),
            }
        }
    )*};
}

/// Reads a held value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'c>(pub(super) &'c Content);

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Content::Null => visitor.visit_unit(),
            Content::Bool(value) => visitor.visit_bool(*value),
            Content::Int(value) => match u64::try_from(*value) {
                Ok(value) => visitor.visit_u64(value),
                Err(_) => visitor.visit_i64(*value),
            },
            Content::Uint(value) => visitor.visit_u64(*value),
            Content::Float(value) => visitor.visit_f64(*value),
            Content::Text(value) => visitor.visit_str(value),
            Content::List(items) => Items::visit(items, visitor),
            Content::Object(members) => visitor.visit_map(Members::of(members)),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Content::List(items) => Items::visit(items, visitor),
            other => Err(other.is_not(&visitor)),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Content::Object(members) => visitor.visit_map(Members::of(members)),
            other => Err(other.is_not(&visitor)),
        }
    }

    expect! {
        |visitor|
        deserialize_bool: Content::Bool(value) => visitor.visit_bool(*value);
        deserialize_str: Content::Text(value) => visitor.visit_str(value);
        deserialize_string: Content::Text(value) => visitor.visit_str(value);
        deserialize_unit: Content::Null => visitor.visit_unit();
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16 deserialize_u32
        deserialize_u64 deserialize_f32 deserialize_f64
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Content::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0 {
            Content::Text(value) => {
                let from: de::value::StrDeserializer<'_, Error> =
                    value.as_str().into_deserializer();
                from.deserialize_enum(name, variants, visitor)
            }
            other => Err(de::Error::custom(format_args!(
                "invalid type: {}, expected a string (`{name}`)",
                other.kind()
            ))),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        IGNORED.with(|count| count.set(count.get().wrapping_add(1)));
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit_struct tuple_struct struct identifier
    }
}

#[cold]
fn too_many(more: usize) -> Error {
    de::Error::custom(format_args!("{more} items more than expected"))
}

struct Items<'c>(std::iter::Enumerate<std::slice::Iter<'c, Content>>);

impl<'c> Items<'c> {
    fn visit<'de, V: Visitor<'de>>(items: &'c [Content], visitor: V) -> Result<V::Value, Error> {
        let mut items = Self(items.iter().enumerate());
        let value = ok!(visitor.visit_seq(&mut items));
        match items.0.len() {
            0 => Ok(value),
            more => Err(too_many(more)),
        }
    }
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let Some((at, item)) = self.0.next() else {
            return Ok(None);
        };
        match seed.deserialize(Reader(item)) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(error.below(format!("[{at}]"))),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct Members<'c> {
    members: std::slice::Iter<'c, (String, Content)>,
    next: Option<&'c (String, Content)>,
}

impl<'c> Members<'c> {
    fn of(members: &'c [(String, Content)]) -> Self {
        let (members, next) = (members.iter(), None);
        Self { members, next }
    }
}

impl<'de> MapAccess<'de> for Members<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        self.next = self.members.next();
        let Some((key, _)) = self.next else {
            return Ok(None);
        };
        let from: de::value::StrDeserializer<'_, Error> = key.as_str().into_deserializer();
        match seed.deserialize(from) {
            Ok(key) => Ok(Some(key)),
            Err(error) => Err(error),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let Some((key, value)) = self.next.take() else {
            return Err(de::Error::custom("a value was asked for before its key"));
        };
        match seed.deserialize(Reader(value)) {
            Ok(value) => Ok(value),
            Err(error) => Err(error.below(format!(".{key}"))),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.members.len())
    }
}
