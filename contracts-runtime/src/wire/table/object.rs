//! Objects whose members are reached by their places.

use serde::Serializer;

use super::{Empty, Failed, Fields, Slot, Source, Value, View, place::Places, writer};
use crate::wire::Shape;

/// An object with declared members.
pub trait Object: Value {
    /// Its name and members.
    const SHAPE: &'static Shape;

    /// The field of the member at a place; after those of the members comes the rest.
    fn at(&self, at: usize) -> View<'_>;
}

/// An object that is read in its place.
pub trait Whole: Object + Empty {
    /// Reads the member at a place.
    ///
    /// # Errors
    ///
    /// It is of another type.
    fn set(&mut self, at: usize, from: &mut dyn Source) -> Result<(), Failed>;
}

impl<T: Object> Fields for T {
    fn at(&self, at: usize) -> View<'_> {
        Object::at(self, at)
    }
}

/// The places of an object's fields.
pub(super) fn places(shape: &Shape) -> std::ops::Range<usize> {
    0..shape.keys.len() + usize::from(shape.rest)
}

/// Reads the members of an object into slots: one for each of the shape's keys, and one for the rest if it is kept.
/// Generated code calls this in its `Value`.
///
/// # Errors
///
/// Those of [`wire::ObjectVisitor`](crate::wire::ObjectVisitor).
pub fn members(
    from: &mut dyn Source,
    shape: &'static Shape,
    slots: &mut [&mut dyn Slot],
) -> Result<(), Failed> {
    from.object(shape, &mut Places { shape, slots })
}

/// Writes a value. Generated code calls this in its `Serialize`.
///
/// # Errors
///
/// Those of the format.
#[inline]
pub fn write<S: Serializer>(value: View<'_>, to: S) -> Result<S::Ok, S::Error> {
    writer::write(value, to)
}
