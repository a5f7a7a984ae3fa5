//! One of several strings.

use std::{fmt, marker::PhantomData};

use serde::{Deserializer, de::Visitor};

use super::UnknownText;

/// One of several strings.
pub trait Text: Clone + 'static {
    /// The type's name, for messages.
    const NAME: &'static str;
    /// The strings and what they stand for.
    const WORDS: &'static [(&'static str, Self)];

    /// What any other string is read as; `None` refuses it.
    fn unknown(_: UnknownText) -> Option<Self> {
        None
    }

    /// The string.
    fn as_text(&self) -> &str;
}

/// A string is none of those that are allowed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is none of the values of `{name}`: {allowed}")]
pub struct NotAllowed {
    name: &'static str,
    given: String,
    allowed: String,
}

/// The value that a string stands for. Generated code calls this in its `FromStr`.
///
/// # Errors
///
/// The string is none of those the contract names.
pub fn parse_text<T: Text>(text: &str) -> Result<T, NotAllowed> {
    find(text).ok_or_else(|| NotAllowed {
        name: T::NAME,
        given: text.to_owned(),
        allowed: list(T::WORDS.len(), &|at| T::WORDS[at].0),
    })
}

/// Reads one of several strings. Generated code calls this in its `Deserialize`.
///
/// # Errors
///
/// It is no string, or none of those the contract names and others are refused.
pub fn read_text<'de, T: Text, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from.deserialize_str(TextVisitor(PhantomData))
}

fn find<T: Text>(text: &str) -> Option<T> {
    // An iterator's closures would be made for each type.
    let mut words = T::WORDS;
    while let [(word, value), more @ ..] = words {
        if *word == text {
            return Some(value.clone());
        }
        words = more;
    }
    None
}

/// At most a dozen of so many values, for a message.
pub(super) fn list<'w>(count: usize, word: &dyn Fn(usize) -> &'w str) -> String {
    const MOST: usize = 12;
    let words = (0..count.min(MOST)).map(|at| format!("`{}`", word(at)));
    let mut list: Vec<String> = words.collect();
    if count > MOST {
        list.push(format!("{} more", count - MOST));
    }
    list.join(", ")
}

struct TextVisitor<T>(PhantomData<T>);

impl<T: Text> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a string (`{}`)", T::NAME)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        match word(text) {
            Ok(value) => Ok(value),
            Err(message) => Err(E::custom(message)),
        }
    }
}

/// The value that a string is read as, or why it is none.
pub(super) fn word<T: Text>(text: &str) -> Result<T, String> {
    if let Some(value) = find(text) {
        return Ok(value);
    }
    if let Some(value) = T::unknown(UnknownText::new(text)) {
        return Ok(value);
    }
    let words = list(T::WORDS.len(), &|at| T::WORDS[at].0);
    Err(format!("unknown variant `{text}`, expected one of {words}"))
}

#[cfg(test)]
mod tests {
    use super::super::{Text, text};

    /// A word like a name of the traits that an enum has.
    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Answer {
        Err,
    }

    impl Text for Answer {
        const NAME: &'static str = "Answer";
        const WORDS: &'static [(&'static str, Self)] = &[("err", Self::Err)];

        fn as_text(&self) -> &str {
            "err"
        }
    }

    text!(Answer);

    #[test]
    fn a_word_may_be_called_err() {
        assert_eq!("err".parse(), Ok(Answer::Err));
        assert!("ok".parse::<Answer>().is_err());
    }
}
