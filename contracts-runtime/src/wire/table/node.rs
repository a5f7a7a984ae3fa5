//! What a value is made of, for those who write, compare and print it.

use std::{any::Any, fmt};

use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::{Failed, Fields, Hole, Source};
use crate::wire::{Literal, Shape};

/// A value of a type that this module can take apart.
pub trait Node {
    /// What it is made of.
    fn view(&self) -> View<'_>;
}

/// A type that this module can read.
pub trait Value: Sized {
    /// Reads a value.
    ///
    /// # Errors
    ///
    /// It is of another type.
    fn read(from: &mut dyn Source<'_>) -> Result<Self, Failed>;

    /// The slot itself, where the type has no parts.
    #[inline]
    fn hole(_: &mut Option<Self>) -> Option<Hole<'_>> {
        None
    }
}

/// What a value is made of.
#[derive(Clone, Copy)]
pub enum View<'v> {
    /// Nothing: null, where that can be written, and else a member that is not written.
    Absent,
    /// Null.
    Null,
    /// A truth value.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// An integer.
    Uint(u64),
    /// A number.
    F32(f32),
    /// A number.
    F64(f64),
    /// Text.
    Text(&'v str),
    /// One of several values that are known.
    Literal(&'v dyn Listed),
    /// A list.
    List(&'v dyn List),
    /// A map from text.
    Map(&'v dyn Pairs),
    /// An object.
    Object(&'static Shape, &'v dyn Fields),
    /// One of several types.
    Union(&'v dyn OneOf),
    /// One of several types that are told apart by a member.
    Tagged(&'v dyn Sign),
    /// Any JSON.
    Json(&'v Json),
    /// Any JSON object.
    Members(&'v Map<String, Json>),
    /// A value of a type that knows serde and nothing of this module.
    Foreign(&'v dyn ForeignNode),
    /// Whoever handed this out has to be asked for a foreign value.
    Elsewhere,
}

/// Items by their places.
pub trait List {
    /// How many.
    fn count(&self) -> usize;

    /// The item at a place below the count.
    fn item(&self, at: usize) -> &dyn Node;
}

/// Pairs in order.
pub trait Pairs {
    /// How many.
    fn count(&self) -> usize;

    /// The value of a key.
    fn get(&self, key: &str) -> Option<&dyn Node>;

    /// Shows each until one is refused.
    fn each(&self, show: &mut dyn FnMut(&str, &dyn Node) -> bool);
}

/// One of several types.
pub trait OneOf: Alone {
    /// The branch's value.
    fn content(&self) -> View<'_>;
}

/// One of several types that are told apart by a member.
pub trait Sign: Alone {
    /// The branch's value.
    fn content(&self) -> View<'_>;

    /// The member's name, and what it says whatever the value itself has there.
    fn sign(&self) -> (&'static str, Option<&'static str>);
}

/// One of several values that a contract lists.
pub trait Listed: Alone {
    /// The value.
    fn literal(&self) -> Option<&'static Literal>;
}

/// A value of a type that knows serde and nothing of this module.
pub trait ForeignNode: Alone + fmt::Debug {
    /// The value as JSON.
    ///
    /// # Errors
    ///
    /// It cannot be written as JSON.
    fn json(&self) -> Result<Json, serde_json::Error>;
}

impl<T: Serialize + fmt::Debug + PartialEq + 'static> ForeignNode for T {
    fn json(&self) -> Result<Json, serde_json::Error> {
        serde_json::to_value(self)
    }
}

/// A value that only its type can compare and copy.
pub trait Alone: Any {
    /// Whether another value has the same type and is equal.
    fn same(&self, other: &dyn Any) -> bool;
}

impl<T: PartialEq + 'static> Alone for T {
    fn same(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
}

/// Stands where a foreign value has to be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elsewhere;

impl Node for Elsewhere {
    fn view(&self) -> View<'_> {
        View::Elsewhere
    }
}
