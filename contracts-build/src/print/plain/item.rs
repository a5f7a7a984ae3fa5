//! Items, members of impls, and attributes.

use std::borrow::Cow;

use super::{
    INDENT, Plain,
    layout::Break,
    token::{Cursor, Token},
    ty::{Place, is_keyword},
};
use crate::tokens::Delimiter;

impl<'t> Plain<'t> {
    /// An item of a file or module.
    pub(super) fn item(&mut self, from: &mut Cursor<'t>) -> Option<()> {
        self.attributes(from)?;
        let visibility = visibility(from)?;
        match from.peek_word()? {
            "struct" => self.structure_item(from, visibility),
            "enum" => self.enumeration(from, visibility),
            "impl" if visibility.is_empty() => self.block(from),
            "static" => self.constant(from, visibility, "static "),
            "const" => self.constant(from, visibility, "const "),
            "type" => self.alias(from, visibility),
            "use" => self.import(from, visibility),
            word if visibility.is_empty() && !is_keyword(word) => self.macro_item(from),
            _ => None,
        }
    }

    /// A member of an impl.
    pub(super) fn member(&mut self, from: &mut Cursor<'t>) -> Option<()> {
        self.attributes(from)?;
        let visibility = visibility(from)?;
        match from.peek_word()? {
            "fn" => self.function(from, visibility),
            "const" => self.constant(from, visibility, "const "),
            "type" => self.alias(from, visibility),
            _ => None,
        }
    }

    fn structure_item(&mut self, from: &mut Cursor<'t>, visibility: &'static str) -> Option<()> {
        from.next();
        self.to.cbox(INDENT);
        self.to.text(visibility);
        self.to.text("struct ");
        self.to.text(from.word()?);
        self.generics(from)?;
        if let Some(mut fields) = from.group(Delimiter::Parenthesis) {
            self.to.text("(");
            (self.entries(&mut fields, Self::field_type)? > 0).then_some(())?;
            self.to.text(")");
            from.expect(";")?;
            self.to.text(";");
            self.to.end();
        } else {
            let fields = from.group(Delimiter::Brace)?;
            self.braced(fields, |plain, from| {
                plain.attributes(from)?;
                plain.to.text(self::visibility(from)?);
                plain.to.text(from.word()?);
                from.expect(":")?;
                plain.to.text(": ");
                plain.ty(from)
            })?;
        }
        self.to.hardbreak(0);
        Some(())
    }

    fn enumeration(&mut self, from: &mut Cursor<'t>, visibility: &'static str) -> Option<()> {
        from.next();
        self.to.cbox(INDENT);
        self.to.text(visibility);
        self.to.text("enum ");
        self.to.text(from.word()?);
        self.generics(from)?;
        let variants = from.group(Delimiter::Brace)?;
        self.braced(variants, |plain, from| {
            plain.attributes(from)?;
            plain.to.text(from.word()?);
            if let Some(mut fields) = from.group(Delimiter::Parenthesis) {
                plain.to.cbox(INDENT);
                plain.to.text("(");
                (plain.entries(&mut fields, Self::field_type)? > 0).then_some(())?;
                plain.to.text(")");
                plain.to.end();
            }
            Some(())
        })?;
        self.to.hardbreak(0);
        Some(())
    }

    /// A field without a name.
    fn field_type(&mut self, from: &mut Cursor<'t>) -> Option<()> {
        self.to.text(visibility(from)?);
        self.ty(from)
    }

    /// The braces of an item whose group is open, with something on each line, and the end of the group.
    fn braced(
        &mut self,
        mut from: Cursor<'t>,
        each: impl Fn(&mut Self, &mut Cursor<'t>) -> Option<()>,
    ) -> Option<()> {
        self.to.text(" {");
        if from.is_empty() {
            self.to.nothing();
        }
        while !from.is_empty() {
            self.to.hardbreak(0);
            each(self, &mut from)?;
            self.to.text(",");
            (from.eat(",") || from.is_empty()).then_some(())?;
            if from.is_empty() {
                self.to.hardbreak(-INDENT);
            }
        }
        self.to.end();
        self.to.text("}");
        Some(())
    }

    fn block(&mut self, from: &mut Cursor<'t>) -> Option<()> {
        from.next();
        self.to.cbox(INDENT);
        self.to.ibox(-INDENT);
        self.to.cbox(INDENT);
        self.to.text("impl");
        self.generics(from)?;
        self.to.end();
        self.to.text(" ");
        self.ty(from)?;
        if from.eat_word("for") {
            self.to.space();
            self.to.text("for ");
            self.ty(from)?;
        }
        self.to.end();
        let mut members = from.group(Delimiter::Brace)?;
        self.to.text(" {");
        match members.is_empty() {
            true => self.to.nothing(),
            false => self.to.hardbreak(0),
        }
        while !members.is_empty() {
            self.member(&mut members)?;
        }
        self.to.outdent();
        self.to.end();
        self.to.text("}");
        self.to.hardbreak(0);
        Some(())
    }

    fn function(&mut self, from: &mut Cursor<'t>, visibility: &'static str) -> Option<()> {
        from.next();
        self.to.cbox(INDENT);
        self.to.text(visibility);
        self.to.text("fn ");
        self.to.text(from.word()?);
        self.generics(from)?;
        let mut arguments = from.group(Delimiter::Parenthesis)?;
        self.to.text("(");
        self.to.neverbreak();
        self.to.cbox(0);
        self.entries(&mut arguments, Self::argument)?;
        self.to.end();
        self.to.text(")");
        self.to.cbox(-INDENT);
        if from.eat("->") {
            self.to.text(" -> ");
            self.ty(from)?;
        }
        self.to.end();
        let body = from.group(Delimiter::Brace)?;
        self.to.text(" ");
        self.body(body)?;
        self.to.end();
        self.to.text("}");
        self.to.hardbreak(0);
        Some(())
    }

    fn argument(&mut self, from: &mut Cursor<'t>) -> Option<()> {
        let mut receiver = *from;
        let is_reference = receiver.eat("&");
        if is_reference && receiver.is_sign("'") {
            return None;
        }
        let is_mutable = receiver.eat_word("mut");
        if receiver.eat_word("self") && !receiver.is_sign(":") {
            *from = receiver;
            self.to.text(if is_reference { "&" } else { "" });
            self.to.text(if is_mutable { "mut " } else { "" });
            self.to.text("self");
            return Some(());
        }
        self.pat(from)?;
        from.expect(":")?;
        self.to.text(": ");
        self.ty(from)
    }

    fn constant(
        &mut self,
        from: &mut Cursor<'t>,
        visibility: &'static str,
        keyword: &'static str,
    ) -> Option<()> {
        from.next();
        self.to.cbox(0);
        self.to.text(visibility);
        self.to.text(keyword);
        let name = from.word().filter(|name| !is_keyword(name))?;
        self.to.text(name);
        from.expect(":")?;
        self.to.text(": ");
        self.ty(from)?;
        from.expect("=")?;
        self.to.text(" = ");
        self.to.neverbreak();
        self.value(from)?;
        from.expect(";")?;
        self.to.text(";");
        self.to.end();
        self.to.hardbreak(0);
        Some(())
    }

    fn alias(&mut self, from: &mut Cursor<'t>, visibility: &'static str) -> Option<()> {
        from.next();
        self.to.cbox(INDENT);
        self.to.text(visibility);
        self.to.text("type ");
        self.to.text(from.word()?);
        self.generics(from)?;
        from.expect("=")?;
        self.to.text(" = ");
        self.to.neverbreak();
        self.to.ibox(-INDENT);
        self.ty(from)?;
        self.to.end();
        from.expect(";")?;
        self.to.text(";");
        self.to.end();
        self.to.hardbreak(0);
        Some(())
    }

    fn import(&mut self, from: &mut Cursor<'t>, visibility: &'static str) -> Option<()> {
        from.next();
        self.to.text(visibility);
        self.to.text("use ");
        self.path(from, Place::Code)?;
        if from.eat_word("as") {
            self.to.text(" as ");
            self.to.text(from.word()?);
        }
        from.expect(";")?;
        self.to.text(";");
        self.to.hardbreak(0);
        Some(())
    }

    fn macro_item(&mut self, from: &mut Cursor<'t>) -> Option<()> {
        let at = from.position(|token| matches!(token, Token::Sign('!', _)))?;
        let path = Cursor(&from.0[..at]);
        from.0 = &from.0[at + 1..];
        let arguments = from.group(Delimiter::Parenthesis)?;
        self.call_of_macro(path, arguments)?;
        from.expect(";")?;
        self.to.text(";");
        self.to.hardbreak(0);
        Some(())
    }

    pub(super) fn attributes(&mut self, from: &mut Cursor<'t>) -> Option<()> {
        loop {
            if let Some(Token::Doc(text)) = from.0.first() {
                from.next();
                self.line_of_doc(Cow::Borrowed(text))?;
                continue;
            }
            if !from.eat("#") {
                return Some(());
            }
            let mut inner = from.group(Delimiter::Bracket)?;
            let name = inner.word()?;
            if name == "doc" {
                self.doc(inner)?;
                continue;
            }
            (name != "comment").then_some(())?;
            self.to.text("#[");
            self.to.text(name);
            if inner.eat("=") {
                self.to.text(" = ");
                let Some(Token::Literal(literal)) = inner.next() else {
                    return None;
                };
                self.to.text(&**literal);
            } else if let Some(arguments) = inner.group(Delimiter::Parenthesis) {
                self.arguments_of_attribute(arguments)?;
            }
            inner.is_empty().then_some(())?;
            self.to.text("]");
            self.to.space();
        }
    }

    fn doc(&mut self, mut from: Cursor<'t>) -> Option<()> {
        from.expect("=")?;
        let Some(Token::Literal(literal)) = from.next() else {
            return None;
        };
        from.is_empty().then_some(())?;
        self.line_of_doc(unescaped(literal)?)
    }

    fn line_of_doc(&mut self, text: Cow<'t, str>) -> Option<()> {
        (!text.contains('\n') && !text.starts_with('/')).then_some(())?;
        self.to.text("///");
        self.to.text(match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim_end_matches(' ')),
            Cow::Owned(text) => Cow::Owned(text.trim_end_matches(' ').to_owned()),
        });
        self.to.hardbreak(0);
        Some(())
    }

    fn arguments_of_attribute(&mut self, mut from: Cursor<'t>) -> Option<()> {
        self.to.text("(");
        self.to.cbox(INDENT);
        self.to.zerobreak();
        let (mut after_word, mut ended) = (false, false);
        while let Some(token) = from.next() {
            match token {
                Token::Word(text) | Token::Literal(text) => {
                    if after_word {
                        self.to.space();
                    }
                    self.to.text(&**text);
                }
                Token::Sign(',', _) if from.is_empty() => {
                    self.to.last_comma(0);
                    ended = true;
                }
                Token::Sign(',', _) => {
                    self.to.text(",");
                    self.to.space();
                }
                Token::Sign('=', _) => self.to.text(if after_word { " = " } else { "= " }),
                Token::Sign(':', _) => self.to.text(":"),
                _ => return None,
            }
            after_word = matches!(token, Token::Word(_) | Token::Literal(_));
        }
        if !ended {
            self.to.brk(Break {
                offset: -INDENT,
                ..Break::default()
            });
        }
        self.to.end();
        self.to.text(")");
        Some(())
    }
}

/// The words of a visibility, with a space behind.
fn visibility(from: &mut Cursor<'_>) -> Option<&'static str> {
    if !from.eat_word("pub") {
        return Some("");
    }
    match from.group(Delimiter::Parenthesis) {
        None => Some("pub "),
        Some(mut inner) => match (inner.word()?, inner.is_empty()) {
            ("super", true) => Some("pub(super) "),
            ("crate", true) => Some("pub(crate) "),
            _ => None,
        },
    }
}

/// What a string literal means.
fn unescaped(literal: &str) -> Option<Cow<'_, str>> {
    // Doc comments in `quote!` are raw.
    let (inner, raw) = match literal.strip_prefix('r') {
        Some(inner) => (inner, true),
        None => (literal, false),
    };
    let inner = inner.strip_prefix('"')?.strip_suffix('"')?;
    if raw || !inner.contains('\\') {
        return Some(Cow::Borrowed(inner));
    }
    let literal: syn::LitStr = syn::parse_str(literal).ok()?;
    Some(Cow::Owned(literal.value()))
}
