//! Patterns.

use super::{
    Plain,
    token::{Cursor, Token},
    ty::Place,
};
use crate::tokens::Delimiter;

impl<'t> Plain<'t> {
    pub(super) fn pat(&mut self, from: &mut Cursor<'t>) -> Option<()> {
        if from.eat_word("_") {
            self.to.text("_");
            return Some(());
        }
        if from.eat("..") {
            self.to.text("..");
            return Some(());
        }
        if let Some(inner) = from.group(Delimiter::Parenthesis) {
            return self.tuple(inner, Self::pat);
        }
        if from.eat_word("mut") {
            self.to.text("mut ");
            self.to.text(from.word()?);
            return Some(());
        }
        if let Some(Token::Literal(literal)) = from.0.first() {
            from.next();
            self.to.text(&**literal);
            return self.range(from);
        }
        for word in ["true", "false"] {
            if from.eat_word(word) {
                self.to.text(word);
                return Some(());
            }
        }
        self.path(from, Place::Code)?;
        if let Some(inner) = from.group(Delimiter::Parenthesis) {
            self.to.text("(");
            self.list(inner, Self::pat)?;
            self.to.text(")");
        }
        Some(())
    }

    /// What follows the first number of a range, if it is one.
    fn range(&mut self, from: &mut Cursor<'t>) -> Option<()> {
        let [
            Token::Sign('.', true),
            Token::Sign('.', true),
            Token::Sign('=', _),
            Token::Literal(last),
            rest @ ..,
        ] = from.0
        else {
            return Some(());
        };
        self.to.text("..=");
        self.to.text(&**last);
        from.0 = rest;
        Some(())
    }
}
