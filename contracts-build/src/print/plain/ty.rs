//! Types, paths and generics.

use super::{INDENT, Plain, token::Cursor, token::Token};
use crate::tokens::Delimiter;

/// Where a path stands, which says how its generic arguments are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Type,
    Code,
}

impl<'t> Plain<'t> {
    pub(super) fn ty(&mut self, from: &mut Cursor<'t>) -> Option<()> {
        if from.eat("&") {
            self.to.text("&");
            if from.is_sign("'") {
                self.lifetime(from)?;
                self.to.text(" ");
            }
            if from.eat_word("mut") {
                self.to.text("mut ");
            }
            return self.ty(from);
        }
        if let Some(mut inner) = from.group(Delimiter::Parenthesis) {
            if inner.peek_word() != Some("dyn") {
                return self.tuple(inner, Self::ty);
            }
            self.to.text("(");
            self.ty(&mut inner)?;
            self.to.text(")");
            return inner.is_empty().then_some(());
        }
        if let Some(mut inner) = from.group(Delimiter::Bracket) {
            self.to.text("[");
            self.ty(&mut inner)?;
            self.to.text("]");
            return inner.is_empty().then_some(());
        }
        for word in ["dyn", "impl"] {
            if from.eat_word(word) {
                self.to.text(word);
                self.to.text(" ");
                return self.bounds(from, " + ");
            }
        }
        self.path(from, Place::Type)
    }

    /// Traits and lifetimes that something has to be.
    fn bounds(&mut self, from: &mut Cursor<'t>, and: &'static str) -> Option<()> {
        loop {
            match from.is_sign("'") {
                true => self.lifetime(from)?,
                false => self.path(from, Place::Type)?,
            }
            if !from.eat("+") {
                return Some(());
            }
            self.to.text(and);
        }
    }

    pub(super) fn lifetime(&mut self, from: &mut Cursor<'t>) -> Option<()> {
        from.expect("'")?;
        self.to.text("'");
        self.to.text(from.word()?);
        Some(())
    }

    pub(super) fn path(&mut self, from: &mut Cursor<'t>, place: Place) -> Option<()> {
        if from.eat("<") {
            self.to.text("<");
            self.ty(from)?;
            if from.eat_word("as") {
                self.to.text(" as ");
                self.path(from, Place::Type)?;
            }
            from.expect(">")?;
            self.to.text(">");
            from.is_sign("::").then_some(())?;
        }
        if from.eat("::") {
            self.to.text("::");
        }
        loop {
            let word = from.word().filter(|word| !is_keyword(word))?;
            self.to.text(word);
            if self.has_arguments(from, place) {
                self.arguments(from, place)?;
            }
            if !from.eat("::") {
                // `Fn(A) -> B`.
                let is_call = place == Place::Type
                    && matches!(from.0.first(), Some(Token::Open(Delimiter::Parenthesis, _)));
                return (!is_call).then_some(());
            }
            self.to.text("::");
        }
    }

    fn has_arguments(&self, from: &Cursor<'t>, place: Place) -> bool {
        match place {
            Place::Type => from.is_sign("<"),
            Place::Code => {
                let mut after = *from;
                after.eat("::") && after.is_sign("<")
            }
        }
    }

    fn arguments(&mut self, from: &mut Cursor<'t>, place: Place) -> Option<()> {
        if place == Place::Code {
            from.expect("::")?;
            self.to.text("::");
        }
        self.angled(from, INDENT, |plain, from, types_before| {
            if from.is_sign("'") {
                // Lifetimes would be put first.
                return (!types_before)
                    .then(|| plain.lifetime(from))
                    .flatten()
                    .map(|()| true);
            }
            let mut after = *from;
            if after.word().is_some() && after.is_sign("=") {
                plain.to.text(from.word()?);
                plain.to.text(" = ");
                from.expect("=")?;
            }
            plain.ty(from).map(|()| false)
        })
    }

    /// What is in `<` and `>`; `each` is told whether there was something else than a lifetime, and tells whether it
    /// is one.
    fn angled(
        &mut self,
        from: &mut Cursor<'t>,
        indent: isize,
        each: impl Fn(&mut Self, &mut Cursor<'t>, bool) -> Option<bool>,
    ) -> Option<()> {
        from.expect("<")?;
        self.to.text("<");
        self.to.cbox(indent);
        self.to.zerobreak();
        let mut types_before = false;
        loop {
            types_before |= !each(self, from, types_before)?;
            let more = from.eat(",");
            if from.eat(">") {
                break;
            }
            more.then_some(())?;
            self.to.text(",");
            self.to.space();
        }
        self.to.last_comma(0);
        self.to.end();
        self.to.text(">");
        Some(())
    }

    /// The generic parameters of an item, if there are any.
    pub(super) fn generics(&mut self, from: &mut Cursor<'t>) -> Option<()> {
        if !from.is_sign("<") {
            return Some(());
        }
        self.angled(from, 0, |plain, from, types_before| {
            if from.is_sign("'") {
                plain.lifetime(from)?;
                return (!types_before && !from.is_sign(":")).then_some(true);
            }
            let word = from.word().filter(|word| !is_keyword(word))?;
            plain.to.text(word);
            if from.eat(":") {
                plain.to.ibox(INDENT);
                plain.to.text(": ");
                plain.path(from, Place::Type)?;
                plain.to.end();
            }
            (from.is_sign(",") || from.is_sign(">")).then_some(false)
        })
    }
}

/// Words that are no part of a path: what begins with one is something else.
pub(super) fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "_" | "as"
            | "async"
            | "await"
            | "break"
            | "const"
            | "continue"
            | "dyn"
            | "else"
            | "enum"
            | "extern"
            | "false"
            | "fn"
            | "for"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "pub"
            | "ref"
            | "return"
            | "static"
            | "struct"
            | "trait"
            | "true"
            | "type"
            | "unsafe"
            | "use"
            | "where"
            | "while"
            | "yield"
    )
}
