//! Objects as a derived `Debug` prints them, but with the names on the wire.

use std::fmt;

use super::{Fields, View, object::places};
use crate::wire::{Key, Shape};

/// Prints an object. Generated code calls this in its `Debug`.
///
/// # Errors
///
/// Those of the formatter.
pub fn print(value: &dyn Fields, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let shape = value.shape();
    let mut printed = f.debug_struct(shape.name);
    for at in places(shape) {
        let name = shape.keys.get(at).map_or("extra", Key::name);
        let quoted = (!is_plain(name)).then(|| format!("{name:?}"));
        let name = quoted.as_deref().unwrap_or(name);
        let node = value.at(at);
        let is_elsewhere = matches!(node.view(), View::Elsewhere);
        match is_elsewhere.then(|| value.foreign(at)) {
            None => printed.field(name, &node),
            Some(Some(foreign)) if !is_optional(shape, at) => printed.field(name, &foreign),
            Some(foreign) => printed.field(name, &foreign),
        };
    }
    printed.finish()
}

fn is_optional(shape: &Shape, at: usize) -> bool {
    let key = shape.keys.get(at);
    key.is_some_and(|key| matches!(key, Key::May(_) | Key::Nullable(_)))
}

/// Whether a member's name looks like a field's.
fn is_plain(name: &str) -> bool {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let is_digit = |first: char| first.is_numeric();
    !name.is_empty() && !name.starts_with(is_digit) && name.chars().all(is_word)
}
