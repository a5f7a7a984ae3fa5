//! Reading and writing generated types without serde's derives.
//!
//! What derives expand to is nine tenths of what generated types cost to compile. Here a type says of itself only
//! what differs from type to type, in a few functions that are one `match` each; the loop around them is written
//! once. The types still are [`serde::Serialize`] and [`serde::Deserialize`], and work with each format that
//! describes itself: JSON, YAML, TOML, CBOR.
//!
//! Generated code implements these traits; nobody needs to do so by hand.
//!
//! | a type that is | implements | and gets serde's traits by |
//! |---|---|---|
//! | an object with declared members | [`Object`] | [`object!`], and [`Put`] in its `Serialize` |
//! | the same, as a branch of a tagged union | [`Fields`] instead of `Serialize` | [`fields!`] |
//! | one of several strings | [`Text`] | [`text!`] |
//! | one of several values | [`Literals`] | [`literals!`] |
//! | one of several types, by a member | [`Tagged`] | [`tagged!`] |
//! | one of several types | [`Union`] | [`union!`] |
//!
//! With the feature `validate`, a type that was generated with `validate = true` also says what its values have to keep
//! besides the type: `Validate`.
//!
//! What is read is never borrowed from, members may come in any order, a member that comes twice is refused, one that
//! nobody declared is ignored or kept, and no more than [`MAX_DEPTH`] objects may stand in each other.

#[cfg(feature = "base64")]
mod base64;
mod collection;
mod content;
mod depth;
mod derived;
mod literal;
mod macros;
mod nothing;
mod object;
mod put;
mod shape;
pub mod table;
mod tagged;
mod text;
mod union;
mod unknown;
#[cfg(feature = "validate")]
mod validate;

#[doc(hidden)]
pub use ::serde;
#[cfg(feature = "base64")]
pub use base64::{Base64, NotBase64};
pub use content::{Content, Error};
pub use depth::MAX_DEPTH;
pub use derived::{nullable, present, rest};
pub use literal::{Literal, Literals, read_literal, write_literal};
pub use macros::{fields, literals, newtype, object, tagged, text, union};
pub use nothing::Nothing;
pub use object::{Extra, Members, Object, ObjectVisitor};
pub use put::{Fields, Put};
pub use shape::{Key, Shape};
pub use tagged::{Branch, Tagged, TaggedVisitor, Tags, write_tagged};
pub use text::{NotAllowed, Text, parse_text, read_text};
pub use union::{
    ANY, BOOL, Candidate, INTEGER, LIST, NULL, NUMBER, OBJECT, TEXT, Union, read_union,
};
pub use unknown::{UnknownText, UnknownValue};
#[cfg(feature = "validate")]
pub use validate::{
    Bound, Check, CountRule, Invalid, MAX_VIOLATIONS, NumberRule, Pattern, Step, TextRule,
    Validate, Violation,
};
#[cfg(feature = "server")]
pub(crate) use validate::{CheckedNumber, broken_text};
