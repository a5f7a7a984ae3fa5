//! One of several types, told apart by a member.

use std::{
    fmt::{self, Write as _},
    marker::PhantomData,
};

use serde::{
    Deserializer, Serialize, Serializer,
    de::{
        self, DeserializeSeed, Error as _, IntoDeserializer, MapAccess, Visitor,
        value::{MapAccessDeserializer, StrDeserializer},
    },
    ser::{SerializeMap, SerializeStruct},
};

use super::{Content, content::Reader, depth::Level, text::list};

/// One of several types, told apart by a member.
pub trait Tagged: Sized {
    /// The type's name, for messages.
    const NAME: &'static str;
    /// The member's name on the wire.
    const TAG: &'static str;
    /// The tags and the branches they stand for.
    const BRANCHES: &'static [Branch];
    /// The branch for all other tags; `None` refuses them.
    const OTHER: Option<usize>;
    /// The branch for objects without a tag; `None` refuses them.
    const WITHOUT: Option<usize>;

    /// Reads the branch `at`.
    ///
    /// # Errors
    ///
    /// Those of its type.
    fn read<'de, D: Deserializer<'de>>(at: usize, from: D) -> Result<Self, D::Error>;
}

/// A tag, and the branch it stands for.
#[derive(Clone, Copy, Debug)]
pub struct Branch(
    /// The tag.
    pub &'static str,
    /// The branch's number.
    pub usize,
);

/// Reads one of several types by its tag. Where the tag comes first, as it does in what [`write_tagged`] wrote, nothing is
/// held in memory before it is read. Generated code calls this in its `Deserialize`.
///
/// # Errors
///
/// It is no object, it has no tag or none that the contract names and others are refused, or it is not of the branch's
/// type.
pub fn read_tagged<'de, T: Tagged, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from.deserialize_map(TaggedVisitor(PhantomData))
}

struct TaggedVisitor<T>(PhantomData<T>);

impl<'de, T: Tagged> Visitor<'de> for TaggedVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object (`{}`)", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let _level = Level::enter()?;
        let (at, members) = split(Tags::of::<T>(), map)?;
        T::read(at, MapAccessDeserializer::new(members))
    }
}

/// What a union says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Tags {
    pub(super) name: &'static str,
    pub(super) tag: &'static str,
    pub(super) branches: &'static [Branch],
    pub(super) other: Option<usize>,
    pub(super) without: Option<usize>,
}

impl Tags {
    fn of<T: Tagged>() -> &'static Self {
        &const {
            Self {
                name: T::NAME,
                tag: T::TAG,
                branches: T::BRANCHES,
                other: T::OTHER,
                without: T::WITHOUT,
            }
        }
    }
}

/// Which branch an object is, and its members: those that were read to find out, and the others.
pub(super) fn split<'de, A: MapAccess<'de>>(
    tags: &Tags,
    mut map: A,
) -> Result<(usize, Members<A>), A::Error> {
    let mut held: Vec<(String, Content)> = Vec::new();
    let mut tag = None;
    while tag.is_none()
        && let Some(key) = map.next_key::<String>()?
    {
        let value: Content = map.next_value()?;
        if key == tags.tag
            && let Content::Text(text) = &value
        {
            tag = Some(branch(tags, text)?);
        }
        held.push((key, value));
    }
    let Some(at) = tag.or(tags.without) else {
        let is_there = held.iter().any(|(key, _)| key == tags.tag);
        return Err(without(tags, is_there));
    };
    // The tag comes first: that is the order in which it is written.
    if tag.is_some()
        && let Some(last) = held.pop()
    {
        held.insert(0, last);
    }
    let (held, next) = (held.into_iter(), None);
    Ok((at, Members { held, next, map }))
}

fn branch<E: de::Error>(tags: &Tags, tag: &str) -> Result<usize, E> {
    let found = tags.branches.iter().find(|branch| branch.0 == tag);
    found.map(|branch| branch.1).or(tags.other).ok_or_else(|| {
        let words = list(tags.branches.len(), &|at| tags.branches[at].0);
        E::custom(format_args!(
            "unknown variant `{tag}` in `{}` of `{}`, expected one of {words}",
            tags.tag, tags.name
        ))
    })
}

#[cold]
fn without<E: de::Error>(tags: &Tags, is_there: bool) -> E {
    if is_there {
        return E::custom(format_args!(
            "the field `{}`, which says what kind of `{}` it is, is not text",
            tags.tag, tags.name
        ));
    }
    E::missing_field(tags.tag)
}

/// The members of an object of which some were read before.
pub(super) struct Members<A> {
    held: std::vec::IntoIter<(String, Content)>,
    next: Option<(String, Content)>,
    map: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Members<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        self.next = self.held.next();
        match &self.next {
            None => self.map.next_key_seed(seed),
            Some((key, _)) => {
                let from: StrDeserializer<'_, A::Error> = key.as_str().into_deserializer();
                seed.deserialize(from).map(Some)
            }
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        let Some((key, value)) = self.next.take() else {
            return self.map.next_value_seed(seed);
        };
        let value = seed.deserialize(Reader(&value));
        value.map_err(|error| A::Error::custom(error.below(format!(".{key}"))))
    }
}

/// Writes an object with its tag first, whatever the object itself says in that member.
struct WithTag<S> {
    to: S,
    key: &'static str,
    tag: &'static str,
}

/// Writes a value of a tagged union. Generated code calls this in its `Serialize`.
///
/// # Errors
///
/// Those of the format.
pub fn write_tagged<T: Serialize, S: Serializer>(
    value: &T,
    key: &'static str,
    tag: &'static str,
    to: S,
) -> Result<S::Ok, S::Error> {
    value.serialize(WithTag { to, key, tag })
}

impl<S: Serializer> WithTag<S> {
    fn map(self) -> Result<TaggedMap<S::SerializeMap>, S::Error> {
        let mut map = self.to.serialize_map(None)?;
        map.serialize_entry(self.key, self.tag)?;
        let (key, skip) = (self.key, false);
        Ok(TaggedMap { map, key, skip })
    }
}

macro_rules! as_it_is {
    ($($method:ident($ty:ty),)*) => {
        $(fn $method(self, value: $ty) -> Result<S::Ok, S::Error> {
            self.to.$method(value)
        })*
    };
}

impl<S: Serializer> Serializer for WithTag<S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = S::SerializeSeq;
    type SerializeTuple = S::SerializeTuple;
    type SerializeTupleStruct = S::SerializeTupleStruct;
    type SerializeTupleVariant = S::SerializeTupleVariant;
    type SerializeMap = TaggedMap<S::SerializeMap>;
    type SerializeStruct = TaggedMap<S::SerializeMap>;
    type SerializeStructVariant = S::SerializeStructVariant;

    as_it_is! {
        serialize_bool(bool),
        serialize_i8(i8),
        serialize_i16(i16),
        serialize_i32(i32),
        serialize_i64(i64),
        serialize_i128(i128),
        serialize_u8(u8),
        serialize_u16(u16),
        serialize_u32(u32),
        serialize_u64(u64),
        serialize_u128(u128),
        serialize_f32(f32),
        serialize_f64(f64),
        serialize_char(char),
        serialize_str(&str),
        serialize_bytes(&[u8]),
        serialize_unit_struct(&'static str),
    }

    fn serialize_unit(self) -> Result<S::Ok, S::Error> {
        self.to.serialize_unit()
    }

    fn serialize_none(self) -> Result<S::Ok, S::Error> {
        self.to.serialize_none()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        value.serialize(self)
    }

    fn serialize_unit_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
    ) -> Result<S::Ok, S::Error> {
        self.to.serialize_unit_variant(name, index, variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.to
            .serialize_newtype_variant(name, index, variant, value)
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<S::SerializeSeq, S::Error> {
        self.to.serialize_seq(len)
    }

    fn serialize_tuple(self, len: usize) -> Result<S::SerializeTuple, S::Error> {
        self.to.serialize_tuple(len)
    }

    fn serialize_tuple_struct(
        self,
        name: &'static str,
        len: usize,
    ) -> Result<S::SerializeTupleStruct, S::Error> {
        self.to.serialize_tuple_struct(name, len)
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<S::SerializeTupleVariant, S::Error> {
        self.to.serialize_tuple_variant(name, index, variant, len)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        self.map()
    }

    fn serialize_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStruct, S::Error> {
        self.map()
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<S::SerializeStructVariant, S::Error> {
        self.to.serialize_struct_variant(name, index, variant, len)
    }
}

/// An object whose tag is written.
struct TaggedMap<M> {
    map: M,
    key: &'static str,
    skip: bool,
}

impl<M: SerializeMap> SerializeMap for TaggedMap<M> {
    type Ok = M::Ok;
    type Error = M::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), M::Error> {
        self.skip = is(key, self.key);
        if self.skip {
            return Ok(());
        }
        self.map.serialize_key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), M::Error> {
        if std::mem::take(&mut self.skip) {
            return Ok(());
        }
        self.map.serialize_value(value)
    }

    fn end(self) -> Result<M::Ok, M::Error> {
        self.map.end()
    }
}

impl<M: SerializeMap> SerializeStruct for TaggedMap<M> {
    type Ok = M::Ok;
    type Error = M::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        if key == self.key {
            return Ok(());
        }
        self.map.serialize_entry(key, value)
    }

    fn end(self) -> Result<M::Ok, M::Error> {
        self.map.end()
    }
}

/// Whether a key is this string.
fn is<T: Serialize + ?Sized>(key: &T, text: &str) -> bool {
    let mut rest = Rest(text);
    write!(rest, "{}", Shown(key)).is_ok() && rest.0.is_empty()
}

/// A key as text; fails for what is none.
struct Shown<'a, T: ?Sized>(&'a T);

impl<T: Serialize + ?Sized> fmt::Display for Shown<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.serialize(f)
    }
}

/// What is left of a text after that which was written.
struct Rest<'a>(&'a str);

impl fmt::Write for Rest<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.strip_prefix(text).ok_or(fmt::Error)?;
        Ok(())
    }
}
