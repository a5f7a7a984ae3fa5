//! Reading objects with declared members.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor},
};

use super::{
    collection::{Maybe, Read},
    depth::Level,
    macros::ok,
    shape::Shape,
};

/// An object that can be read.
pub trait Object: Sized {
    /// Its name and members.
    const SHAPE: &'static Shape;

    /// Reads the members into places for their values; the object, if no required one is missing.
    fn read<'de, M: Members<'de>>(from: &mut M) -> Option<Self>;
}

/// The members of an object that is read. After the first mistake there are none.
pub trait Members<'de> {
    /// The place of the next member among the shape's keys; one more than the last is a member that is kept although
    /// no key names it.
    fn next(&mut self) -> Option<usize>;

    /// Reads its value.
    fn read<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>);

    /// Reads its value, or null as if it were absent.
    fn may<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>);

    /// Reads its value, which is a list.
    fn list<T: Deserialize<'de>>(&mut self, slot: &mut Option<Vec<T>>);

    /// Reads its value, which is a list, or null as if it were absent.
    fn may_list<T: Deserialize<'de>>(&mut self, slot: &mut Option<Vec<T>>);

    /// Reads its value, which is a map.
    fn map<T: Deserialize<'de>>(&mut self, slot: &mut Option<BTreeMap<String, T>>);

    /// Reads its value, which is a map, or null as if it were absent.
    fn may_map<T: Deserialize<'de>>(&mut self, slot: &mut Option<BTreeMap<String, T>>);

    /// Keeps its name and value.
    fn extra<E: Extra<'de>>(&mut self, extra: &mut E);
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

/// Reads an object. Generated code hands this to the format in its `Deserialize`.
///
/// It is an error if a required member is missing, a member comes twice or its value is not of its type, or objects are
/// nested more than [`MAX_DEPTH`](super::MAX_DEPTH) levels deep.
#[derive(Debug)]
pub struct ObjectVisitor<T>(
    /// The object's type.
    pub PhantomData<T>,
);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object (`{}`)", T::SHAPE.name)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let _level = ok!(Level::enter());
        let mut reading = Reading::new(T::SHAPE, map);
        let object = T::read(&mut reading);
        match (reading.error, object) {
            (Some(error), _) => Err(error),
            (None, Some(object)) => Ok(object),
            (None, None) => Err(missing(T::SHAPE, &reading.seen)),
        }
    }
}

/// Reads the members of an object: `set` reads the value of the one at a place, or of one with a name that is kept.
#[inline]
pub(super) fn members<'de, A: MapAccess<'de>>(
    shape: &'static Shape,
    map: A,
    mut set: impl FnMut(usize, Option<String>, &mut A) -> Result<(), A::Error>,
) -> Result<Seen, A::Error> {
    let _level = Level::enter()?;
    let mut reading = Reading::new(shape, map);
    while let Some(at) = reading.next() {
        set(at, reading.key.take(), &mut reading.map)?;
    }
    reading.error.map_or(Ok(reading.seen), Err)
}

/// An object that is being read.
struct Reading<'de, A: MapAccess<'de>> {
    shape: &'static Shape,
    map: A,
    seen: Seen,
    /// The member that comes first to mind.
    guess: usize,
    /// The name of a member that is kept.
    key: Option<String>,
    error: Option<A::Error>,
    lifetime: PhantomData<&'de ()>,
}

impl<'de, A: MapAccess<'de>> Reading<'de, A> {
    fn new(shape: &'static Shape, map: A) -> Self {
        Self {
            shape,
            map,
            seen: Seen::default(),
            guess: 0,
            key: None,
            error: None,
            lifetime: PhantomData,
        }
    }

    /// The next member that is wanted.
    #[inline(always)]
    fn find(&mut self) -> Result<Option<usize>, A::Error> {
        loop {
            let find = Find {
                shape: self.shape,
                guess: self.guess,
                other: &mut self.key,
            };
            let at = match self.map.next_key_seed(find) {
                Ok(Some(at)) => at,
                Ok(None) => return Ok(None),
                Err(error) => return Err(error),
            };
            if at < self.shape.keys.len() {
                if self.seen.before(at) {
                    return Err(A::Error::duplicate_field(self.shape.name_at(at)));
                }
                self.guess = at + 1;
                return Ok(Some(at));
            }
            if self.shape.rest {
                return Ok(Some(at));
            }
            ok!(self.map.next_value::<IgnoredAny>());
        }
    }
}

/// Methods that read a value into its slot. One that all of them call would be made for each type besides.
macro_rules! reads {
    ($($method:ident: $type:ty, $seed:expr, $value:ident => $read:expr;)*) => {$(
        #[inline]
        fn $method<T: Deserialize<'de>>(&mut self, slot: &mut Option<$type>) {
            match self.map.next_value_seed($seed) {
                Ok($value) => *slot = $read,
                Err(error) => self.error = Some(error),
            }
        }
    )*};
}

impl<'de, A: MapAccess<'de>> Members<'de> for Reading<'de, A> {
    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        if self.error.is_some() {
            return None;
        }
        match self.find() {
            Ok(at) => at,
            Err(error) => {
                self.error = Some(error);
                None
            }
        }
    }

    reads! {
        read: T, PhantomData, value => Some(value);
        may: T, Maybe(PhantomData), value => value;
        list: Vec<T>, Read::<Vec<T>>::NEW, value => Some(value);
        may_list: Vec<T>, Maybe(Read::<Vec<T>>::NEW), value => value;
        map: BTreeMap<String, T>, Read::<BTreeMap<String, T>>::NEW, value => Some(value);
        may_map: BTreeMap<String, T>, Maybe(Read::<BTreeMap<String, T>>::NEW), value => value;
    }

    fn extra<E: Extra<'de>>(&mut self, extra: &mut E) {
        let key = self.key.take().unwrap_or_default();
        match self.map.next_value() {
            Ok(_) if extra.holds(&key) => self.error = Some(duplicate(&key)),
            Ok(value) => extra.keep(key, value),
            Err(error) => self.error = Some(error),
        }
    }
}

/// A member that no key names comes twice.
#[cold]
pub(super) fn duplicate<E: serde::de::Error>(key: &str) -> E {
    E::custom(format_args!("duplicate field `{key}`"))
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

/// Looks a member's name up while it is read: its place, or one more than the last. The name of one that is to be kept
/// although no key names it goes where it does not make all answers large.
struct Find<'o> {
    shape: &'static Shape,
    guess: usize,
    other: &'o mut Option<String>,
}

impl<'de> DeserializeSeed<'de> for Find<'_> {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<usize, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Find<'_> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    /// Members often come in order, so that the first guess is right.
    #[inline]
    fn visit_str<E>(self, name: &str) -> Result<usize, E> {
        match self.shape.is_at(self.guess, name) {
            true => Ok(self.guess),
            false => Ok(self.search(name)),
        }
    }
}

impl Find<'_> {
    #[inline(never)]
    fn search(self, name: &str) -> usize {
        let found = self.shape.search(name, self.guess);
        found.unwrap_or_else(|| {
            if self.shape.rest {
                *self.other = Some(name.to_owned());
            }
            self.shape.keys.len()
        })
    }
}
