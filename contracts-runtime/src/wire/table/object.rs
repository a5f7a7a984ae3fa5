//! Objects whose members are reached by their places.

use std::{any::Any, fmt};

use serde::{Deserializer, Serializer};

use super::{Failed, ForeignNode, Node, Slot, Slots, Source, Value, View, reader::Reader, writer};
use crate::wire::{Key, Object, Shape};

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

/// Prints an object as a derive would. Generated code calls this in its `Debug`.
///
/// # Errors
///
/// Those of the formatter.
pub fn print(value: &dyn Fields, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let shape = value.shape();
    let mut printed = f.debug_struct(shape.name);
    let rest = shape.rest.then_some("extra");
    let names = shape.keys.iter().map(|key| key.name()).chain(rest);
    for (at, name) in names.enumerate() {
        let quoted = (!is_plain(name)).then(|| format!("{name:?}"));
        let name = quoted.as_deref().unwrap_or(name);
        let node = value.at(at);
        let is_elsewhere = matches!(node.view(), View::Elsewhere);
        match is_elsewhere.then(|| value.foreign(at)) {
            None => printed.field(name, &node),
            Some(Some(foreign)) if !is_optional(shape, at) => printed.field(name, &foreign),
            Some(foreign) => printed.field(name, &foreign),
        };
    }
    printed.finish()
}

fn is_optional(shape: &Shape, at: usize) -> bool {
    let key = shape.keys.get(at);
    key.is_some_and(|key| matches!(key, Key::May(_) | Key::Nullable(_)))
}

/// Whether a member's name looks like a field's.
fn is_plain(name: &str) -> bool {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    !name.is_empty()
        && !name.starts_with(|first: char| first.is_numeric())
        && name.chars().all(is_word)
}

/// Whether two objects of one type are equal. Generated code calls this in its `PartialEq`.
pub fn equal(one: &dyn Fields, other: &dyn Fields) -> bool {
    let places = places(one.shape());
    places.into_iter().all(|at| {
        let node = one.at(at);
        match node.view() {
            View::Elsewhere => match (one.foreign(at), other.foreign(at)) {
                (Some(one), Some(other)) => one.same(other),
                (one, other) => one.is_none() && other.is_none(),
            },
            _ => node.same(other.at(at)),
        }
    })
}

fn places(shape: &Shape) -> std::ops::Range<usize> {
    0..shape.keys.len() + usize::from(shape.rest)
}

/// A copy of an object. Generated code calls this in its `Clone`.
pub fn copy<T: Read + Write>(value: &T) -> T {
    let mut parts = Parts::<T>(T::start());
    copy_fields(value, &mut parts);
    match T::build(parts.0) {
        Some(copy) => copy,
        // Each slot that a required field goes to was filled from that field.
        None => unreachable!(
            "the slots of `{}` are not those of its fields",
            T::SHAPE.name
        ),
    }
}

fn copy_fields(value: &dyn Fields, slots: &mut dyn Slots) {
    for at in places(value.shape()) {
        let node = value.at(at);
        let any: &dyn Any = match node.view() {
            View::Elsewhere => match value.foreign(at) {
                Some(foreign) => foreign,
                None => continue,
            },
            _ => node,
        };
        slots.slot(at).copy(any);
    }
}
