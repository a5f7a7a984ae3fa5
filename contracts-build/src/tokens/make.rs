//! What may stand behind `#` in a template.

use std::borrow::Cow;

use super::{Ident, Literal, Text, Token, TokenStream};

/// What becomes tokens.
pub(crate) trait ToTokens {
    /// Appends its tokens.
    fn to_tokens(&self, to: &mut TokenStream);
}

impl<T: ToTokens + ?Sized> ToTokens for &T {
    fn to_tokens(&self, to: &mut TokenStream) {
        (**self).to_tokens(to);
    }
}

impl<T: ToTokens> ToTokens for Option<T> {
    fn to_tokens(&self, to: &mut TokenStream) {
        if let Some(this) = self {
            this.to_tokens(to);
        }
    }
}

impl ToTokens for TokenStream {
    fn to_tokens(&self, to: &mut TokenStream) {
        to.0.extend_from_slice(&self.0);
    }
}

impl ToTokens for Ident {
    fn to_tokens(&self, to: &mut TokenStream) {
        to.push(Token::Word(self.0.clone()));
    }
}

impl ToTokens for Literal {
    fn to_tokens(&self, to: &mut TokenStream) {
        to.push(Token::Literal(self.0.clone()));
    }
}

impl ToTokens for str {
    fn to_tokens(&self, to: &mut TokenStream) {
        Literal::string(self).to_tokens(to);
    }
}

impl ToTokens for String {
    fn to_tokens(&self, to: &mut TokenStream) {
        self.as_str().to_tokens(to);
    }
}

impl ToTokens for Cow<'_, str> {
    fn to_tokens(&self, to: &mut TokenStream) {
        (**self).to_tokens(to);
    }
}

impl ToTokens for bool {
    fn to_tokens(&self, to: &mut TokenStream) {
        to.word(if *self { "true" } else { "false" });
    }
}

/// Numbers with their types.
macro_rules! numbers {
    ($($number:ident)*) => {
        $(impl ToTokens for $number {
            fn to_tokens(&self, to: &mut TokenStream) {
                let text = format!(concat!("{}", stringify!($number)), self);
                Literal(Text::from(text)).to_tokens(to);
            }
        })*
    };
}

numbers!(u8 u16 u32 u64 usize i64 f64);
