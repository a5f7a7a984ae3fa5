//! Where values are put while an object is read.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

use super::{Failed, Hole, Source, Value};

/// A place for a value.
pub trait Slot {
    /// Reads a value into it; a place for members that no key names is told the name.
    ///
    /// # Errors
    ///
    /// The value is of another type.
    fn read(&mut self, key: Option<String>, from: &mut dyn Source<'_>) -> Result<(), Failed>;

    /// Whether there is a member of this name, in a place for members that no key names.
    fn holds(&self, key: &str) -> bool {
        let _ = key;
        false
    }

    /// The place itself, where it is one for a value without parts.
    fn hole(&mut self) -> Option<Hole<'_>> {
        None
    }
}

impl<T: Value> Slot for Option<T> {
    fn read(&mut self, _: Option<String>, from: &mut dyn Source<'_>) -> Result<(), Failed> {
        *self = Some(T::read(from)?);
        Ok(())
    }

    #[inline]
    fn hole(&mut self) -> Option<Hole<'_>> {
        T::hole(self)
    }
}

/// The slots of an object without members: none is ever asked for.
impl Slot for () {
    fn read(&mut self, _: Option<String>, from: &mut dyn Source<'_>) -> Result<(), Failed> {
        from.content().map(drop)
    }
}

/// A place for a value of a type that knows serde and nothing of this module.
#[derive(Clone, Debug, PartialEq)]
pub struct Foreign<T>(
    /// The value, once there is one.
    pub Option<T>,
);

impl<T> Default for Foreign<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: DeserializeOwned + Clone + 'static> Slot for Foreign<T> {
    fn read(&mut self, _: Option<String>, from: &mut dyn Source<'_>) -> Result<(), Failed> {
        self.0 = Some(foreign(from)?);
        Ok(())
    }
}

/// A value of a type that knows nothing of this module.
///
/// # Errors
///
/// It is of another type.
pub fn foreign<T: DeserializeOwned + Clone + 'static>(
    from: &mut dyn Source<'_>,
) -> Result<T, Failed> {
    match original::<T>(from) {
        Some(value) => Ok(value),
        None => from.content()?.parse().map_err(Failed::new),
    }
}

/// The value itself, if it is copied rather than read.
pub(super) fn original<T: Clone + 'static>(from: &dyn Source<'_>) -> Option<T> {
    from.original()?.downcast_ref().cloned()
}

/// A place for members that no key names, with values of a type that knows nothing of this module.
#[derive(Clone, Debug, PartialEq)]
pub struct ForeignRest<T>(
    /// The members.
    pub BTreeMap<String, T>,
);

impl<T> Default for ForeignRest<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: DeserializeOwned + Clone + 'static> Slot for ForeignRest<T> {
    fn read(&mut self, key: Option<String>, from: &mut dyn Source<'_>) -> Result<(), Failed> {
        if let Some(rest) = original(from) {
            self.0 = rest;
            return Ok(());
        }
        let value = foreign(from)?;
        self.0.insert(key.unwrap_or_default(), value);
        Ok(())
    }

    fn holds(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }
}

impl<T: Value> Slot for BTreeMap<String, T> {
    fn read(&mut self, key: Option<String>, from: &mut dyn Source<'_>) -> Result<(), Failed> {
        let value = T::read(from)?;
        self.insert(key.unwrap_or_default(), value);
        Ok(())
    }

    fn holds(&self, key: &str) -> bool {
        self.contains_key(key)
    }
}

impl Slot for Map<String, Json> {
    fn read(&mut self, key: Option<String>, from: &mut dyn Source<'_>) -> Result<(), Failed> {
        let value = Json::read(from)?;
        self.insert(key.unwrap_or_default(), value);
        Ok(())
    }

    fn holds(&self, key: &str) -> bool {
        self.contains_key(key)
    }
}
