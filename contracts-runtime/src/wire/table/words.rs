//! Types whose values a contract lists.

use super::{Failed, Listed, Source, View, slot::original};
use crate::wire::{Literal, Literals, Text, literal::literal, text::word};

/// Reads one of several strings. Generated code calls this in its `Value`.
///
/// # Errors
///
/// Those of [`read_text`](crate::wire::read_text).
pub fn read_text<T: Text>(from: &mut dyn Source<'_>) -> Result<T, Failed> {
    let mut value = None;
    from.word(T::NAME, &mut |text| {
        value = Some(word(text)?);
        Ok(())
    })?;
    value.ok_or(Failed::KEPT)
}

/// Reads one of several values. Generated code calls this in its `Value`.
///
/// # Errors
///
/// Those of [`read_literal`](crate::wire::read_literal).
pub fn read_literal<T: Literals>(from: &mut dyn Source<'_>) -> Result<T, Failed> {
    match original(from) {
        Some(value) => Ok(value),
        None => literal(&from.content()?).map_err(Failed::new),
    }
}

/// What one of several values is made of. Generated code calls this in its `Node`.
pub fn view_literal<T: Literals + PartialEq>(value: &T) -> View<'_> {
    View::Literal(value)
}

impl<T: Literals + PartialEq> Listed for T {
    fn literal(&self) -> Option<&'static Literal> {
        let found = T::VALUES.get(self.index());
        found.map(|(literal, _)| literal)
    }
}

/// What one of several strings is made of. Generated code calls this in its `Node`.
pub fn view_text<T: Text>(value: &T) -> View<'_> {
    View::Text(value.as_text())
}
