//! Objects as a derived `Debug` prints them, but with names and values as they are on the wire.

use std::fmt;

use super::{Fields, Object, View, object::places, view_object};
use crate::wire::{Key, Shape};

/// Prints an object. Generated code calls this in its `Debug`.
///
/// # Errors
///
/// Those of the formatter.
pub fn print<T: Object>(value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Debug::fmt(&view_object(value), f)
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("None"),
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Int(value) => value.fmt(f),
            Self::Uint(value) => value.fmt(f),
            Self::F32(value) => value.fmt(f),
            Self::F64(value) => value.fmt(f),
            Self::Text(value) => value.fmt(f),
            Self::Literal(value) => f.write_str(&value.text()),
            Self::List(list) => {
                let items = (0..list.count()).map(|at| list.item(at));
                f.debug_list().entries(items).finish()
            }
            Self::Map(pairs) => {
                let mut printed = f.debug_map();
                pairs.each(&mut |key, value| {
                    printed.entry(&key, &value);
                    true
                });
                printed.finish()
            }
            Self::Object(shape, fields) => object(shape, *fields, f),
            Self::Union(value) => value.branch().1.fmt(f),
            Self::Json(value) => value.fmt(f),
            Self::Members(value) => value.fmt(f),
            Self::Foreign(value) => value.fmt(f),
        }
    }
}

fn object(shape: &Shape, fields: &dyn Fields, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut printed = f.debug_struct(shape.name);
    for at in places(shape) {
        let name = shape.keys.get(at).map_or("extra", Key::name);
        let quoted = (!is_plain(name)).then(|| format!("{name:?}"));
        let name = quoted.as_deref().unwrap_or(name);
        printed.field(name, &fields.at(at));
    }
    printed.finish()
}

/// Whether a member's name looks like a field's.
fn is_plain(name: &str) -> bool {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let is_digit = |first: char| first.is_numeric();
    !name.is_empty() && !name.starts_with(is_digit) && name.chars().all(is_word)
}
