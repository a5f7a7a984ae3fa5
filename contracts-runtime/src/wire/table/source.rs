//! Where values are read from, whatever the format.

use std::any::Any;

use serde_json::{Map, Value as Json};

use super::{Choice, Failed, Items, Rest, Slot, Slots, Value};
use crate::wire::{Content, Shape};

/// A value that is to be read once. Its format is known to `Reader` alone.
pub trait Source {
    /// The name of a member that no key names, or of a map's value. It is told once.
    fn key(&mut self) -> String;

    /// The member of that name was there before: whoever reads the object says so, after its value.
    fn twice(&mut self, key: String);

    /// Reads a value that has no parts.
    fn leaf(&mut self, hole: Hole<'_>) -> Result<(), Failed>;

    /// Reads one of several strings of the type `name`.
    fn word(&mut self, name: &'static str, take: &mut dyn Take) -> Result<(), Failed>;

    /// Reads an object.
    fn object(&mut self, shape: &'static Shape, slots: &mut dyn Slots) -> Result<(), Failed>;

    /// Reads a list.
    fn list(&mut self, items: &mut dyn Items) -> Result<(), Failed>;

    /// Reads a list of a fixed length.
    fn tuple(&mut self, count: usize, slots: &mut dyn Slots) -> Result<(), Failed>;

    /// Reads a map from text: the slot takes one value after the other.
    fn map(&mut self, entries: &mut dyn Slot) -> Result<(), Failed>;

    /// Reads null, which leaves the slot as it is, or a value.
    fn option(&mut self, slot: &mut dyn Slot) -> Result<(), Failed>;

    /// Reads one of several types: the place that is set is that of the branch.
    fn union(&mut self, choice: &Choice, slots: &mut dyn Slots) -> Result<(), Failed>;

    /// Reads whatever it is.
    fn content(&mut self) -> Result<Content, Failed>;

    /// The value itself, where it is copied rather than read and only its type knows how.
    fn original(&self) -> Option<&dyn Any> {
        None
    }
}

/// Takes a string.
pub trait Take {
    /// Takes it, or says why not.
    ///
    /// # Errors
    ///
    /// It is none of those that are expected.
    fn take(&mut self, text: &str) -> Result<(), String>;
}

impl dyn Source + '_ {
    /// The value as one of the type `T`.
    ///
    /// # Errors
    ///
    /// It is none.
    #[inline]
    pub fn parse<T: Value>(&mut self) -> Result<T, Failed> {
        T::read(self)
    }

    /// Reads the value into an empty one.
    ///
    /// # Errors
    ///
    /// It is of another type.
    #[inline]
    pub fn fill<T: Value>(&mut self, to: &mut T) -> Result<(), Failed> {
        to.fill(self)
    }

    /// Reads the value in place of another.
    ///
    /// # Errors
    ///
    /// It is of another type.
    #[inline]
    pub fn replace<T: Value>(&mut self, to: &mut T) -> Result<(), Failed> {
        *to = T::read(self)?;
        Ok(())
    }

    /// Reads the value of a member for which null and absence are not the same.
    ///
    /// # Errors
    ///
    /// It is of another type.
    #[inline]
    pub fn some<T: Value>(&mut self, to: &mut Option<T>) -> Result<(), Failed> {
        T::put(to, self)
    }

    /// Keeps the value of a member that no key names.
    ///
    /// # Errors
    ///
    /// It is of another type.
    #[inline]
    pub fn keep<R: Rest>(&mut self, rest: &mut R) -> Result<(), Failed> {
        rest.keep(self)
    }
}

/// A place for a value that has no parts.
#[derive(Debug)]
pub enum Hole<'h> {
    /// Text.
    Text(&'h mut String),
    /// A truth value.
    Bool(&'h mut bool),
    /// An integer.
    I8(&'h mut i8),
    /// An integer.
    I16(&'h mut i16),
    /// An integer.
    I32(&'h mut i32),
    /// An integer.
    I64(&'h mut i64),
    /// An integer.
    U8(&'h mut u8),
    /// An integer.
    U16(&'h mut u16),
    /// An integer.
    U32(&'h mut u32),
    /// An integer.
    U64(&'h mut u64),
    /// A number.
    F32(&'h mut f32),
    /// A number.
    F64(&'h mut f64),
    /// Null.
    Null(&'h mut ()),
    /// Any JSON.
    Json(&'h mut Json),
    /// Any JSON object.
    Members(&'h mut Map<String, Json>),
}
