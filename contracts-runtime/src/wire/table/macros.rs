//! The traits of this module and serde's for types that implement the others.

/// What all types have in common: [`Node`](super::Node), and serde's traits by it and by a function that reads.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_table_value {
    ($name:ident, $view:path, $read:path) => {
        $crate::__wire_table_node!($name, $view);

        impl<'de> $crate::wire::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::wire::serde::Deserializer<'de>>(
                from: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $read(from)
            }
        }

        impl $crate::wire::serde::Serialize for $name {
            fn serialize<S: $crate::wire::serde::Serializer>(
                &self,
                to: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::wire::table::write($view(self), to)
            }
        }
    };
}

/// [`Node`](super::Node), and [`Value`](super::Value) where a function for that is named, too.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_table_node {
    ($name:ident, $view:path) => {
        impl $crate::wire::table::Node for $name {
            #[inline]
            fn view(&self) -> $crate::wire::table::View<'_> {
                $view(self)
            }
        }
    };
    ($name:ident, $view:path, $read:path) => {
        $crate::__wire_table_node!($name, $view);

        impl $crate::wire::table::Value for $name {
            #[inline]
            fn read(
                from: &mut dyn $crate::wire::table::Source,
            ) -> ::std::result::Result<Self, $crate::wire::table::Failed> {
                $read(from)
            }
        }
    };
}

/// `Serialize`, `Deserialize`, `Debug`, `Clone` and `PartialEq` of a type that is [`Object`](super::Object); after the
/// type may stand what reads it.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_table_object {
    ($name:ident) => {
        $crate::wire::table::object!($name, $crate::wire::table::read);
    };
    ($name:ident, $read:path) => {
        $crate::__wire_table_value!($name, $crate::wire::table::view_object, $read);

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

/// What [`object`](super::object) gives, and [`Value`](super::Value), of a type that is [`Whole`](super::Whole).
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_table_whole {
    ($name:ident) => {
        $crate::wire::table::object!($name, $crate::wire::table::read_from);

        impl $crate::wire::table::Value for $name {
            #[inline]
            fn read(
                from: &mut dyn $crate::wire::table::Source,
            ) -> ::std::result::Result<Self, $crate::wire::table::Failed> {
                $crate::wire::table::read_whole(from)
            }

            #[inline]
            fn fill(
                &mut self,
                from: &mut dyn $crate::wire::table::Source,
            ) -> ::std::result::Result<(), $crate::wire::table::Failed> {
                $crate::wire::table::fill_whole(self, from)
            }

            #[inline]
            fn put(
                place: &mut ::std::option::Option<Self>,
                from: &mut dyn $crate::wire::table::Source,
            ) -> ::std::result::Result<(), $crate::wire::table::Failed> {
                $crate::wire::table::put(place, from)
            }

            #[inline]
            fn push(
                list: &mut ::std::vec::Vec<Self>,
                from: &mut dyn $crate::wire::table::Source,
            ) -> ::std::result::Result<(), $crate::wire::table::Failed> {
                $crate::wire::table::push(list, from)
            }
        }
    };
}

/// `Serialize` and `Deserialize` of a type that is [`Union`](super::Union).
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_table_union {
    ($name:ident) => {
        $crate::__wire_table_value!(
            $name,
            $crate::wire::table::view_union,
            $crate::wire::table::read
        );

        impl $crate::wire::table::Value for $name {
            #[inline]
            fn read(
                from: &mut dyn $crate::wire::table::Source,
            ) -> ::std::result::Result<Self, $crate::wire::table::Failed> {
                $crate::wire::table::read_union(from)
            }

            #[inline]
            fn fill(
                &mut self,
                from: &mut dyn $crate::wire::table::Source,
            ) -> ::std::result::Result<(), $crate::wire::table::Failed> {
                $crate::wire::table::fill_union(self, from)
            }
        }
    };
}

/// What [`wire::text`](crate::wire::text) gives, and what an object needs of the type of a member.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_table_text {
    ($name:ident) => {
        $crate::wire::text!($name);
        $crate::__wire_table_node!($name, $crate::wire::table::view_text);

        impl $crate::wire::table::Value for $name {
            #[inline]
            fn read(
                from: &mut dyn $crate::wire::table::Source,
            ) -> ::std::result::Result<Self, $crate::wire::table::Failed> {
                $crate::wire::table::read_text(from)
            }

            #[inline]
            fn fill(
                &mut self,
                from: &mut dyn $crate::wire::table::Source,
            ) -> ::std::result::Result<(), $crate::wire::table::Failed> {
                $crate::wire::table::fill_text(self, from)
            }
        }
    };
}

/// What [`wire::literals`](crate::wire::literals) gives, and what an object needs of the type of a member.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_table_literals {
    ($name:ident) => {
        $crate::wire::literals!($name);
        $crate::__wire_table_node!(
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
                from: &mut dyn $crate::wire::table::Source,
            ) -> ::std::result::Result<Self, $crate::wire::table::Failed> {
                $crate::wire::table::Value::read(from).map(Self)
            }
        }
    };
}

pub use crate::{
    __wire_table_literals as literals, __wire_table_newtype as newtype,
    __wire_table_object as object, __wire_table_text as text, __wire_table_union as union,
    __wire_table_whole as whole,
};
