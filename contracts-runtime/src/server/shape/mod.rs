//! What a contract asks of a value that comes in, as tables that generated code fills, and the check of a value by
//! them.
//!
//! Types say less than a contract: no lengths, no ranges, nothing about members that nobody declared. And reading a
//! type stops at the first mistake. A check by tables goes through the whole value, of JSON as it comes or of
//! parameters, keeps nothing of it, and finds everything that is wrong.

mod kind;
mod object;
mod quick;
mod text;
mod union;
mod walk;

pub(super) use kind::Form;
pub(super) use quick::surely;
pub(super) use walk::{Found, check, check_value, pointer};

use crate::wire::{CountRule, NumberRule, TextRule};

/// What a value has to be. Shapes that are made of themselves refer to statics.
#[derive(Debug)]
pub enum Shape {
    /// Any JSON.
    Any,
    /// Nothing but null.
    Null,
    /// True or false.
    Bool,
    /// A whole number of a range.
    Integer {
        /// The least and the greatest that its type holds.
        range: (i128, i128),
        /// What else is asked.
        rules: &'static [NumberRule],
    },
    /// A number.
    Number {
        /// Whether it is compared with single precision.
        single: bool,
        /// What is asked of it.
        rules: &'static [NumberRule],
    },
    /// Text.
    Text {
        /// The `format` that is asked for.
        format: Option<&'static str>,
        /// What else is asked.
        rules: &'static [TextRule<'static>],
    },
    /// Text that a type of Rust has to be able to read.
    Parsed {
        /// The `format`.
        format: &'static str,
        /// Whether a text is one of the type.
        fits: fn(&str) -> bool,
        /// What else is asked.
        rules: &'static [TextRule<'static>],
    },
    /// One of several strings.
    OneOf(&'static [&'static str]),
    /// One of several values, each as JSON.
    Values(&'static [&'static str]),
    /// A list.
    List {
        /// What each item has to be.
        item: &'static Shape,
        /// How many.
        rules: &'static [CountRule],
        /// Whether no item may come twice.
        unique: bool,
    },
    /// A list whose items have a shape each.
    Tuple(&'static [Shape]),
    /// An object with any names.
    Map {
        /// What each value has to be.
        value: &'static Shape,
        /// How many.
        rules: &'static [CountRule],
    },
    /// An object with declared members.
    Object {
        /// Ordered by their names.
        members: &'static [Member],
        /// What becomes of the others.
        rest: Rest,
        /// How many.
        rules: &'static [CountRule],
    },
    /// An object that says in a member which of several it is.
    Tagged {
        /// The member.
        tag: &'static str,
        /// The words that stand for a branch, and what it is besides its tag; `None` for nothing.
        branches: &'static [(&'static [&'static str], Option<&'static Shape>)],
        /// What objects with other words, or without the member, have to be.
        other: Option<&'static Shape>,
    },
    /// One of several.
    Union(&'static [Shape]),
    /// Null, or the other.
    Nullable(&'static Shape),
    /// What stands elsewhere.
    Of(&'static Shape),
}

/// A member of an object.
#[derive(Debug)]
pub struct Member {
    /// Its name.
    pub name: &'static str,
    /// Whether an object without it is refused.
    pub required: bool,
    /// What its value has to be.
    pub shape: Shape,
}

/// What members have to be that nobody declared.
#[derive(Debug)]
pub enum Rest {
    /// Anything; they are not looked at.
    Ignored,
    /// There must not be any.
    Closed,
    /// Of a shape.
    Kept(&'static Shape),
}

/// Whether a text is one of a type, which generated tables ask of types that a manifest names.
pub fn fits<T: serde::de::DeserializeOwned>(text: &str) -> bool {
    use serde::de::{IntoDeserializer, value::Error};
    let text: serde::de::value::StrDeserializer<'_, Error> = text.into_deserializer();
    T::deserialize(text).is_ok()
}
