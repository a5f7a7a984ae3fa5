//! Where values are put while an object is read.

use std::{any::Any, collections::BTreeMap};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

use super::{Failed, Hole, Source, Value};

/// A place for a value.
pub trait Slot {
    /// Reads a value into it; a place for members that no key names is told the name.
    fn read(&mut self, key: Option<String>, from: &mut dyn Source<'_>) -> Result<(), Failed>;

    /// The place itself, where it is one for a value without parts.
    fn hole(&mut self) -> Option<Hole<'_>> {
        None
    }

    /// Puts a copy of the value of a field into it.
    fn copy(&mut self, from: &dyn Any);
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

    fn copy(&mut self, from: &dyn Any) {
        copy(self, from);
    }
}

/// The slots of an object without members: none is ever asked for.
impl Slot for () {
    fn read(&mut self, _: Option<String>, from: &mut dyn Source<'_>) -> Result<(), Failed> {
        from.content().map(drop)
    }

    fn copy(&mut self, _: &dyn Any) {}
}

/// A field has the slot's type, or that of what the slot holds.
fn copy<T: Clone + 'static>(slot: &mut Option<T>, from: &dyn Any) {
    if let Some(value) = from.downcast_ref::<T>() {
        *slot = Some(value.clone());
    } else if let Some(value) = from.downcast_ref::<Option<T>>() {
        slot.clone_from(value);
    }
}

/// A place for a value of a type that knows serde and nothing of this module.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Foreign<T>(
    /// The value, once there is one.
    pub Option<T>,
);

impl<T: DeserializeOwned + Clone + 'static> Slot for Foreign<T> {
    fn read(&mut self, _: Option<String>, from: &mut dyn Source<'_>) -> Result<(), Failed> {
        self.0 = Some(foreign(from)?);
        Ok(())
    }

    fn copy(&mut self, from: &dyn Any) {
        copy(&mut self.0, from);
    }
}

/// A value of a type that knows nothing of this module.
///
/// # Errors
///
/// It is of another type.
pub fn foreign<T: DeserializeOwned>(from: &mut dyn Source<'_>) -> Result<T, Failed> {
    from.content()?.parse().map_err(Failed::new)
}

/// A place for members that no key names.
macro_rules! rest {
    ($of:ty, $field:ident, ($($bound:tt)*), $read:path) => {
        impl<$($bound)*> Slot for $of {
            fn read(&mut self, key: Option<String>, from: &mut dyn Source<'_>) -> Result<(), Failed> {
                let (key, value) = (key.unwrap_or_default(), $read(from)?);
                let rest = self.$field();
                if rest.contains_key(&key) {
                    return Err(Failed::new(format_args!("duplicate field `{key}`")));
                }
                rest.insert(key, value);
                Ok(())
            }

            fn copy(&mut self, from: &dyn Any) {
                let rest = self.$field();
                if let Some(value) = from.downcast_ref() {
                    rest.clone_from(value);
                }
            }
        }
    };
}

/// A place for members that no key names, with values of a type that knows nothing of this module.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ForeignRest<T>(
    /// The members.
    pub BTreeMap<String, T>,
);

impl<T> ForeignRest<T> {
    fn rest(&mut self) -> &mut BTreeMap<String, T> {
        &mut self.0
    }
}

/// What a place for the rest is, by a name that [`ForeignRest`] has too.
trait Itself {
    fn itself(&mut self) -> &mut Self {
        self
    }
}

impl<T> Itself for T {}

rest!(BTreeMap<String, T>, itself, (T: Value), T::read);
rest!(Map<String, Json>, itself, (), Json::read);
rest!(ForeignRest<T>, rest, (T: DeserializeOwned + Clone + 'static), foreign);
