//! What a value is made of, for those who write, compare and print it.

use std::{any::Any, fmt};

use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::{Failed, Source};
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
    fn read(from: &mut dyn Source) -> Result<Self, Failed>;

    /// Reads a value into this one, which holds nothing yet.
    ///
    /// # Errors
    ///
    /// It is of another type.
    fn fill(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        *self = Self::read(from)?;
        Ok(())
    }

    /// Reads a value into a place that is empty.
    ///
    /// # Errors
    ///
    /// It is of another type.
    fn put(place: &mut Option<Self>, from: &mut dyn Source) -> Result<(), Failed> {
        *place = Some(Self::read(from)?);
        Ok(())
    }

    /// Reads a value at the end of a list.
    ///
    /// # Errors
    ///
    /// It is of another type.
    fn push(list: &mut Vec<Self>, from: &mut dyn Source) -> Result<(), Failed> {
        list.push(Self::read(from)?);
        Ok(())
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
    Literal(&'static Literal),
    /// A list.
    List(&'v dyn List),
    /// A map from text.
    Map(&'v dyn Pairs),
    /// An object.
    Object(&'static Shape, &'v dyn Fields),
    /// One of several types.
    Union(&'v dyn OneOf),
    /// Any JSON.
    Json(&'v Json),
    /// Any JSON object.
    Members(&'v Map<String, Json>),
    /// A value of a type that knows serde and nothing of this module.
    Foreign(&'v dyn ForeignNode),
}

impl<'v> View<'v> {
    /// A value of a type that knows serde and nothing of this module, where there is one.
    pub fn foreign<T: ForeignNode>(value: &'v Option<T>) -> Self {
        match value {
            Some(value) => Self::Foreign(value),
            None => Self::Absent,
        }
    }
}

/// Items by their places.
pub trait List {
    /// How many.
    fn count(&self) -> usize;

    /// The item at a place below the count.
    fn item(&self, at: usize) -> View<'_>;
}

/// Pairs in order.
pub trait Pairs {
    /// How many.
    fn count(&self) -> usize;

    /// Shows each until one is refused.
    fn each<'s>(&'s self, show: &mut dyn FnMut(&'s str, View<'s>) -> bool);
}

/// An object's fields by their places.
pub trait Fields {
    /// The field of the member at a place; after those of the members comes the rest.
    fn at(&self, at: usize) -> View<'_>;
}

/// One of several types.
pub trait OneOf {
    /// The number of the branch, and its value.
    fn branch(&self) -> (usize, View<'_>);

    /// The member that tells the branches apart, and what it says whatever the value itself has there.
    fn sign(&self) -> Option<(&'static str, &'static str)>;
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
