//! Checks of text.

use super::{Shape, kind::one_of};
use crate::{server::format, wire::broken_text};

/// What a shape asks of a text that it is not.
pub(super) enum Asked {
    Nothing,
    /// It is no shape of texts.
    Another,
    More(Vec<String>),
}

pub(super) fn asked(shape: &Shape, text: &str) -> Asked {
    match shape {
        Shape::Any => Asked::Nothing,
        Shape::Text { format, rules } => {
            let mut asked = match rules {
                [] => Vec::new(),
                rules => broken_text(text, rules),
            };
            if let Some(format) = format.filter(|format| !format::fits(format, text)) {
                asked.push(format!("text in the format `{format}`"));
            }
            match asked.is_empty() {
                true => Asked::Nothing,
                false => Asked::More(asked),
            }
        }
        Shape::Parsed { fits, .. } if fits(text) => Asked::Nothing,
        Shape::OneOf(words) if words.contains(&text) => Asked::Nothing,
        Shape::OneOf(words) => Asked::More(vec![one_of(words)]),
        _ => Asked::Another,
    }
}
