//! Writing objects with declared members.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{
    collection::{Items, Pairs},
    macros::ok,
};

/// An object that unions write behind their tag.
pub trait Fields {
    /// Writes the members and ends the object.
    ///
    /// # Errors
    ///
    /// Those of the format.
    fn put<S: Serializer>(&self, to: Put<S>) -> Result<S::Ok, S::Error>;
}

impl<T: Fields> Fields for Box<T> {
    #[inline]
    fn put<S: Serializer>(&self, to: Put<S>) -> Result<S::Ok, S::Error> {
        T::put(self, to)
    }
}

/// Writes the members of an object. After the first mistake, nothing more is written.
#[derive(Debug)]
pub struct Put<S: Serializer> {
    map: Result<S::SerializeMap, S::Error>,
    /// The member that is written already.
    tag: Option<&'static str>,
}

impl<S: Serializer> Put<S> {
    /// Begins an object.
    #[inline]
    pub fn new(to: S) -> Self {
        let (map, tag) = (to.serialize_map(None), None);
        Self { map, tag }
    }

    /// Begins an object with its tag, whatever it says itself in that member.
    #[inline]
    pub fn tagged(to: S, key: &'static str, tag: &'static str) -> Self {
        let mut put = Self::new(to);
        put.must(key, tag);
        put.tag = Some(key);
        put
    }

    /// Writes a member.
    #[inline]
    pub fn must<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) {
        let Some(map) = self.key(key) else { return };
        if let Err(error) = map.serialize_value(value) {
            self.map = Err(error);
        }
    }

    /// Writes a member, unless it is absent.
    #[inline]
    pub fn may<T: Serialize>(&mut self, key: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.must(key, value);
        }
    }

    /// Writes a member that is a list.
    #[inline]
    pub fn list<T: Serialize>(&mut self, key: &'static str, items: &[T]) {
        self.must(key, &Items(items));
    }

    /// Writes a member that is a list, unless it is absent.
    #[inline]
    pub fn may_list<T: Serialize>(&mut self, key: &'static str, items: &Option<Vec<T>>) {
        if let Some(items) = items {
            self.must(key, &Items(items));
        }
    }

    /// Writes a member that is a map.
    #[inline]
    pub fn map<T: Serialize>(&mut self, key: &'static str, map: &BTreeMap<String, T>) {
        self.must(key, &Pairs(map));
    }

    /// Writes a member that is a map, unless it is absent.
    #[inline]
    pub fn may_map<T: Serialize>(&mut self, key: &'static str, map: &Option<BTreeMap<String, T>>) {
        if let Some(map) = map {
            self.must(key, &Pairs(map));
        }
    }

    /// Writes the members that no key names.
    pub fn extra<K: AsRef<str>, T: Serialize>(&mut self, extra: impl IntoIterator<Item = (K, T)>) {
        for (key, value) in extra {
            let key = key.as_ref();
            if Some(key) != self.tag
                && let Ok(map) = &mut self.map
                && let Err(error) = map.serialize_entry(key, &value)
            {
                self.map = Err(error);
            }
        }
    }

    /// Writes a member's name; what its value is written to, unless nothing is to be written. This is made for each
    /// format, and what writes the value for each type besides.
    #[inline]
    fn key(&mut self, key: &'static str) -> Option<&mut S::SerializeMap> {
        if self.tag == Some(key) {
            return None;
        }
        if let Ok(map) = &mut self.map
            && let Err(error) = map.serialize_key(key)
        {
            self.map = Err(error);
        }
        self.map.as_mut().ok()
    }

    /// Ends the object.
    ///
    /// # Errors
    ///
    /// Those of the format.
    #[inline]
    pub fn end(self) -> Result<S::Ok, S::Error> {
        ok!(self.map).end()
    }
}
