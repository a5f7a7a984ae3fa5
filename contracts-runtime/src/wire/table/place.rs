//! Where values are put while they are read.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::{Failed, Source, Value};
use crate::wire::{Key, Shape};

/// A place for a value.
pub trait Slot {
    /// Reads a value into it.
    ///
    /// # Errors
    ///
    /// The value is of another type.
    fn read(&mut self, from: &mut dyn Source) -> Result<(), Failed>;
}

/// Several places, by their numbers.
pub trait Slots {
    /// Reads the value at a place.
    ///
    /// # Errors
    ///
    /// The value is of another type.
    fn set(&mut self, at: usize, from: &mut dyn Source) -> Result<(), Failed>;
}

/// A list that grows: the slot takes one item after the other.
pub trait Items: Slot {
    /// Makes room.
    fn expect(&mut self, count: usize);
}

/// What keeps members that no key names.
pub trait Rest {
    /// Reads a value, and keeps it with the name that the source has.
    ///
    /// # Errors
    ///
    /// The value is of another type. The source is told if there is one of that name.
    fn keep(&mut self, from: &mut dyn Source) -> Result<(), Failed>;
}

impl<T: Value> Slot for Option<T> {
    fn read(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        *self = Some(T::read(from)?);
        Ok(())
    }
}

/// The slots of an object without members: none is ever asked for.
impl Slot for () {
    fn read(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        from.content().map(drop)
    }
}

impl<T: Value> Rest for BTreeMap<String, T> {
    fn keep(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        let key = from.key();
        let value = T::read(from)?;
        match self.contains_key(&key) {
            true => from.twice(key),
            false => drop(self.insert(key, value)),
        }
        Ok(())
    }
}

impl Rest for Map<String, Json> {
    fn keep(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        let key = from.key();
        let value = Json::read(from)?;
        match self.contains_key(&key) {
            true => from.twice(key),
            false => drop(self.insert(key, value)),
        }
        Ok(())
    }
}

impl<T: Value> Slot for BTreeMap<String, T> {
    fn read(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        self.keep(from)
    }
}

impl Slot for Map<String, Json> {
    fn read(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        self.keep(from)
    }
}

/// The slots of an object, in the order of its shape's keys, and one for the rest if it is kept.
pub(super) struct Places<'p, 's> {
    pub(super) shape: &'static Shape,
    pub(super) slots: &'p mut [&'s mut dyn Slot],
}

impl Slots for Places<'_, '_> {
    fn set(&mut self, at: usize, from: &mut dyn Source) -> Result<(), Failed> {
        match (self.slots.get_mut(at), self.shape.keys.get(at)) {
            // Null means absent where the contract does not tell them apart.
            (Some(slot), Some(Key::May(_))) => from.option(&mut **slot),
            (Some(slot), _) => slot.read(from),
            // What nobody asks for, or the object says less of itself than its shape.
            (None, _) => ().read(from),
        }
    }
}
