//! serde's traits for types that implement those of this module.

/// The value, or the end of the function with the error. `?` calls functions that are made for each type; in code that
/// is itself made for each type and format, this costs less to compile.
macro_rules! ok {
    ($result:expr) => {
        match $result {
            Ok(value) => value,
            Err(error) => return Err(error),
        }
    };
}

/// `Deserialize` of an [`Object`](super::Object).
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_object {
    ($name:ident) => {
        impl<'de> $crate::wire::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::wire::serde::Deserializer<'de>>(
                from: D,
            ) -> ::std::result::Result<Self, D::Error> {
                from.deserialize_map($crate::wire::ObjectVisitor(::std::marker::PhantomData))
            }
        }
    };
}

/// `Serialize` of [`Fields`](super::Fields).
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_fields {
    ($name:ident) => {
        impl $crate::wire::serde::Serialize for $name {
            fn serialize<S: $crate::wire::serde::Serializer>(
                &self,
                to: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::wire::Fields::put(self, $crate::wire::Put::new(to))
            }
        }
    };
}

/// `as_str`, `Serialize`, `Deserialize`, `Display` and `FromStr` of a [`Text`](super::Text).
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_text {
    ($name:ident) => {
        // Types of a private module have it, too.
        #[allow(dead_code, unreachable_pub)]
        impl $name {
            /// The word that is sent and read.
            #[inline]
            #[must_use]
            pub fn as_str(&self) -> &str {
                $crate::wire::Text::as_text(self)
            }
        }

        impl<'de> $crate::wire::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::wire::serde::Deserializer<'de>>(
                from: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::wire::read_text(from)
            }
        }

        impl $crate::wire::serde::Serialize for $name {
            fn serialize<S: $crate::wire::serde::Serializer>(
                &self,
                to: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                to.serialize_str($crate::wire::Text::as_text(self))
            }
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad($crate::wire::Text::as_text(self))
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::wire::NotAllowed;

            #[inline]
            fn from_str(text: &str) -> ::std::result::Result<Self, $crate::wire::NotAllowed> {
                $crate::wire::parse_text(text)
            }
        }
    };
}

/// `Serialize` and `Deserialize` of [`Literals`](super::Literals).
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_literals {
    ($name:ident) => {
        impl<'de> $crate::wire::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::wire::serde::Deserializer<'de>>(
                from: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::wire::read_literal(from)
            }
        }

        impl $crate::wire::serde::Serialize for $name {
            fn serialize<S: $crate::wire::serde::Serializer>(
                &self,
                to: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::wire::write_literal(self, to)
            }
        }
    };
}

/// `Serialize` and `Deserialize` of a type that is what it holds; with `read` or `write` before the type one of them.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_newtype {
    (read $name:ident) => {
        impl<'de> $crate::wire::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::wire::serde::Deserializer<'de>>(
                from: D,
            ) -> ::std::result::Result<Self, D::Error> {
                match $crate::wire::serde::Deserialize::deserialize(from) {
                    ::std::result::Result::Ok(value) => ::std::result::Result::Ok(Self(value)),
                    ::std::result::Result::Err(error) => ::std::result::Result::Err(error),
                }
            }
        }
    };
    (write $name:ident) => {
        impl $crate::wire::serde::Serialize for $name {
            fn serialize<S: $crate::wire::serde::Serializer>(
                &self,
                to: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::wire::serde::Serialize::serialize(&self.0, to)
            }
        }
    };
    ($name:ident) => {
        $crate::wire::newtype!(read $name);
        $crate::wire::newtype!(write $name);
    };
}

/// `Deserialize` of a [`Tagged`](super::Tagged) union.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_tagged {
    ($name:ident) => {
        impl<'de> $crate::wire::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::wire::serde::Deserializer<'de>>(
                from: D,
            ) -> ::std::result::Result<Self, D::Error> {
                from.deserialize_map($crate::wire::TaggedVisitor(::std::marker::PhantomData))
            }
        }
    };
}

/// `Deserialize` of a [`Union`](super::Union).
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_union {
    ($name:ident) => {
        impl<'de> $crate::wire::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::wire::serde::Deserializer<'de>>(
                from: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::wire::read_union(from)
            }
        }
    };
}

pub(super) use ok;

pub use crate::{
    __wire_fields as fields, __wire_literals as literals, __wire_newtype as newtype,
    __wire_object as object, __wire_tagged as tagged, __wire_text as text, __wire_union as union,
};
