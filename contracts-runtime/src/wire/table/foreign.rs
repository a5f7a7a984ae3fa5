//! Types of other crates, which know serde and nothing of this module.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use super::{Failed, Slot, Source};

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
    fn read(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        self.0 = Some(foreign(from)?);
        Ok(())
    }
}

/// A value of a type that knows nothing of this module.
///
/// # Errors
///
/// It is of another type.
pub fn foreign<T: DeserializeOwned + Clone + 'static>(from: &mut dyn Source) -> Result<T, Failed> {
    match original::<T>(from) {
        Some(value) => Ok(value),
        None => from.content()?.parse().map_err(Failed::new),
    }
}

/// The value itself, if it is copied rather than read.
fn original<T: Clone + 'static>(from: &dyn Source) -> Option<T> {
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
    fn read(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        if let Some(rest) = original(from) {
            self.0 = rest;
            return Ok(());
        }
        let key = from.key();
        let value = foreign(from)?;
        match self.0.contains_key(&key) {
            true => from.twice(key),
            false => drop(self.0.insert(key, value)),
        }
        Ok(())
    }
}
