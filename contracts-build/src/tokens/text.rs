//! What words and literals consist of.

use std::{
    cell::RefCell,
    fmt::{self, Write},
    ops::Deref,
    rc::Rc,
};

/// A piece of text that costs little to copy.
#[derive(Clone, Debug)]
pub(crate) enum Text {
    Static(&'static str),
    Shared(Rc<str>),
}

thread_local! {
    /// Where texts are put together, so that each is allocated once.
    static DRAFT: RefCell<String> = const { RefCell::new(String::new()) };
}

impl Text {
    /// The text that is written into an empty string.
    fn written(write: impl FnOnce(&mut String)) -> Self {
        DRAFT.with_borrow_mut(|draft| {
            draft.clear();
            write(draft);
            Self::from(draft.as_str())
        })
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Static(text) => text,
            Self::Shared(text) => text,
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::Shared(text.into())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::Shared(text.into())
    }
}

/// A word that is a name.
#[derive(Clone, Debug)]
pub(crate) struct Ident(pub(super) Text);

impl Ident {
    /// The name of these words, which have to be one.
    pub(crate) fn of(name: fmt::Arguments<'_>) -> Self {
        Self(match name.as_str() {
            Some(name) => Text::Static(name),
            // Writing into a string does not fail.
            None => Text::written(|draft| draft.write_fmt(name).unwrap_or_default()),
        })
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A number or a text as it stands in code.
#[derive(Clone, Debug)]
pub(crate) struct Literal(pub(super) Text);

/// Literals of numbers whose type is said by what is around them.
macro_rules! unsuffixed {
    ($($name:ident: $number:ty),* $(,)?) => {
        $(pub(crate) fn $name(number: $number) -> Self { Self(number.to_string().into()) })*
    };
}

impl Literal {
    unsuffixed! {
        u8_unsuffixed: u8,
        u16_unsuffixed: u16,
        u64_unsuffixed: u64,
        i64_unsuffixed: i64,
        i128_unsuffixed: i128,
        usize_unsuffixed: usize,
    }

    pub(crate) fn f64_unsuffixed(number: f64) -> Self {
        let text = number.to_string();
        Self(match text.contains('.') {
            true => text.into(),
            false => format!("{text}.0").into(),
        })
    }

    pub(crate) fn byte_string(bytes: &[u8]) -> Self {
        let escaped = bytes.escape_ascii();
        Self(format!("b\"{escaped}\"").into())
    }

    /// A literal that means this text.
    pub(crate) fn string(text: &str) -> Self {
        Self(Text::written(|draft| {
            draft.push('"');
            escape(text, draft);
            draft.push('"');
        }))
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Writes what stands between the quotes of a literal.
pub(super) fn escape(text: &str, to: &mut String) {
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\');
    if text.as_bytes().iter().all(is_plain) {
        return to.push_str(text);
    }
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            // With a digit behind it, it would look like an octal number.
            '\0' if chars.peek().is_some_and(|next| matches!(next, '0'..='7')) => {
                to.push_str("\\x00");
            }
            '\0' => to.push_str("\\0"),
            '\'' => to.push('\''),
            char => to.extend(char.escape_debug()),
        }
    }
}
