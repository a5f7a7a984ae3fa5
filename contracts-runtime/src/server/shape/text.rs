//! Checks of text.

use super::{Shape, kind::one_of};
use crate::{
    server::format,
    wire::{TextRule, broken_text},
};

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
        Shape::Text { format, rules } => more(
            text,
            rules,
            format.filter(|format| !format::fits(format, text)),
        ),
        Shape::Parsed {
            format,
            fits,
            rules,
        } => more(text, rules, (!fits(text)).then_some(*format)),
        Shape::OneOf(words) if words.contains(&text) => Asked::Nothing,
        Shape::OneOf(words) => Asked::More(vec![one_of(words)]),
        _ => Asked::Another,
    }
}

/// What rules and a format that it does not have ask of a text.
fn more(text: &str, rules: &[TextRule<'_>], format: Option<&str>) -> Asked {
    let mut asked = match rules {
        [] => Vec::new(),
        rules => broken_text(text, rules),
    };
    asked.extend(format.map(|format| format!("text in the format `{format}`")));
    match asked.is_empty() {
        true => Asked::Nothing,
        false => Asked::More(asked),
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, Shape, asked};
    use crate::wire::{CountRule, TextRule};

    #[test]
    fn a_type_of_a_format_does_not_hide_what_else_is_asked() {
        let shape = Shape::Parsed {
            format: "port",
            fits: |text| text.parse::<u16>().is_ok(),
            rules: &[TextRule::Length(CountRule::Least(2))],
        };
        let told = |text| match asked(&shape, text) {
            Asked::More(asked) => asked.len(),
            Asked::Nothing => 0,
            Asked::Another => 9,
        };
        assert_eq!(["80", "8", "ab", "a"].map(told), [0, 1, 1, 2]);
    }
}
