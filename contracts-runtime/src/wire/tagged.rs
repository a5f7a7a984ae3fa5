//! One of several types, told apart by a member.

use std::{
    fmt::{self, Write as _},
    marker::PhantomData,
};

use serde::{
    Serialize, Serializer,
    de::{self, Error as _, MapAccess, Visitor},
    ser::{SerializeMap, SerializeStruct},
};

use super::{Content, Error, content::ContentVisitor, depth::Level, macros::ok, text::list};

/// One of several types, told apart by a member.
pub trait Tagged: Sized {
    /// The type's name, its member and the branches.
    const TAGS: &'static Tags;

    /// Reads the branch `at`.
    ///
    /// # Errors
    ///
    /// Those of its type.
    fn read(at: usize, from: &Content) -> Result<Self, Error>;
}

/// What a union that is told apart by a member says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Tags {
    /// The type's name, for messages.
    pub name: &'static str,
    /// The member's name on the wire.
    pub tag: &'static str,
    /// The tags and the branches they stand for.
    pub branches: &'static [Branch],
    /// The branch for all other tags; `None` refuses them.
    pub other: Option<usize>,
    /// The branch for objects without a tag; `None` refuses them.
    pub without: Option<usize>,
}

/// A tag, and the branch it stands for.
#[derive(Clone, Copy, Debug)]
pub struct Branch(
    /// The tag.
    pub &'static str,
    /// The branch's number.
    pub usize,
);

/// Reads one of several types by its tag. Generated code hands this to the format in its `Deserialize`.
///
/// The object is held until its tag is known and then read from what is held, even if the tag comes first: else each
/// type below a union would be compiled for the format, for what is held, and for what is partly held.
///
/// It is an error if there is no tag, or none that the contract names and others are refused, or if the object is not of
/// the branch's type.
#[derive(Debug)]
pub struct TaggedVisitor<T>(
    /// The union's type.
    pub PhantomData<T>,
);

impl<'de, T: Tagged> Visitor<'de> for TaggedVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object (`{}`)", T::TAGS.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let (at, object) = ok!(held(T::TAGS, map));
        let _level = ok!(Level::enter());
        match T::read(at, &object) {
            Ok(value) => Ok(value),
            Err(error) => Err(A::Error::custom(error)),
        }
    }
}

/// An object, and which branch it is.
pub(super) fn held<'de, A: MapAccess<'de>>(
    tags: &Tags,
    map: A,
) -> Result<(usize, Content), A::Error> {
    let object = ContentVisitor.visit_map(map)?;
    Ok((branch(tags, &object)?, object))
}

fn branch<E: de::Error>(tags: &Tags, object: &Content) -> Result<usize, E> {
    let members = match object {
        Content::Object(members) => members.as_slice(),
        _ => &[],
    };
    let mut values = members.iter().filter(|(key, _)| key == tags.tag);
    let first = values.next();
    // Whoever wrote it may have meant either.
    if values.next().is_some() {
        return Err(E::duplicate_field(tags.tag));
    }
    let Some((_, Content::Text(text))) = first else {
        return tags.without.ok_or_else(|| without(tags, first.is_some()));
    };
    let found = tags.branches.iter().find(|branch| branch.0 == text);
    found.map(|branch| branch.1).or(tags.other).ok_or_else(|| {
        let words = list(tags.branches.len(), &|at| tags.branches[at].0);
        E::custom(format_args!(
            "unknown variant `{text}` in `{}` of `{}`, expected one of {words}",
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
