//! Lists and maps as members of objects. serde's own impls for `Vec` and `BTreeMap` are a dozen functions for each type
//! and format; these are half as many.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, MapAccess, SeqAccess, Visitor},
    ser::{SerializeMap, SerializeSeq},
};

use super::macros::ok;

/// A list that is written.
pub(super) struct Items<'v, T>(pub(super) &'v [T]);

impl<T: Serialize> Serialize for Items<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut rest = self.0;
        let mut list = ok!(to.serialize_seq(Some(rest.len())));
        while let [item, more @ ..] = rest {
            ok!(list.serialize_element(item));
            rest = more;
        }
        list.end()
    }
}

/// A map that is written.
pub(super) struct Pairs<'v, T>(pub(super) &'v BTreeMap<String, T>);

impl<T: Serialize> Serialize for Pairs<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = ok!(to.serialize_map(Some(self.0.len())));
        for (key, value) in self.0 {
            ok!(map.serialize_key(key));
            ok!(map.serialize_value(value));
        }
        map.end()
    }
}

/// Reads a list or a map.
pub(super) struct Read<C>(PhantomData<C>);

impl<C> Read<C> {
    pub(super) const NEW: Self = Self(PhantomData);
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Read<Vec<T>> {
    type Value = Vec<T>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Vec<T>, D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Read<Vec<T>> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
        // Whoever sends it is not believed how long it is.
        let mut list = Vec::new();
        while let Some(item) = ok!(items.next_element_seed(PhantomData)) {
            list.push(item);
        }
        Ok(list)
    }
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Read<BTreeMap<String, T>> {
    type Value = BTreeMap<String, T>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Read<BTreeMap<String, T>> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some(key) = ok!(pairs.next_key_seed(PhantomData)) {
            map.insert(key, ok!(pairs.next_value_seed(PhantomData)));
        }
        Ok(map)
    }
}

/// Reads something, or null as if it were absent.
pub(super) struct Maybe<S>(pub(super) S);

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Maybe<S> {
    type Value = Option<S::Value>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_option(self)
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for Maybe<S> {
    type Value = Option<S::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("option")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        match self.0.deserialize(from) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(error),
        }
    }
}
