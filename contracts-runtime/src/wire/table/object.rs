//! Objects whose members are reached by their places.

use serde::{Deserializer, Serializer, de::Error as _};

use super::{Failed, ForeignNode, Node, Slot, Slots, Source, Value, View, reader::Reader, writer};
use crate::wire::Shape;

/// An object with declared members.
pub trait Object: Value {
    /// Its name and members.
    const SHAPE: &'static Shape;

    /// The field of the member at a place; after those of the members comes the rest. A field whose type knows nothing
    /// of this module is [`Elsewhere`](super::Elsewhere).
    fn at(&self, at: usize) -> &dyn Node;

    /// The field that is [`Elsewhere`](super::Elsewhere); nothing where a member is absent.
    fn foreign(&self, at: usize) -> Option<&dyn ForeignNode> {
        let _ = at;
        None
    }
}

/// An object without its type.
pub trait Fields {
    /// As [`Object::at`].
    fn at(&self, at: usize) -> &dyn Node;

    /// As [`Object::foreign`].
    fn foreign(&self, at: usize) -> Option<&dyn ForeignNode>;
}

impl<T: Object> Fields for T {
    fn at(&self, at: usize) -> &dyn Node {
        Object::at(self, at)
    }

    fn foreign(&self, at: usize) -> Option<&dyn ForeignNode> {
        Object::foreign(self, at)
    }
}

/// What an object is made of. Generated code calls this in its `Node`.
#[inline]
pub fn view_object<T: Object>(value: &T) -> View<'_> {
    View::Object(T::SHAPE, value)
}

/// The field at a place as a view of it.
pub(super) fn view(fields: &dyn Fields, at: usize) -> View<'_> {
    match fields.at(at).view() {
        View::Elsewhere => fields.foreign(at).map_or(View::Absent, View::Foreign),
        view => view,
    }
}

/// The places of an object's fields.
pub(super) fn places(shape: &Shape) -> std::ops::Range<usize> {
    0..shape.keys.len() + usize::from(shape.rest)
}

/// The slots of an object, in the order of its shape's keys, and one for the rest if it is kept.
struct Places<'p, 's> {
    slots: &'p mut [&'s mut dyn Slot],
    /// What nobody asks for, or the object says less of itself than its shape.
    none: (),
}

impl Slots for Places<'_, '_> {
    #[inline]
    fn slot(&mut self, at: usize) -> &mut dyn Slot {
        match self.slots.get_mut(at) {
            Some(slot) => &mut **slot,
            None => &mut self.none,
        }
    }
}

/// Reads the members of an object into slots: one for each of the shape's keys, and one for the rest if it is kept.
/// Generated code calls this in its `Value`.
///
/// # Errors
///
/// Those of [`wire::ObjectVisitor`](crate::wire::ObjectVisitor).
pub fn members(
    from: &mut dyn Source<'_>,
    shape: &'static Shape,
    slots: &mut [&mut dyn Slot],
) -> Result<(), Failed> {
    from.object(shape, &mut Places { slots, none: () })
}

/// Reads a value. Generated code calls this in its `Deserialize`.
///
/// # Errors
///
/// It is of another type.
pub fn read<'de, T: Value, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let mut value = None;
    once(from, &mut |from| {
        value = Some(T::read(from)?);
        Ok(())
    })?;
    value.ok_or_else(|| D::Error::custom("the value was not read"))
}

/// Code that is there once for a format, whatever is read.
fn once<'de, D: Deserializer<'de>>(
    from: D,
    read: &mut dyn FnMut(&mut dyn Source<'de>) -> Result<(), Failed>,
) -> Result<(), D::Error> {
    Reader::read(from, read)
}

/// Writes a value. Generated code calls this in its `Serialize`.
///
/// # Errors
///
/// Those of the format.
pub fn write<S: Serializer>(value: &dyn Node, to: S) -> Result<S::Ok, S::Error> {
    writer::write(value.view(), to)
}
