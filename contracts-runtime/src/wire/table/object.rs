//! Objects whose members are reached by their places.

use serde::{Deserializer, Serializer};

use super::{Failed, ForeignNode, Node, Slot, Slots, Source, Value, View, reader::Reader, writer};
use crate::wire::{Object, Shape};

/// An object that can be read.
pub trait Read: Object + Sized + 'static {
    /// What has been read so far: a slot per member, in the order of the shape's keys, and one for the rest if it is
    /// kept.
    type Parts;

    /// Slots that hold nothing, or a default.
    fn start() -> Self::Parts;

    /// The slot at a place; after those of the members comes the one of the rest.
    fn slot(parts: &mut Self::Parts, at: usize) -> &mut dyn Slot;

    /// The object, where no required member is missing.
    fn build(parts: Self::Parts) -> Option<Self>;
}

/// An object that can be written.
pub trait Write: Object + 'static {
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
    /// Its name and members.
    fn shape(&self) -> &'static Shape;

    /// As [`Write::at`].
    fn at(&self, at: usize) -> &dyn Node;

    /// As [`Write::foreign`].
    fn foreign(&self, at: usize) -> Option<&dyn ForeignNode>;
}

impl<T: Write> Fields for T {
    fn shape(&self) -> &'static Shape {
        T::SHAPE
    }

    fn at(&self, at: usize) -> &dyn Node {
        Write::at(self, at)
    }

    fn foreign(&self, at: usize) -> Option<&dyn ForeignNode> {
        Write::foreign(self, at)
    }
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

/// The slots of an object.
struct Parts<T: Read>(T::Parts);

impl<T: Read> Slots for Parts<T> {
    fn slot(&mut self, at: usize) -> &mut dyn Slot {
        T::slot(&mut self.0, at)
    }
}

/// Reads an object. Generated code calls this in its `Value`.
///
/// # Errors
///
/// Those of [`wire::read`](crate::wire::read).
pub fn read_object<T: Read>(from: &mut dyn Source<'_>) -> Result<T, Failed> {
    let mut parts = Parts::<T>(T::start());
    from.object(T::SHAPE, &mut parts)?;
    T::build(parts.0).ok_or(Failed::KEPT)
}

/// Reads a value. Generated code calls this in its `Deserialize`.
///
/// # Errors
///
/// It is of another type.
pub fn read<'de, T: Value, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    Reader::read(from, |from| T::read(from))
}

/// Writes a value. Generated code calls this in its `Serialize`.
///
/// # Errors
///
/// Those of the format.
pub fn write<S: Serializer>(value: &dyn Node, to: S) -> Result<S::Ok, S::Error> {
    writer::write(value.view(), to)
}
