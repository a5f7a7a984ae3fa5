//! The traits of this module and serde's for types that implement the others.

/// What all types have in common: [`Node`](super::Node), [`Value`](super::Value), and serde's traits by them.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_table_value {
    ($name:ident, $view:path) => {
        impl $crate::wire::table::Node for $name {
            #[inline]
            fn view(&self) -> $crate::wire::table::View<'_> {
                $view(self)
            }
        }
    };
    ($name:ident, $view:path, $read:path) => {
        $crate::__wire_table_value!($name, $view);

        impl $crate::wire::table::Value for $name {
            #[inline]
            fn read(
                from: &mut dyn $crate::wire::table::Source<'_>,
            ) -> ::std::result::Result<Self, $crate::wire::table::Failed> {
                $read(from)
            }
        }
    };
    (read $name:ident) => {
        impl<'de> $crate::wire::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::wire::serde::Deserializer<'de>>(
                from: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::wire::table::read(from)
            }
        }
    };
    (write $name:ident) => {
        impl $crate::wire::serde::Serialize for $name {
            fn serialize<S: $crate::wire::serde::Serializer>(
                &self,
                to: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::wire::table::write(self, to)
            }
        }
    };
    (both $name:ident) => {
        $crate::__wire_table_value!(read $name);
        $crate::__wire_table_value!(write $name);
    };
}

/// `Serialize`, `Deserialize`, `Debug`, `Clone` and `PartialEq` of a type that is [`Object`](super::Object) and
/// [`Value`](super::Value); with `read` or `write` before the type one of serde's traits.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_table_object {
    ($name:ident) => {
        $crate::wire::table::object!(both $name);
    };
    ($way:ident $name:ident) => {
        $crate::__wire_table_value!($way $name);
        $crate::__wire_table_value!(
            $name,
            $crate::wire::table::view_object
        );

        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::wire::table::print(self, f)
            }
        }

        impl ::std::clone::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                $crate::wire::table::copy(self)
            }
        }

        impl ::std::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::wire::table::equal(self, other)
            }
        }
    };
}

/// `Serialize` and `Deserialize` of a type that is [`Union`](crate::wire::Union) and [`Inner`](super::Inner); with
/// `read` or `write` before the type one of them.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_table_union {
    ($name:ident) => {
        $crate::wire::table::union!(both $name);
    };
    ($way:ident $name:ident) => {
        $crate::__wire_table_value!($way $name);
        $crate::__wire_table_value!(
            $name,
            $crate::wire::table::view_union,
            $crate::wire::table::read_union
        );
    };
}

/// `Serialize` and `Deserialize` of a type that is [`ReadTagged`](super::ReadTagged) and
/// [`TaggedInner`](super::TaggedInner); with `read` or `write` before the type one of them.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_table_tagged {
    ($name:ident) => {
        $crate::wire::table::tagged!(both $name);
    };
    ($way:ident $name:ident) => {
        $crate::__wire_table_value!($way $name);
        $crate::__wire_table_value!(
            $name,
            $crate::wire::table::view_tagged,
            $crate::wire::table::read_tagged
        );
    };
}

/// What [`wire::text`](crate::wire::text) gives, and what an object needs of the type of a member.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_table_text {
    ($name:ident) => {
        $crate::wire::text!($name);
        $crate::__wire_table_value!(
            $name,
            $crate::wire::table::view_text,
            $crate::wire::table::read_text
        );
    };
}

/// What [`wire::literals`](crate::wire::literals) gives, and what an object needs of the type of a member.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_table_literals {
    ($name:ident) => {
        $crate::wire::literals!($name);
        $crate::__wire_table_value!(
            $name,
            $crate::wire::table::view_literal,
            $crate::wire::table::read_literal
        );
    };
}

/// What [`wire::newtype`](crate::wire::newtype) gives, and what an object needs of the type of a member.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_table_newtype {
    ($name:ident) => {
        $crate::wire::newtype!($name);

        impl $crate::wire::table::Node for $name {
            #[inline]
            fn view(&self) -> $crate::wire::table::View<'_> {
                $crate::wire::table::Node::view(&self.0)
            }
        }

        impl $crate::wire::table::Value for $name {
            #[inline]
            fn read(
                from: &mut dyn $crate::wire::table::Source<'_>,
            ) -> ::std::result::Result<Self, $crate::wire::table::Failed> {
                $crate::wire::table::Value::read(from).map(Self)
            }
        }
    };
}

pub use crate::{
    __wire_table_literals as literals, __wire_table_newtype as newtype,
    __wire_table_object as object, __wire_table_tagged as tagged, __wire_table_text as text,
    __wire_table_union as union,
};
