//! What `#(…)*` in a template goes over.

use super::{ToTokens, TokenStream};

/// An iterator, which gives its items.
pub(crate) trait Each: Iterator + Sized {
    fn each(self) -> Self {
        self
    }
}

impl<I: Iterator> Each for I {}

/// A list, which gives references to its items.
pub(crate) trait EachOf {
    type Item;

    fn each(&self) -> std::slice::Iter<'_, Self::Item>;
}

impl<T> EachOf for [T] {
    type Item = T;

    fn each(&self) -> std::slice::Iter<'_, T> {
        self.iter()
    }
}

/// Anything else, which is the same each time; something beside it has to end.
pub(crate) trait Same: ToTokens {
    fn each(&self) -> std::iter::Repeat<&Self> {
        std::iter::repeat(self)
    }
}

impl<T: ToTokens> Same for T {}

/// An item that was taken already, for names that stand in a template more than once.
pub(crate) struct Taken<T>(pub(crate) T);

impl<T> Taken<T> {
    #[allow(
        clippy::should_implement_trait,
        clippy::unnecessary_wraps,
        reason = "it stands where an iterator does"
    )]
    pub(crate) fn next(self) -> Option<T> {
        Some(self.0)
    }
}

impl<T: ToTokens> ToTokens for Taken<T> {
    fn to_tokens(&self, to: &mut TokenStream) {
        self.0.to_tokens(to);
    }
}
