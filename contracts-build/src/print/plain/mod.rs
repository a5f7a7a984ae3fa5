//! The fast way to text: most of what is emitted is plain code, whose text is written from the tokens alone, the way
//! prettyplease writes it. What is not plain is left to syn and prettyplease, which say what the text of anything is.
//!
//! A test prints all kinds of emitted code both ways.

mod expr;
mod item;
mod layout;
mod pat;
mod stmt;
#[cfg(test)]
pub(super) mod tests;
mod token;
mod ty;

use super::part::BlockKind;
use crate::tokens::TokenStream;
use layout::{INDENT, Layout};
use token::Cursor;

/// The text of items inside blocks, the innermost last; `None` where something is not plain.
pub(super) fn text(stream: &TokenStream, around: &[BlockKind]) -> Option<String> {
    let mut plain = Plain::default();
    let mut from = Cursor(&stream.0);
    while !from.is_empty() {
        match around.last() {
            Some(BlockKind::Impl) => plain.member(&mut from)?,
            Some(BlockKind::Module) | None => plain.item(&mut from)?,
        }
    }
    Some(plain.to.print(around.len()))
}

/// Reads tokens, and lays out their text. A method returns `None` at whatever it does not know.
#[derive(Default)]
struct Plain<'t> {
    to: Layout<'t>,
}

impl<'t> Plain<'t> {
    /// What stands in brackets, each followed by a comma, in one line or each in its own; how many there are.
    fn list(
        &mut self,
        mut from: Cursor<'t>,
        each: impl Fn(&mut Self, &mut Cursor<'t>) -> Option<()>,
    ) -> Option<usize> {
        self.to.cbox(INDENT);
        let count = self.entries(&mut from, each)?;
        self.to.end();
        Some(count)
    }

    /// The same without the group around it.
    fn entries(
        &mut self,
        from: &mut Cursor<'t>,
        each: impl Fn(&mut Self, &mut Cursor<'t>) -> Option<()>,
    ) -> Option<usize> {
        let mut count = 0;
        if from.is_empty() {
            return Some(count);
        }
        self.to.zerobreak();
        loop {
            each(self, from)?;
            count += 1;
            if from.is_empty() {
                break;
            }
            from.expect(",")?;
            if from.is_empty() {
                break;
            }
            self.to.text(",");
            self.to.space();
        }
        self.to.last_comma(0);
        Some(count)
    }

    /// A tuple of whatever it is. The comma behind one thing alone always stays, which is rare.
    fn tuple(
        &mut self,
        from: Cursor<'t>,
        each: impl Fn(&mut Self, &mut Cursor<'t>) -> Option<()>,
    ) -> Option<()> {
        self.to.text("(");
        let count = self.list(from, each)?;
        self.to.text(")");
        (count != 1).then_some(())
    }
}
