//! What is made for each type. It is all here because the compiler makes the code that drops a type once more for each
//! module that may have to: what does the work borrows, and owns no value while something can fail. What names an
//! object's shape or makes a table of functions is never made part of its callers, or each would have a copy of those.

use std::collections::BTreeMap;

use serde::Deserializer;

use super::{
    Empty, Failed, Items, List, Object, Pairs, Slot, Slots, Source, Union, Value, View, Whole,
    reader::{Reader, object},
    union::branch,
};
use crate::wire::Shape;

/// What an object is made of. Generated code calls this in its `Node`.
#[inline(never)]
pub fn view_object<T: Object>(value: &T) -> View<'_> {
    View::Object(T::SHAPE, value)
}

/// What a union's value is made of. Generated code calls this in its `Node`.
#[inline(never)]
pub fn view_union<T: Union>(value: &T) -> View<'_> {
    View::Union(value)
}

#[inline(never)]
pub(super) fn view_list<T: List>(list: &T) -> View<'_> {
    View::List(list)
}

#[inline(never)]
pub(super) fn view_map<T: Pairs>(map: &T) -> View<'_> {
    View::Map(map)
}

/// A place that borrows from what is filled.
pub(super) struct Place<'p, T>(pub(super) &'p mut T);

impl<T: Value> Slot for Place<'_, Option<T>> {
    fn read(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        T::put(self.0, from)
    }
}

impl<T: Value> Slot for Place<'_, Vec<T>> {
    fn read(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        T::push(self.0, from)
    }
}

impl<T: Value> Items for Place<'_, Vec<T>> {
    fn expect(&mut self, count: usize) {
        // What a format announces is not always true.
        const MOST: usize = 1 << 16;
        let most = MOST / size_of::<T>().max(1);
        self.0.reserve(count.min(most));
    }
}

impl<T: Value> Slot for Place<'_, BTreeMap<String, T>> {
    fn read(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        let key = from.key();
        self.0.insert(key, T::read(from)?);
        Ok(())
    }
}

/// An object whose members are set.
struct Members<'p, T>(&'p mut T);

impl<T: Whole> Slots for Members<'_, T> {
    fn set(&mut self, at: usize, from: &mut dyn Source) -> Result<(), Failed> {
        self.0.set(at, from)
    }
}

/// Reads an object. Generated code calls this in its `Value`.
///
/// # Errors
///
/// Those of [`wire::ObjectVisitor`](crate::wire::ObjectVisitor).
pub fn read_whole<T: Whole>(from: &mut dyn Source) -> Result<T, Failed> {
    let mut value = T::empty();
    match fill_whole(&mut value, from) {
        Ok(()) => Ok(value),
        Err(failed) => Err(failed),
    }
}

/// Reads an object into an empty one. Generated code calls this in its `Value`.
///
/// # Errors
///
/// Those of [`wire::ObjectVisitor`](crate::wire::ObjectVisitor).
pub fn fill_whole<T: Whole>(value: &mut T, from: &mut dyn Source) -> Result<(), Failed> {
    let mut members = Members(value);
    let (shape, slots) = slots(&mut members);
    from.object(shape, slots)
}

/// The members of an object, without its type.
#[inline(never)]
fn slots<'m, T: Whole>(members: &'m mut Members<'_, T>) -> (&'static Shape, &'m mut dyn Slots) {
    (T::SHAPE, members)
}

/// Reads a value into a place that is empty. Generated code calls this in its `Value`.
///
/// # Errors
///
/// It is of another type.
pub fn put<T: Value + Empty>(place: &mut Option<T>, from: &mut dyn Source) -> Result<(), Failed> {
    place.get_or_insert_with(T::empty).fill(from)
}

/// Reads a value at the end of a list. Generated code calls this in its `Value`.
///
/// # Errors
///
/// It is of another type.
pub fn push<T: Value + Empty>(list: &mut Vec<T>, from: &mut dyn Source) -> Result<(), Failed> {
    list.extend(std::iter::repeat_with(T::empty).take(1));
    match list.last_mut() {
        Some(item) => item.fill(from),
        None => Ok(()),
    }
}

/// A union that is read: the branch that was read last.
struct Branches<'b, T>(&'b mut Option<T>);

impl<T: Union> Slots for Branches<'_, T> {
    fn set(&mut self, at: usize, from: &mut dyn Source) -> Result<(), Failed> {
        *self.0 = Some(T::read(at, from)?);
        Ok(())
    }
}

/// Reads one of several types. Generated code calls this in its `Value`.
///
/// # Errors
///
/// Those of [`read_union`](crate::wire::read_union) and [`TaggedVisitor`](crate::wire::TaggedVisitor).
pub fn read_union<T: Union>(from: &mut dyn Source) -> Result<T, Failed> {
    let mut value = None;
    match branch(from, &T::CHOICE, &mut Branches(&mut value)) {
        Ok(()) => value.ok_or(Failed::KEPT),
        Err(failed) => Err(failed),
    }
}

/// Reads one of several types in place of another. Generated code calls this in its `Value`.
///
/// # Errors
///
/// Those of [`read_union`].
pub fn fill_union<T: Union>(value: &mut T, from: &mut dyn Source) -> Result<(), Failed> {
    *value = read_union(from)?;
    Ok(())
}

/// Reads an object. Generated code calls this in its `Deserialize`.
///
/// # Errors
///
/// It is of another type.
#[inline]
pub fn read_from<'de, T: Whole, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let mut value = T::empty();
    let mut members = Members(&mut value);
    let (shape, slots) = slots(&mut members);
    match object(shape, slots, from) {
        Ok(()) => Ok(value),
        Err(error) => Err(error),
    }
}

/// Reads a value. Generated code calls this in its `Deserialize`.
///
/// # Errors
///
/// It is of another type.
#[inline]
pub fn read<'de, T: Value, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let mut reader = Reader::new(from);
    match T::read(&mut reader) {
        Ok(value) => Ok(value),
        Err(failed) => Err(reader.error(failed)),
    }
}
