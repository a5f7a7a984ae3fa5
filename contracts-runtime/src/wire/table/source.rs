//! Where values are read from, whatever the format.

use std::any::Any;

use serde_json::{Map, Value as Json};

use super::{Failed, Slot, Value};
use crate::wire::{Content, Shape, tagged::Tags};

/// A value that is to be read once. Its format is known to `Reader` alone.
pub trait Source<'de> {
    /// Reads a value that has no parts.
    fn leaf(&mut self, hole: Hole<'_>) -> Result<(), Failed>;

    /// Reads one of several strings of the type `name`.
    fn word(&mut self, name: &'static str, take: &mut Take<'_>) -> Result<(), Failed>;

    /// Reads an object.
    fn object(&mut self, shape: &'static Shape, slots: &mut dyn Slots) -> Result<(), Failed>;

    /// Reads a list.
    fn list(&mut self, items: &mut dyn Items) -> Result<(), Failed>;

    /// Reads a list of a fixed length.
    fn tuple(&mut self, count: usize, slots: &mut dyn Slots) -> Result<(), Failed>;

    /// Reads a map from text.
    fn map(&mut self, entries: &mut dyn Entries) -> Result<(), Failed>;

    /// Reads null, which leaves the slot empty, or a value.
    fn option(&mut self, slot: &mut dyn Slot) -> Result<(), Failed>;

    /// Reads an object whose type a member tells.
    fn tagged(&mut self, tags: &Tags, branch: &mut Branch<'_>) -> Result<(), Failed>;

    /// Reads whatever it is.
    fn content(&mut self) -> Result<Content, Failed>;

    /// The value itself, where it is copied rather than read and only its type knows how.
    fn original(&self) -> Option<&dyn Any> {
        None
    }
}

/// Takes a string, or says why not.
pub type Take<'t> = dyn FnMut(&str) -> Result<(), String> + 't;

/// Reads the branch with this number.
pub type Branch<'b> = dyn for<'de> FnMut(usize, &mut dyn Source<'de>) -> Result<(), Failed> + 'b;

impl<'de> dyn Source<'de> + '_ {
    /// The value as one of the type `T`.
    ///
    /// # Errors
    ///
    /// It is none.
    pub fn parse<T: Value>(&mut self) -> Result<T, Failed> {
        T::read(self)
    }
}

/// A place for a value that has no parts.
#[derive(Debug)]
pub enum Hole<'h> {
    /// Text.
    Text(&'h mut Option<String>),
    /// A truth value.
    Bool(&'h mut Option<bool>),
    /// An integer.
    I8(&'h mut Option<i8>),
    /// An integer.
    I16(&'h mut Option<i16>),
    /// An integer.
    I32(&'h mut Option<i32>),
    /// An integer.
    I64(&'h mut Option<i64>),
    /// An integer.
    U8(&'h mut Option<u8>),
    /// An integer.
    U16(&'h mut Option<u16>),
    /// An integer.
    U32(&'h mut Option<u32>),
    /// An integer.
    U64(&'h mut Option<u64>),
    /// A number.
    F32(&'h mut Option<f32>),
    /// A number.
    F64(&'h mut Option<f64>),
    /// Null.
    Null(&'h mut Option<()>),
    /// Any JSON.
    Json(&'h mut Option<Json>),
    /// Any JSON object.
    Members(&'h mut Option<Map<String, Json>>),
}

/// Slots by their places.
pub trait Slots {
    /// The slot at a place that is known to have one.
    fn slot(&mut self, at: usize) -> &mut dyn Slot;
}

/// A list that grows: it is the slot for each of its items.
pub trait Items: Slot {
    /// Makes room.
    fn expect(&mut self, count: usize);

    /// The slot is filled.
    fn push(&mut self);
}

/// A map that grows: it is the slot for each of its values.
pub trait Entries: Slot {
    /// The slot is filled.
    fn insert(&mut self, key: String);
}
