//! Reads from a format. The only code of this module that is made once per format.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor},
};

use super::{
    Entries, Failed, Hole, Items, Slot, Slots, Source,
    source::{Branch, Take},
};
use crate::wire::{
    Content, Key, Shape,
    object::{Seen, duplicate, members, missing},
    tagged::{Tags, held},
};

/// A value of a format, and the format's error if it was none.
pub(super) struct Reader<'de, D: Deserializer<'de>> {
    from: Option<D>,
    error: Option<D::Error>,
    lifetime: PhantomData<&'de ()>,
}

impl<'de, D: Deserializer<'de>> Reader<'de, D> {
    /// Reads a value by way of what does not know the format.
    pub(super) fn read<T>(
        from: D,
        read: impl FnOnce(&mut dyn Source<'de>) -> Result<T, Failed>,
    ) -> Result<T, D::Error> {
        let mut reader = Self::new(from);
        read(&mut reader).map_err(|failed| failed.into_error(reader.error))
    }

    fn new(from: D) -> Self {
        let (from, error, lifetime) = (Some(from), None, PhantomData);
        Self {
            from,
            error,
            lifetime,
        }
    }

    fn with<T>(&mut self, read: impl FnOnce(D) -> Result<T, D::Error>) -> Result<T, Failed> {
        let Some(from) = self.from.take() else {
            return Err(Failed::new("a value can be read only once"));
        };
        read(from).map_err(|error| {
            self.error = Some(error);
            Failed::KEPT
        })
    }
}

impl<'de, D: Deserializer<'de>> Source<'de> for Reader<'de, D> {
    fn leaf(&mut self, hole: Hole<'_>) -> Result<(), Failed> {
        self.with(|from| leaf(hole, from))
    }

    fn word(&mut self, name: &'static str, take: &mut Take<'_>) -> Result<(), Failed> {
        self.with(|from| from.deserialize_str(WordVisitor { name, take }))
    }

    fn object(&mut self, shape: &'static Shape, slots: &mut dyn Slots) -> Result<(), Failed> {
        self.with(|from| from.deserialize_map(ObjectVisitor { shape, slots }))
    }

    fn list(&mut self, items: &mut dyn Items) -> Result<(), Failed> {
        self.with(|from| from.deserialize_seq(ListVisitor(items)))
    }

    fn tuple(&mut self, count: usize, slots: &mut dyn Slots) -> Result<(), Failed> {
        self.with(|from| from.deserialize_tuple(count, TupleVisitor { count, slots }))
    }

    fn map(&mut self, entries: &mut dyn Entries) -> Result<(), Failed> {
        self.with(|from| from.deserialize_map(MapVisitor(entries)))
    }

    fn option(&mut self, slot: &mut dyn Slot) -> Result<(), Failed> {
        self.with(|from| from.deserialize_option(OptionVisitor(slot)))
    }

    fn tagged(&mut self, tags: &Tags, branch: &mut Branch<'_>) -> Result<(), Failed> {
        self.with(|from| from.deserialize_map(TaggedVisitor { tags, branch }))
    }

    fn content(&mut self) -> Result<Content, Failed> {
        self.with(Content::deserialize)
    }
}

impl Content {
    /// Reads the held value by way of what does not know that it is held.
    pub(super) fn read<T>(
        &self,
        read: impl FnOnce(&mut dyn Source<'_>) -> Result<T, Failed>,
    ) -> Result<T, Failed> {
        let read = Reader::read(crate::wire::content::Reader(self), |from| read(from));
        read.map_err(Failed::new)
    }
}

fn leaf<'de, D: Deserializer<'de>>(hole: Hole<'_>, from: D) -> Result<(), D::Error> {
    match hole {
        Hole::Text(slot) => *slot = Some(Deserialize::deserialize(from)?),
        Hole::Bool(slot) => *slot = Some(Deserialize::deserialize(from)?),
        Hole::I8(slot) => *slot = Some(Deserialize::deserialize(from)?),
        Hole::I16(slot) => *slot = Some(Deserialize::deserialize(from)?),
        Hole::I32(slot) => *slot = Some(Deserialize::deserialize(from)?),
        Hole::I64(slot) => *slot = Some(Deserialize::deserialize(from)?),
        Hole::U8(slot) => *slot = Some(Deserialize::deserialize(from)?),
        Hole::U16(slot) => *slot = Some(Deserialize::deserialize(from)?),
        Hole::U32(slot) => *slot = Some(Deserialize::deserialize(from)?),
        Hole::U64(slot) => *slot = Some(Deserialize::deserialize(from)?),
        Hole::F32(slot) => *slot = Some(Deserialize::deserialize(from)?),
        Hole::F64(slot) => *slot = Some(Deserialize::deserialize(from)?),
        Hole::Null(slot) => *slot = Some(Deserialize::deserialize(from)?),
        Hole::Json(slot) => *slot = Some(Deserialize::deserialize(from)?),
        Hole::Members(slot) => *slot = Some(Deserialize::deserialize(from)?),
    }
    Ok(())
}

/// Fills a slot with the value that comes next.
struct Fill<'s> {
    slot: &'s mut dyn Slot,
    key: Option<String>,
}

impl<'de> DeserializeSeed<'de> for Fill<'_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        if let Some(hole) = self.slot.hole() {
            return leaf(hole, from);
        }
        Reader::read(from, |from| self.slot.read(self.key, from))
    }
}

/// Fills a slot with the value that comes next, unless it is null.
struct FillSome<'s>(&'s mut dyn Slot);

impl<'de> DeserializeSeed<'de> for FillSome<'_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_option(OptionVisitor(self.0))
    }
}

struct OptionVisitor<'s>(&'s mut dyn Slot);

impl<'de> Visitor<'de> for OptionVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("option")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        let (slot, key) = (self.0, None);
        Fill { slot, key }.deserialize(from)
    }
}

struct WordVisitor<'t> {
    name: &'static str,
    take: &'t mut Take<'t>,
}

impl Visitor<'_> for WordVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a string (`{}`)", self.name)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        (self.take)(text).map_err(E::custom)
    }
}

struct ObjectVisitor<'s> {
    shape: &'static Shape,
    slots: &'s mut dyn Slots,
}

impl<'de> Visitor<'de> for ObjectVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object (`{}`)", self.shape.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let (shape, slots) = (self.shape, self.slots);
        let seen = members(shape, map, |at, key, map| {
            let slot = slots.slot(at);
            let twice = key.as_ref().filter(|key| slot.holds(key)).cloned();
            match shape.keys.get(at) {
                Some(Key::May(_)) => map.next_value_seed(FillSome(slot))?,
                _ => map.next_value_seed(Fill { slot, key })?,
            }
            match twice {
                Some(key) => Err(duplicate(&key)),
                None => Ok(()),
            }
        })?;
        match is_whole(shape, &seen) {
            true => Ok(()),
            false => Err(missing(shape, &seen)),
        }
    }
}

/// Whether no required member is missing.
fn is_whole(shape: &Shape, seen: &Seen) -> bool {
    let mut keys = shape.keys.iter().enumerate();
    keys.all(|(at, key)| !key.is_required() || seen.has(at))
}

struct ListVisitor<'i>(&'i mut dyn Items);

impl<'de> Visitor<'de> for ListVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        self.0.expect(seq.size_hint().unwrap_or_default());
        loop {
            let (slot, key) = (&mut *self.0, None);
            if seq.next_element_seed(Fill { slot, key })?.is_none() {
                return Ok(());
            }
            self.0.push();
        }
    }
}

struct TupleVisitor<'s> {
    count: usize,
    slots: &'s mut dyn Slots,
}

impl<'de> Visitor<'de> for TupleVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a tuple of size {}", self.count)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        for at in 0..self.count {
            let (slot, key) = (self.slots.slot(at), None);
            if seq.next_element_seed(Fill { slot, key })?.is_none() {
                return Err(A::Error::invalid_length(at, &self));
            }
        }
        Ok(())
    }
}

struct MapVisitor<'e>(&'e mut dyn Entries);

impl<'de> Visitor<'de> for MapVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key()? {
            let (slot, key) = (&mut *self.0, None);
            map.next_value_seed(Fill { slot, key })?;
            self.0.insert(name);
        }
        Ok(())
    }
}

struct TaggedVisitor<'t> {
    tags: &'t Tags,
    branch: &'t mut Branch<'t>,
}

impl<'de> Visitor<'de> for TaggedVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object (`{}`)", self.tags.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let (at, object) = held(self.tags, map)?;
        let read = object.read(|from| (self.branch)(at, from));
        read.map_err(|failed| failed.into_error(None))
    }
}
