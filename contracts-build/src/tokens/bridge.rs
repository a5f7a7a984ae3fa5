//! To the tokens of proc-macro2 and back, by way of text: for typify's code and for what only syn can read.

use std::{fmt, str::FromStr};

use proc_macro2::{Delimiter, Spacing, TokenTree};

use super::{Literal, Text, Token, TokenStream};

impl fmt::Display for TokenStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut joint = true;
        for token in &self.0 {
            if !joint {
                f.write_str(" ")?;
            }
            joint = false;
            match token {
                Token::Word(text) | Token::Literal(text) => f.write_str(text)?,
                Token::Sign(sign, goes_on) => {
                    write!(f, "{sign}")?;
                    joint = *goes_on;
                }
                Token::Doc(text) => write!(f, "#[doc = {}]", Literal::string(text))?,
                Token::Open(Delimiter::Parenthesis, _) => f.write_str("(")?,
                Token::Open(Delimiter::Bracket, _) => f.write_str("[")?,
                Token::Open(Delimiter::Brace, _) => f.write_str("{")?,
                Token::Close(Delimiter::Parenthesis) => f.write_str(")")?,
                Token::Close(Delimiter::Bracket) => f.write_str("]")?,
                Token::Close(Delimiter::Brace) => f.write_str("}")?,
                Token::Open(Delimiter::None, _) | Token::Close(Delimiter::None) => {}
            }
        }
        Ok(())
    }
}

impl TokenStream {
    /// The same as proc-macro2 has it.
    ///
    /// # Errors
    ///
    /// A token is none.
    pub(crate) fn parsed(&self) -> Result<proc_macro2::TokenStream, proc_macro2::LexError> {
        self.to_string().parse()
    }

    fn append(&mut self, stream: proc_macro2::TokenStream) {
        for token in stream {
            match token {
                TokenTree::Ident(ident) => self.push(Token::Word(ident.to_string().into())),
                TokenTree::Literal(literal) => {
                    self.push(Token::Literal(literal.to_string().into()));
                }
                TokenTree::Punct(punct) => {
                    let joint = punct.spacing() == Spacing::Joint;
                    self.push(Token::Sign(punct.as_char(), joint));
                }
                TokenTree::Group(group) => {
                    let start = self.open(group.delimiter());
                    self.append(group.stream());
                    self.close(group.delimiter(), start);
                }
            }
        }
    }

    /// The words of a path, where it has nothing but words.
    fn path(text: &str) -> Option<Self> {
        let mut path = Self::new();
        for (number, word) in text.split("::").enumerate() {
            if number > 0 {
                path.sign("::");
            } else if word.is_empty() {
                continue;
            }
            let is_word = |text: &str| {
                !text.starts_with(|c: char| c.is_ascii_digit())
                    && text
                        .bytes()
                        .all(|byte| byte == b'_' || byte.is_ascii_alphanumeric())
            };
            (!word.is_empty() && is_word(word)).then_some(())?;
            path.push(Token::Word(Text::from(word)));
        }
        Some(path)
    }
}

impl From<proc_macro2::TokenStream> for TokenStream {
    fn from(stream: proc_macro2::TokenStream) -> Self {
        let mut tokens = Self::new();
        tokens.append(stream);
        tokens
    }
}

impl FromStr for TokenStream {
    type Err = proc_macro2::LexError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(path) = Self::path(text) {
            return Ok(path);
        }
        Ok(text.parse::<proc_macro2::TokenStream>()?.into())
    }
}

/// For templates of quote: code of ours is Rust, so that nothing is lost.
impl quote::ToTokens for TokenStream {
    fn to_tokens(&self, to: &mut proc_macro2::TokenStream) {
        to.extend(self.parsed().unwrap_or_default());
    }
}
