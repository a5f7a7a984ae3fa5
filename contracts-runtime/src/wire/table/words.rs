//! Types whose values a contract lists.

use super::{Failed, Source, Take, View};
use crate::wire::{Literals, Text, literal::literal, text::word};

/// A word that is overwritten.
struct Word<'w, T>(&'w mut T);

impl<T: Text> Take for Word<'_, T> {
    fn take(&mut self, text: &str) -> Result<(), String> {
        *self.0 = word(text)?;
        Ok(())
    }
}

/// Reads one of several strings. Generated code calls this in its `Value`.
///
/// # Errors
///
/// Those of [`read_text`](crate::wire::read_text).
pub fn read_text<T: Text>(from: &mut dyn Source) -> Result<T, Failed> {
    let Some((_, value)) = T::WORDS.first() else {
        return Err(Failed::new("there is no value of this type"));
    };
    let mut value = value.clone();
    fill_text(&mut value, from)?;
    Ok(value)
}

/// Reads one of several strings in place of another. Generated code calls this in its `Value`.
///
/// # Errors
///
/// Those of [`read_text`].
pub fn fill_text<T: Text>(value: &mut T, from: &mut dyn Source) -> Result<(), Failed> {
    from.word(T::NAME, &mut Word(value))
}

/// Reads one of several values. Generated code calls this in its `Value`.
///
/// # Errors
///
/// Those of [`read_literal`](crate::wire::read_literal).
pub fn read_literal<T: Literals>(from: &mut dyn Source) -> Result<T, Failed> {
    literal(&from.content()?).map_err(Failed::of)
}

/// What one of several values is made of. Generated code calls this in its `Node`.
pub fn view_literal<T: Literals>(value: &T) -> View<'_> {
    match T::VALUES.get(value.index()) {
        Some((literal, _)) => View::Literal(literal),
        None => View::Absent,
    }
}

/// What one of several strings is made of. Generated code calls this in its `Node`.
pub fn view_text<T: Text>(value: &T) -> View<'_> {
    View::Text(value.as_text())
}
