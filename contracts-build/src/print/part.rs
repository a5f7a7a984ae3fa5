//! What emitters hand out: the items of a file in small parts, so that nothing holds all of its tokens.

use crate::tokens::TokenStream;

/// A stretch of a Rust file: whole items, or a block with more of them in it.
pub(crate) enum Part<'e> {
    /// Items that are made when they are printed, on any thread. What makes them only reads, so that their
    /// order does not matter.
    Later(Make<'e>),
    /// An item that was parsed already.
    Syntax(Box<syn::Item>),
    /// Braces with parts in them.
    Block(Block<'e>),
}

/// Makes items.
pub(super) type Make<'e> = Box<dyn Fn() -> TokenStream + Send + Sync + 'e>;

/// An item whose content is printed part by part.
pub(crate) struct Block<'e> {
    /// What stands before the braces, attributes included.
    pub(crate) head: TokenStream,
    pub(crate) kind: BlockKind,
    pub(crate) parts: Vec<Part<'e>>,
}

/// What may stand in the braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlockKind {
    /// Items.
    Module,
    /// Methods.
    Impl,
}

impl<'e> Part<'e> {
    /// The items of a file that somebody else made.
    ///
    /// # Errors
    ///
    /// The tokens are not Rust.
    #[cfg(feature = "progenitor")]
    pub(crate) fn items(tokens: proc_macro2::TokenStream) -> Result<Vec<Self>, String> {
        let file: syn::File = syn::parse2(tokens).map_err(|error| super::no_rust(&error))?;
        let items = file.items.into_iter();
        Ok(items.map(|item| Self::Syntax(Box::new(item))).collect())
    }

    /// Items that `make` makes when it is their turn.
    pub(crate) fn later(make: impl Fn() -> TokenStream + Send + Sync + 'e) -> Self {
        Self::Later(Box::new(make))
    }

    /// A module; `head` is everything up to its name, such as `pub mod types`.
    pub(crate) fn module(head: TokenStream, parts: Vec<Self>) -> Self {
        let kind = BlockKind::Module;
        Self::Block(Block { head, kind, parts })
    }

    /// An impl; `head` is everything up to the type, such as `impl Client`.
    pub(crate) fn methods(head: TokenStream, parts: Vec<Self>) -> Self {
        let kind = BlockKind::Impl;
        Self::Block(Block { head, kind, parts })
    }
}
