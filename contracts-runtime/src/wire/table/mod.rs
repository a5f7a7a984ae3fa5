//! The smallest form: a type says where its members are, and nothing else; code that all types share does the rest.
//!
//! Types are [`Value`]s, which are read from a [`Source`] whose format they do not know, and [`Node`]s, which show what
//! they are made of. What knows a format knows no type: it is there once per format that a program uses, whatever the
//! number of types. That is smaller and a little slower than the mode that [`wire`](super) itself has.
//!
//! | a type that is | implements | and gets all traits by |
//! |---|---|---|
//! | an object with declared members | [`Object`], [`Value`] | [`object!`] |
//! | one of several strings | [`Text`](super::Text) | [`text!`] |
//! | one of several values | [`Literals`](super::Literals) | [`literals!`] |
//! | one of several types, by a member | [`ReadTagged`], [`TaggedInner`] | [`tagged!`] |
//! | one of several types | [`Union`](super::Union), [`Inner`] | [`union!`] |
//!
//! A type of another crate that knows serde alone is [`Foreign`]: its values are held on their way.

mod copy;
mod equal;
mod failed;
mod macros;
mod node;
mod object;
mod print;
mod reader;
mod slot;
mod source;
mod tuples;
mod union;
mod values;
mod words;
mod writer;

pub use copy::copy;
pub use equal::equal;
pub use failed::Failed;
pub use macros::{literals, newtype, object, tagged, text, union};
pub use node::{
    Alone, Elsewhere, ForeignNode, List, Listed, Node, OneOf, Pairs, Sign, Value, View,
};
pub use object::{Fields, Object, members, read, view_object, write};
pub use print::print;
pub use slot::{Foreign, ForeignRest, Slot, foreign};
pub use source::{Branch, Entries, Hole, Items, Slots, Source, Take};
pub use union::{Inner, ReadTagged, TaggedInner, read_tagged, read_union, view_tagged, view_union};
pub use words::{read_literal, read_text, view_literal, view_text};
