//! The tokens of code that is emitted, by the names that proc-macro2 and quote have for theirs: of those, what emitters
//! use. They lie flat in one vector, and what is the same in all code is not copied, so that making them costs a
//! fraction (docs/decisions/0007-tokens-of-our-own.md).

mod bridge;
mod make;
mod repeat;
mod template;
#[cfg(test)]
mod tests;
mod text;

pub(crate) use make::ToTokens;
pub(crate) use proc_macro2::Delimiter;
pub(crate) use repeat::{Each, EachOf, Same, Taken};
pub(crate) use template::{format_ident, push, quote, repeat};
pub(crate) use text::{Ident, Literal, Text};

/// One token.
#[derive(Clone, Debug)]
pub(crate) enum Token {
    Word(Text),
    Literal(Text),
    /// A sign, and whether the next belongs to it.
    Sign(char, bool),
    /// The text of a `#[doc = "…"]`.
    Doc(Text),
    /// What opens a group, and how many tokens stand before what closes it.
    Open(Delimiter, usize),
    /// What closes a group.
    Close(Delimiter),
}

/// Code in the making.
#[derive(Clone, Debug, Default)]
pub(crate) struct TokenStream(pub(crate) Vec<Token>);

impl TokenStream {
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    /// One with room for what most templates have.
    pub(crate) fn begun() -> Self {
        Self(Vec::with_capacity(16))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn push(&mut self, token: Token) {
        self.0.push(token);
    }

    /// A word of a template, or a sign that is one.
    #[inline]
    pub(crate) fn word(&mut self, word: &'static str) {
        self.push(Token::Word(Text::Static(word)));
    }

    /// A literal of a template.
    #[inline]
    pub(crate) fn literal(&mut self, literal: &'static str) {
        self.push(Token::Literal(Text::Static(literal)));
    }

    /// A sign of a template, of several characters or of one.
    #[inline]
    pub(crate) fn sign(&mut self, sign: &'static str) {
        if sign == "_" {
            return self.word(sign);
        }
        let mut chars = sign.chars().peekable();
        while let Some(char) = chars.next() {
            self.push(Token::Sign(char, chars.peek().is_some()));
        }
    }

    /// A lifetime of a template, with its quote.
    pub(crate) fn lifetime(&mut self, lifetime: &'static str) {
        self.push(Token::Sign('\'', true));
        self.word(&lifetime[1..]);
    }

    /// Opens a group, which [`Self::close`] has to be told to close.
    #[inline]
    pub(crate) fn open(&mut self, delimiter: Delimiter) -> usize {
        self.push(Token::Open(delimiter, 0));
        self.0.len()
    }

    #[inline]
    pub(crate) fn close(&mut self, delimiter: Delimiter, start: usize) {
        let inside = self.0.len() - start;
        self.0[start - 1] = Token::Open(delimiter, inside);
        self.push(Token::Close(delimiter));
    }

    /// A doc attribute.
    pub(crate) fn doc(&mut self, text: &str) {
        self.push(Token::Doc(text.into()));
    }
}

impl Extend<Token> for TokenStream {
    fn extend<I: IntoIterator<Item = Token>>(&mut self, tokens: I) {
        self.0.extend(tokens);
    }
}

impl Extend<Self> for TokenStream {
    fn extend<I: IntoIterator<Item = Self>>(&mut self, streams: I) {
        for mut stream in streams {
            self.0.append(&mut stream.0);
        }
    }
}

impl IntoIterator for TokenStream {
    type Item = Token;
    type IntoIter = std::vec::IntoIter<Token>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<Self> for TokenStream {
    fn from_iter<I: IntoIterator<Item = Self>>(streams: I) -> Self {
        let mut all = Self::new();
        all.extend(streams);
        all
    }
}
