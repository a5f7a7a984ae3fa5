//! Types whose values a contract lists.

use super::{Failed, Source, View};
use crate::wire::{Literals, Text, literal::literal, text::word};

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
    literal(&from.content()?).map_err(Failed::new)
}

/// What one of several values is made of. Generated code calls this in its `Node`.
pub fn view_literal<T: Literals>(value: &T) -> View<'_> {
    let found = T::VALUES.get(value.index());
    View::Literal(found.map(|(literal, _)| literal))
}

/// What one of several strings is made of. Generated code calls this in its `Node`.
pub fn view_text<T: Text>(value: &T) -> View<'_> {
    View::Text(value.as_text())
}
