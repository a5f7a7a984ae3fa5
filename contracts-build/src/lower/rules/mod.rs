//! The rules, one file each. The first that knows a schema decides.

mod access;
mod all_of;
mod any_of;
mod array;
mod boolean;
mod enumeration;
mod infer;
mod merge;
mod nullable;
mod object;
mod parent;
mod part;
mod reference;
mod scalar;
mod tag;
mod types;
mod unexpressed;

use super::{Lowerer, Schema, ir::Type};

pub(crate) use parent::is_parent;
pub(super) use part::part;
pub(super) use unexpressed::in_words;

/// Turns a schema into a type, or leaves it to the next rule.
pub(crate) type Rule = for<'c> fn(&mut Lowerer<'c>, &Schema<'c>) -> Option<Type>;

/// In the order they are asked.
pub(crate) const ALL: &[Rule] = &[
    boolean::lower,
    unexpressed::lower,
    reference::lower,
    nullable::lower,
    enumeration::lower,
    parent::lower,
    all_of::lower,
    any_of::lower,
    types::lower,
    infer::lower,
    scalar::lower,
    array::lower,
    object::lower,
];

#[cfg(test)]
pub(super) mod tests;
