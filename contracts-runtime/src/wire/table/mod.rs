//! The smallest form: a type says where its members are, and nothing else; code that all types share does the rest.
//!
//! Types are [`Value`]s, which are read from a [`Source`] whose format they do not know, and [`Node`]s, which show what
//! they are made of. What knows a format knows no type: it is there once per format that a program uses, whatever the
//! number of types. That is smaller and a little slower than the mode that [`wire`](super) itself has.
//!
//! An object is read in its place: it starts as an [`Empty`] one, and its members are set as they come. So there is
//! neither a second place for each member, nor code that drops what was half read, but that of the type itself. Where
//! a required member has no empty value, because its type is another crate's, its object is read into slots.
//!
//! | a type that is | implements | and gets all traits by |
//! |---|---|---|
//! | an object with declared members | [`Object`], [`Empty`], [`Whole`] | [`whole!`] |
//! | the same with a required member that has no empty value | [`Object`], [`Value`] | [`object!`] |
//! | one of several strings | [`Text`](super::Text) | [`text!`] |
//! | one of several values | [`Literals`](super::Literals) | [`literals!`] |
//! | one of several types | [`Union`] | [`union!`] |
//!
//! A type of another crate that knows serde alone is [`Foreign`]: its values are held on their way.

mod copy;
mod empty;
mod equal;
mod failed;
mod foreign;
mod macros;
mod node;
mod object;
mod place;
mod print;
mod reader;
mod source;
mod tuples;
mod typed;
mod union;
mod values;
mod words;
mod writer;

pub use copy::copy;
pub use empty::Empty;
pub use equal::equal;
pub use failed::Failed;
pub use foreign::{Foreign, ForeignRest, foreign};
pub use macros::{literals, newtype, object, text, union, whole};
pub use node::{Alone, Fields, ForeignNode, List, Node, OneOf, Pairs, Value, View};
pub use object::{Object, Whole, members, write};
pub use place::{Items, Rest, Slot, Slots};
pub use print::print;
pub use source::{Hole, Source, Take};
pub use typed::{
    fill_union, fill_whole, push, put, read, read_from, read_union, read_whole, view_object,
    view_union,
};
pub use union::{Choice, Union};
pub use words::{fill_text, read_literal, read_text, view_literal, view_text};
