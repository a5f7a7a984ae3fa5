//! Reads from a format. The only code of this module that is made once per format.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Unexpected, Visitor},
};

use super::{Choice, Failed, Hole, Items, Slot, Slots, Source, Take};
use crate::wire::{
    Content, Shape,
    object::{Seen, duplicate, members, missing},
    tagged::{Tags, held},
    union::choose,
};

/// A value of a format, and the format's error if it was none.
pub(super) struct Reader<'de, D: Deserializer<'de>> {
    from: Option<D>,
    key: String,
    twice: Option<String>,
    error: Option<D::Error>,
    lifetime: PhantomData<&'de ()>,
}

impl<'de, D: Deserializer<'de>> Reader<'de, D> {
    pub(super) fn new(from: D) -> Self {
        Self::named(String::new(), from)
    }

    fn named(key: String, from: D) -> Self {
        Self {
            from: Some(from),
            key,
            twice: None,
            error: None,
            lifetime: PhantomData,
        }
    }

    /// Fills a slot.
    fn fill(mut self, slot: &mut dyn Slot) -> Result<(), D::Error> {
        match slot.read(&mut self) {
            Ok(()) => Ok(()),
            Err(failed) => Err(self.error(failed)),
        }
    }

    /// Sets a place; the name of a member that was there before.
    fn set(mut self, at: usize, slots: &mut dyn Slots) -> Result<Option<String>, D::Error> {
        match slots.set(at, &mut self) {
            Ok(()) => Ok(self.twice),
            Err(failed) => Err(self.error(failed)),
        }
    }

    /// Why nothing was read, as an error of the format.
    #[cold]
    pub(super) fn error(self, failed: Failed) -> D::Error {
        failed.into_error(self.error)
    }

    fn with<T>(&mut self, read: impl FnOnce(D) -> Result<T, D::Error>) -> Result<T, Failed> {
        let Some(from) = self.from.take() else {
            return Err(again());
        };
        match read(from) {
            Ok(value) => Ok(value),
            Err(error) => {
                self.error = Some(error);
                Err(Failed::KEPT)
            }
        }
    }
}

#[cold]
fn again() -> Failed {
    Failed::new("a value can be read only once")
}

impl<'de, D: Deserializer<'de>> Source for Reader<'de, D> {
    fn key(&mut self) -> String {
        std::mem::take(&mut self.key)
    }

    fn twice(&mut self, key: String) {
        self.twice = Some(key);
    }

    fn leaf(&mut self, hole: Hole<'_>) -> Result<(), Failed> {
        self.with(|from| leaf(hole, from))
    }

    fn word(&mut self, name: &'static str, take: &mut dyn Take) -> Result<(), Failed> {
        self.with(|from| from.deserialize_str(WordVisitor { name, take }))
    }

    fn object(&mut self, shape: &'static Shape, slots: &mut dyn Slots) -> Result<(), Failed> {
        self.with(|from| object(shape, slots, from))
    }

    fn list(&mut self, items: &mut dyn Items) -> Result<(), Failed> {
        self.with(|from| from.deserialize_seq(ListVisitor(items)))
    }

    fn tuple(&mut self, count: usize, slots: &mut dyn Slots) -> Result<(), Failed> {
        self.with(|from| from.deserialize_tuple(count, TupleVisitor { count, slots }))
    }

    fn map(&mut self, entries: &mut dyn Slot) -> Result<(), Failed> {
        self.with(|from| from.deserialize_map(MapVisitor(entries)))
    }

    fn option(&mut self, slot: &mut dyn Slot) -> Result<(), Failed> {
        self.with(|from| from.deserialize_option(OptionVisitor(slot)))
    }

    fn union(&mut self, choice: &Choice, slots: &mut dyn Slots) -> Result<(), Failed> {
        match *choice {
            Choice::Tag(tags) => {
                self.with(|from| from.deserialize_map(TaggedVisitor { tags, slots }))
            }
            Choice::Looks(name, candidates) => {
                let content = self.content()?;
                let read = choose(name, candidates, &content, &mut |at| content.set(at, slots));
                read.map_err(Failed::of)
            }
        }
    }

    fn content(&mut self) -> Result<Content, Failed> {
        self.with(Content::deserialize)
    }
}

impl Content {
    /// Reads the held value into a place.
    fn set(&self, at: usize, slots: &mut dyn Slots) -> Result<(), crate::wire::Error> {
        match Reader::new(crate::wire::content::Reader(self)).set(at, slots) {
            Ok(_) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// Reads the members of an object.
pub(super) fn object<'de, D: Deserializer<'de>>(
    shape: &'static Shape,
    slots: &mut dyn Slots,
    from: D,
) -> Result<(), D::Error> {
    from.deserialize_map(ObjectVisitor { shape, slots })
}

fn leaf<'de, D: Deserializer<'de>>(hole: Hole<'_>, from: D) -> Result<(), D::Error> {
    match hole {
        Hole::Text(to) => *to = Deserialize::deserialize(from)?,
        Hole::Bool(to) => *to = Deserialize::deserialize(from)?,
        Hole::I8(_) | Hole::I16(_) | Hole::I32(_) | Hole::I64(_) => {
            from.deserialize_i64(IntegerVisitor(hole))?;
        }
        Hole::U8(_) | Hole::U16(_) | Hole::U32(_) | Hole::U64(_) => {
            from.deserialize_u64(IntegerVisitor(hole))?;
        }
        Hole::F32(to) => *to = Deserialize::deserialize(from)?,
        Hole::F64(to) => *to = Deserialize::deserialize(from)?,
        Hole::Null(()) => Deserialize::deserialize(from)?,
        Hole::Json(to) => *to = Deserialize::deserialize(from)?,
        Hole::Members(to) => *to = Deserialize::deserialize(from)?,
    }
    Ok(())
}

/// Integers of every width by one visitor: each of serde's would be made for each format.
struct IntegerVisitor<'h>(Hole<'h>);

impl IntegerVisitor<'_> {
    /// Whether the value fits.
    fn put(&mut self, value: i128) -> bool {
        match &mut self.0 {
            Hole::I8(to) => narrow(value, &mut **to),
            Hole::I16(to) => narrow(value, &mut **to),
            Hole::I32(to) => narrow(value, &mut **to),
            Hole::I64(to) => narrow(value, &mut **to),
            Hole::U8(to) => narrow(value, &mut **to),
            Hole::U16(to) => narrow(value, &mut **to),
            Hole::U32(to) => narrow(value, &mut **to),
            Hole::U64(to) => narrow(value, &mut **to),
            _ => false,
        }
    }
}

fn narrow<N: TryFrom<i128>>(value: i128, to: &mut N) -> bool {
    match N::try_from(value) {
        Ok(value) => {
            *to = value;
            true
        }
        Err(_) => false,
    }
}

impl Visitor<'_> for IntegerVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Hole::I8(_) => "i8",
            Hole::I16(_) => "i16",
            Hole::I32(_) => "i32",
            Hole::I64(_) => "i64",
            Hole::U8(_) => "u8",
            Hole::U16(_) => "u16",
            Hole::U32(_) => "u32",
            _ => "u64",
        })
    }

    fn visit_i64<E: serde::de::Error>(mut self, value: i64) -> Result<(), E> {
        match self.put(value.into()) {
            true => Ok(()),
            false => Err(E::invalid_value(Unexpected::Signed(value), &self)),
        }
    }

    fn visit_u64<E: serde::de::Error>(mut self, value: u64) -> Result<(), E> {
        match self.put(value.into()) {
            true => Ok(()),
            false => Err(E::invalid_value(Unexpected::Unsigned(value), &self)),
        }
    }
}

/// Fills a slot with the value that comes next.
struct Fill<'s> {
    slot: &'s mut dyn Slot,
    key: String,
}

impl<'de> DeserializeSeed<'de> for Fill<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        Reader::named(self.key, from).fill(self.slot)
    }
}

/// Sets a place to the value that comes next.
struct Set<'s> {
    slots: &'s mut dyn Slots,
    at: usize,
    key: String,
}

impl<'de> DeserializeSeed<'de> for Set<'_> {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Option<String>, D::Error> {
        Reader::named(self.key, from).set(self.at, self.slots)
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
        Reader::new(from).fill(self.0)
    }
}

struct WordVisitor<'t> {
    name: &'static str,
    take: &'t mut dyn Take,
}

impl Visitor<'_> for WordVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a string (`{}`)", self.name)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        self.take.take(text).map_err(E::custom)
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
            let (slots, key) = (&mut *slots, key.unwrap_or_default());
            match map.next_value_seed(Set { slots, at, key })? {
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
            let (slot, key) = (&mut *self.0, String::new());
            if seq.next_element_seed(Fill { slot, key })?.is_none() {
                return Ok(());
            }
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
            let (slots, key) = (&mut *self.slots, String::new());
            if seq.next_element_seed(Set { slots, at, key })?.is_none() {
                return Err(A::Error::invalid_length(at, &self));
            }
        }
        Ok(())
    }
}

struct MapVisitor<'e>(&'e mut dyn Slot);

impl<'de> Visitor<'de> for MapVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key()? {
            let slot = &mut *self.0;
            map.next_value_seed(Fill { slot, key })?;
        }
        Ok(())
    }
}

struct TaggedVisitor<'t> {
    tags: &'t Tags,
    slots: &'t mut dyn Slots,
}

impl<'de> Visitor<'de> for TaggedVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object (`{}`)", self.tags.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let (at, object) = held(self.tags, map)?;
        object.set(at, self.slots).map_err(A::Error::custom)
    }
}
