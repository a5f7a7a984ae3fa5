//! Objects with declared members.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor},
    ser::SerializeMap,
};

use super::{depth::Level, shape::Shape};

/// An object with declared members.
pub trait Object {
    /// Its name and members.
    const SHAPE: &'static Shape;
}

/// An object that can be read.
pub trait Read: Object + Sized {
    /// What has been read so far: a slot per member, in the order of the shape's keys, and one for the rest if it is
    /// kept.
    type Parts;

    /// Slots that hold nothing, or a default.
    fn start() -> Self::Parts;

    /// Reads the value that comes next into the slot `at`.
    fn set<'de, N: Next<'de>>(parts: &mut Self::Parts, at: usize, next: &mut N);

    /// The object, where no required member is missing.
    fn build(parts: Self::Parts) -> Option<Self>;
}

/// An object that can be written.
pub trait Write {
    /// Writes each member in the order of the shape's keys.
    fn put<P: Put>(&self, to: &mut P);
}

/// The value of a member that is to be read. After the first mistake, nothing more is read.
pub trait Next<'de> {
    /// Reads a value.
    fn read<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>);

    /// Reads a value, or null as if it were absent.
    fn may<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>);

    /// Keeps the value of a member that no key names.
    fn extra<E: Extra<'de>>(&mut self, extra: &mut E);
}

/// Where members are written to. After the first mistake, nothing more is written.
pub trait Put {
    /// Writes a member.
    fn must<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T);

    /// Writes a member, unless it is absent.
    fn may<T: Serialize>(&mut self, key: &'static str, value: &Option<T>);

    /// Writes the members that no key names.
    fn extra<K: AsRef<str>, T: Serialize, I: IntoIterator<Item = (K, T)>>(&mut self, extra: I);
}

/// What keeps members that no key names.
pub trait Extra<'de> {
    /// The type of their values.
    type Value: Deserialize<'de>;

    /// Whether there is one of this name.
    fn holds(&self, key: &str) -> bool;

    /// Keeps one.
    fn keep(&mut self, key: String, value: Self::Value);
}

impl<'de, T: Deserialize<'de>> Extra<'de> for BTreeMap<String, T> {
    type Value = T;

    fn holds(&self, key: &str) -> bool {
        self.contains_key(key)
    }

    fn keep(&mut self, key: String, value: T) {
        self.insert(key, value);
    }
}

impl<'de> Extra<'de> for serde_json::Map<String, serde_json::Value> {
    type Value = serde_json::Value;

    fn holds(&self, key: &str) -> bool {
        self.contains_key(key)
    }

    fn keep(&mut self, key: String, value: serde_json::Value) {
        self.insert(key, value);
    }
}

/// Reads an object. Generated code calls this in its `Deserialize`.
///
/// # Errors
///
/// It is no object, a required member is missing, a member comes twice or its value is not of its type, or objects are
/// nested more than [`MAX_DEPTH`](super::MAX_DEPTH) levels deep.
pub fn read<'de, T: Read, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from.deserialize_map(ObjectVisitor::<T>(PhantomData))
}

/// Writes an object. Generated code calls this in its `Serialize`.
///
/// # Errors
///
/// Those of the format.
pub fn write<T: Write, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
    let mut members = Members {
        map: to.serialize_map(None)?,
        result: Ok(()),
    };
    value.put(&mut members);
    members.result?;
    members.map.end()
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Read> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object (`{}`)", T::SHAPE.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let mut parts = T::start();
        let seen = members(T::SHAPE, map, |at, key, map| {
            let mut next = Value {
                map,
                key,
                error: None,
                lifetime: PhantomData,
            };
            T::set(&mut parts, at, &mut next);
            next.error.map_or(Ok(()), Err)
        })?;
        T::build(parts).ok_or_else(|| missing(T::SHAPE, &seen))
    }
}

/// Reads the members of an object: `set` reads the value of the one at a place, or of one with a name that is kept.
#[inline]
pub(super) fn members<'de, A: MapAccess<'de>>(
    shape: &'static Shape,
    mut map: A,
    mut set: impl FnMut(usize, Option<String>, &mut A) -> Result<(), A::Error>,
) -> Result<Seen, A::Error> {
    let _level = Level::enter()?;
    let mut seen = Seen::default();
    let mut guess = 0;
    while let Some(found) = map.next_key_seed(Find { shape, guess })? {
        match found {
            Found::Member(at) => {
                if seen.before(at) {
                    return Err(A::Error::duplicate_field(shape.name_at(at)));
                }
                guess = at + 1;
                set(at, None, &mut map)?;
            }
            Found::Other(key @ Some(_)) => set(shape.keys.len(), key, &mut map)?,
            Found::Other(None) => {
                map.next_value::<IgnoredAny>()?;
            }
        }
    }
    Ok(seen)
}

/// The first required member that was not there.
#[cold]
pub(super) fn missing<E: serde::de::Error>(shape: &Shape, seen: &Seen) -> E {
    let keys = shape.keys.iter().enumerate();
    let mut missing = keys.filter(|(at, key)| key.is_required() && !seen.has(*at));
    match missing.next() {
        Some((_, key)) => E::missing_field(key.name()),
        None => E::custom(format_args!(
            "a required member of `{}` is missing",
            shape.name
        )),
    }
}

/// Which members were there: a bit for each of the first, and for the others one more word for as many.
#[derive(Default)]
pub(super) struct Seen {
    first: u64,
    more: Vec<u64>,
}

impl Seen {
    /// Whether the member was there before; from now on it was.
    #[inline]
    fn before(&mut self, at: usize) -> bool {
        let word = match (at / BITS).checked_sub(1) {
            None => &mut self.first,
            Some(word) => self.word(word),
        };
        let bit = 1 << (at % BITS);
        let before = *word & bit != 0;
        *word |= bit;
        before
    }

    #[cold]
    fn word(&mut self, at: usize) -> &mut u64 {
        if self.more.len() <= at {
            self.more.resize(at + 1, 0);
        }
        &mut self.more[at]
    }

    #[inline]
    pub(super) fn has(&self, at: usize) -> bool {
        let word = match (at / BITS).checked_sub(1) {
            None => self.first,
            Some(word) => self.more.get(word).copied().unwrap_or_default(),
        };
        word & (1 << (at % BITS)) != 0
    }
}

const BITS: usize = u64::BITS as usize;

/// Looks a member's name up while it is read.
struct Find {
    shape: &'static Shape,
    guess: usize,
}

enum Found {
    Member(usize),
    /// The name of a member that no key names, if it is to be kept.
    Other(Option<String>),
}

impl<'de> DeserializeSeed<'de> for Find {
    type Value = Found;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Found, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Find {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    #[inline]
    fn visit_str<E>(self, name: &str) -> Result<Found, E> {
        Ok(match self.shape.find(name, self.guess) {
            Some(at) => Found::Member(at),
            None => Found::Other(self.shape.rest.then(|| name.to_owned())),
        })
    }
}

/// The value that a map has next.
struct Value<'a, 'de, A: MapAccess<'de>> {
    map: &'a mut A,
    key: Option<String>,
    error: Option<A::Error>,
    lifetime: PhantomData<&'de ()>,
}

impl<'de, A: MapAccess<'de>> Next<'de> for Value<'_, 'de, A> {
    #[inline]
    fn read<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>) {
        match self.map.next_value() {
            Ok(value) => *slot = Some(value),
            Err(error) => self.error = Some(error),
        }
    }

    #[inline]
    fn may<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>) {
        match self.map.next_value() {
            Ok(value) => *slot = value,
            Err(error) => self.error = Some(error),
        }
    }

    fn extra<E: Extra<'de>>(&mut self, extra: &mut E) {
        let key = self.key.take().unwrap_or_default();
        match self.map.next_value() {
            Ok(_) if extra.holds(&key) => {
                let twice = format_args!("duplicate field `{key}`");
                self.error = Some(A::Error::custom(twice));
            }
            Ok(value) => extra.keep(key, value),
            Err(error) => self.error = Some(error),
        }
    }
}

struct Members<M: SerializeMap> {
    map: M,
    result: Result<(), M::Error>,
}

impl<M: SerializeMap> Put for Members<M> {
    #[inline]
    fn must<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) {
        if self.result.is_ok() {
            self.result = self.map.serialize_entry(key, value);
        }
    }

    #[inline]
    fn may<T: Serialize>(&mut self, key: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.must(key, value);
        }
    }

    fn extra<K: AsRef<str>, T: Serialize, I: IntoIterator<Item = (K, T)>>(&mut self, extra: I) {
        for (key, value) in extra {
            if self.result.is_ok() {
                self.result = self.map.serialize_entry(key.as_ref(), &value);
            }
        }
    }
}
