//! One of several values that are not all strings.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use serde_json::Value;

use super::{Content, macros::ok, text::list};

/// A value that a contract names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Literal {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// An integer beyond `i64`.
    Uint(u64),
    /// A number that is no integer.
    Float(f64),
    /// A string.
    Text(&'static str),
    /// A list or object, as JSON.
    Json(&'static str),
}

/// One of several values.
pub trait Literals: Clone + 'static {
    /// The type's name, for messages.
    const NAME: &'static str;
    /// The values and what they are in Rust.
    const VALUES: &'static [(Literal, Self)];

    /// The value's place in [`VALUES`](Self::VALUES).
    fn index(&self) -> usize;
}

/// Reads one of several values. Generated code calls this in its `Deserialize`.
///
/// # Errors
///
/// It is none of those the contract names.
pub fn read_literal<'de, T: Literals, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let content = ok!(Content::deserialize(from));
    match literal(&content) {
        Ok(value) => Ok(value),
        Err(message) => Err(de::Error::custom(message)),
    }
}

/// The value that a held value stands for, or why it stands for none.
pub(super) fn literal<T: Literals>(content: &Content) -> Result<T, String> {
    let value = content.to_value();
    let mut values = T::VALUES.iter();
    match values.find(|(literal, _)| literal.is(&value)) {
        Some((_, value)) => Ok(value.clone()),
        None => {
            let texts: Vec<String> = T::VALUES.iter().map(|(one, _)| one.text()).collect();
            let allowed = list(texts.len(), &|at| &texts[at]);
            let name = T::NAME;
            Err(format!(
                "`{value}` is none of the values of `{name}`: {allowed}"
            ))
        }
    }
}

/// Writes one of several values. Generated code calls this in its `Serialize`.
///
/// # Errors
///
/// Those of the format.
pub fn write_literal<T: Literals, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
    match T::VALUES.get(value.index()) {
        Some((literal, _)) => literal.serialize(to),
        None => Err(ser::Error::custom("the value has no literal")),
    }
}

impl Literal {
    /// Numbers are equal if their values are: `1` is `1.0`.
    fn is(&self, value: &Value) -> bool {
        match self {
            Self::Null => value.is_null(),
            Self::Bool(own) => value.as_bool() == Some(*own),
            Self::Int(own) => value.as_i64() == Some(*own) || is_float(value, *own as f64),
            Self::Uint(own) => value.as_u64() == Some(*own) || is_float(value, *own as f64),
            Self::Float(own) => value.as_f64() == Some(*own),
            Self::Text(own) => value.as_str() == Some(own),
            Self::Json(own) => serde_json::from_str::<Value>(own).is_ok_and(|own| own == *value),
        }
    }

    /// The value as one that is held.
    pub(super) fn content(&self) -> Result<Content, serde_json::Error> {
        Ok(match self {
            Self::Null => Content::Null,
            Self::Bool(own) => Content::Bool(*own),
            Self::Int(own) => Content::Int(*own),
            Self::Uint(own) => Content::Uint(*own),
            Self::Float(own) => Content::Float(*own),
            Self::Text(own) => Content::Text((*own).to_owned()),
            Self::Json(own) => serde_json::from_str(own)?,
        })
    }

    pub(super) fn text(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(own) => own.to_string(),
            Self::Int(own) => own.to_string(),
            Self::Uint(own) => own.to_string(),
            Self::Float(own) => own.to_string(),
            Self::Text(own) => format!("{own:?}"),
            Self::Json(own) => (*own).to_owned(),
        }
    }
}

fn is_float(value: &Value, own: f64) -> bool {
    value.is_f64() && value.as_f64() == Some(own)
}

impl Serialize for Literal {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_unit(),
            Self::Bool(own) => to.serialize_bool(*own),
            Self::Int(own) => to.serialize_i64(*own),
            Self::Uint(own) => to.serialize_u64(*own),
            Self::Float(own) => to.serialize_f64(*own),
            Self::Text(own) => to.serialize_str(own),
            Self::Json(own) => {
                let value: Value = serde_json::from_str(own).map_err(ser::Error::custom)?;
                value.serialize(to)
            }
        }
    }
}
