//! Statements, and calls of macros.

use super::{
    INDENT, Plain,
    expr::{self, Expr},
    layout::Break,
    token::{Cursor, Token},
    ty::{Place, is_keyword},
};
use crate::tokens::Delimiter;

/// Words that prettyplease does not take for names in the arguments of a macro either.
const OTHERS: [&str; 3] = ["box", "crate", "macro"];

impl<'t> Plain<'t> {
    /// Braces with statements in them, in a group of the caller's that is indented.
    pub(super) fn body(&mut self, mut from: Cursor<'t>) -> Option<()> {
        self.to.text("{");
        if from.is_empty() {
            self.to.nothing();
            return Some(());
        }
        self.to.hardbreak(0);
        self.statements(&mut from)
    }

    /// Statements up to the end; the end of the line behind the last is that before the closing brace.
    fn statements(&mut self, from: &mut Cursor<'t>) -> Option<()> {
        loop {
            self.statement(from)?;
            match from.is_empty() {
                true => {
                    self.to.hardbreak(-INDENT);
                    return Some(());
                }
                false => self.to.hardbreak(0),
            }
        }
    }

    fn statement(&mut self, from: &mut Cursor<'t>) -> Option<()> {
        self.to.ibox(0);
        if from.eat_word("let") {
            self.local(from)?;
            from.expect(";")?;
            self.to.end();
            self.to.text(";");
            return Some(());
        }
        if from.eat_word("while") {
            self.repeated(from)?;
            self.to.end();
            return Some(());
        }
        let expr = expr::read(from, false)?;
        self.expr(&expr, true)?;
        if from.eat(";") || matches!(expr, Expr::Return(_)) {
            self.to.text(";");
        } else {
            let is_whole = matches!(expr, Expr::Match(..));
            (from.is_empty() || is_whole).then_some(())?;
        }
        self.to.end();
        Some(())
    }

    fn local(&mut self, from: &mut Cursor<'t>) -> Option<()> {
        self.to.text("let ");
        self.pat(from)?;
        if from.eat(":") {
            self.to.text(": ");
            self.ty(from)?;
        }
        from.expect("=")?;
        self.to.text(" = ");
        self.to.neverbreak();
        let value = expr::read(from, false)?;
        self.expr(&value, false)?;
        if !from.eat_word("else") {
            return Some(());
        }
        (!matches!(value, Expr::Struct(..) | Expr::Match(..))).then_some(())?;
        let mut otherwise = from.group(Delimiter::Brace)?;
        self.to.space();
        self.to.text("else ");
        self.to.end();
        self.to.neverbreak();
        self.to.cbox(INDENT);
        self.to.text("{");
        self.to.space();
        // One expression alone has a line for itself only where it needs one.
        matches!(otherwise.0.last(), Some(Token::Sign(';', _))).then_some(())?;
        self.statements(&mut otherwise)?;
        self.to.text("}");
        Some(())
    }

    fn repeated(&mut self, from: &mut Cursor<'t>) -> Option<()> {
        self.to.text("while ");
        if from.eat_word("let") {
            self.to.cbox(0);
            self.to.ibox(0);
            self.to.text("let ");
            self.to.ibox(0);
            self.pat(from)?;
            self.to.end();
            from.expect("=")?;
            self.to.text(" = ");
            self.to.neverbreak();
            self.to.ibox(0);
            let value = expr::read(from, true)?;
            self.expr(&value, false)?;
            self.to.end();
            self.to.end();
            match value.ends_line() {
                true => self.to.space(),
                false => self.to.text(" "),
            }
            self.to.end();
        } else {
            let head = expr::read(from, true)?;
            self.head(&head)?;
        }
        let mut body = from.group(Delimiter::Brace)?;
        self.to.text("{");
        self.to.neverbreak();
        self.to.cbox(INDENT);
        if !body.is_empty() {
            self.to.hardbreak(0);
            self.statements(&mut body)?;
        }
        self.to.end();
        self.to.text("}");
        Some(())
    }

    /// A call of a macro whose arguments are names, literals and members.
    pub(super) fn call_of_macro(
        &mut self,
        mut path: Cursor<'t>,
        mut from: Cursor<'t>,
    ) -> Option<()> {
        self.path(&mut path, Place::Code)?;
        path.is_empty().then_some(())?;
        self.to.text("!(");
        if from.is_empty() {
            self.to.text(")");
            return Some(());
        }
        self.to.cbox(INDENT);
        self.to.zerobreak();
        self.to.ibox(0);
        let (mut is_first, mut is_named, mut is_member) = (true, false, false);
        while let Some(token) = from.next() {
            match token {
                Token::Sign(',', false) => self.to.text(","),
                Token::Sign('.', false) if is_named => {
                    self.to.zerobreak();
                    self.to.text(".");
                }
                Token::Word(text) | Token::Literal(text) => {
                    let is_plain =
                        !is_keyword(text) && !text.ends_with('.') && !OTHERS.contains(&&**text);
                    is_plain.then_some(())?;
                    if !is_first && !is_member {
                        self.to.space();
                    }
                    self.to.text(&**text);
                }
                _ => return None,
            }
            is_first = false;
            is_named = matches!(token, Token::Word(_) | Token::Literal(_));
            is_member = matches!(token, Token::Sign('.', _));
        }
        self.to.end();
        self.to.brk(Break {
            offset: -INDENT,
            ..Break::default()
        });
        self.to.end();
        self.to.text(")");
        Some(())
    }
}
