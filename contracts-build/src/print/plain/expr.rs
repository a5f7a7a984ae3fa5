//! Expressions: first what they are, because where a line may end depends on what comes last, then their text.

use super::{
    INDENT, Plain,
    layout::Break,
    token::{Cursor, Token},
    ty::{Place, is_keyword},
};
use crate::tokens::Delimiter;

pub(super) enum Expr<'t> {
    Literal(&'t str),
    /// The tokens of a path.
    Path(Cursor<'t>),
    /// A path, and what stands in the braces.
    Struct(Cursor<'t>, Cursor<'t>),
    Array(Cursor<'t>),
    Tuple(Cursor<'t>),
    /// A path, and the arguments in round brackets.
    Macro(Cursor<'t>, Cursor<'t>),
    /// What stands before an expression: `&`, `&mut ` or `*`.
    Prefix(&'static str, Box<Self>),
    Return(Option<Box<Self>>),
    /// The parameters, and the value.
    Closure(Cursor<'t>, Box<Self>),
    /// One or the other.
    Or(Box<Self>, Box<Self>),
    /// What is looked at, and the arms.
    Match(Box<Self>, Cursor<'t>),
    Call(Box<Self>, Cursor<'t>),
    Method(Box<Self>, &'t str, Cursor<'t>),
    Field(Box<Self>, &'t str),
    Try(Box<Self>),
}

/// Reads an expression; in a head no braces belong to it.
pub(super) fn read<'t>(from: &mut Cursor<'t>, in_head: bool) -> Option<Expr<'t>> {
    let mut expr = operand(from, in_head)?;
    while from.eat("|") {
        let is_operand = |expr: &Expr<'_>| matches!(expr, Expr::Path(_) | Expr::Or(..));
        let other = operand(from, in_head)?;
        (is_operand(&expr) && matches!(other, Expr::Path(_))).then_some(())?;
        expr = Expr::Or(Box::new(expr), Box::new(other));
    }
    Some(expr)
}

/// Reads what stands before or behind an operator.
fn operand<'t>(from: &mut Cursor<'t>, in_head: bool) -> Option<Expr<'t>> {
    if from.eat("&") {
        let mutable = from.eat_word("mut");
        let sign = if mutable { "&mut " } else { "&" };
        return prefixed(sign, from, in_head);
    }
    if from.eat("*") {
        return prefixed("*", from, in_head);
    }
    if from.eat("|") {
        let end = from.position(|token| matches!(token, Token::Sign('|', _)))?;
        let parameters = Cursor(&from.0[..end]);
        from.0 = &from.0[end + 1..];
        return Some(Expr::Closure(parameters, Box::new(read(from, in_head)?)));
    }
    if from.eat_word("return") {
        let value = match from.is_empty() || from.is_sign(";") || from.is_sign(",") {
            true => None,
            false => Some(Box::new(read(from, in_head)?)),
        };
        return Some(Expr::Return(value));
    }
    if from.eat_word("match") {
        let head = read(from, true)?;
        let arms = from.group(Delimiter::Brace)?;
        let goes_on = from.is_sign(".") || from.is_sign("?");
        return (!goes_on).then(|| Expr::Match(Box::new(head), arms));
    }
    let mut expr = base(from, in_head)?;
    loop {
        expr = if let Some(arguments) = from.group(Delimiter::Parenthesis) {
            Expr::Call(Box::new(expr), arguments)
        } else if from.eat("?") {
            Expr::Try(Box::new(expr))
        } else if from.eat(".") {
            member(from, expr)?
        } else {
            return Some(expr);
        };
    }
}

fn prefixed<'t>(sign: &'static str, from: &mut Cursor<'t>, in_head: bool) -> Option<Expr<'t>> {
    let of = read(from, in_head)?;
    let is_operand = !matches!(of, Expr::Return(_) | Expr::Or(..) | Expr::Closure(..));
    is_operand.then(|| Expr::Prefix(sign, Box::new(of)))
}

fn base<'t>(from: &mut Cursor<'t>, in_head: bool) -> Option<Expr<'t>> {
    if let Some(inner) = from.group(Delimiter::Parenthesis) {
        return Some(Expr::Tuple(inner));
    }
    if let Some(inner) = from.group(Delimiter::Bracket) {
        return Some(Expr::Array(inner));
    }
    if let Some(Token::Literal(literal)) = from.0.first() {
        from.next();
        return Some(Expr::Literal(literal));
    }
    for word in ["true", "false"] {
        if from.eat_word(word) {
            return Some(Expr::Literal(word));
        }
    }
    let path = path(from)?;
    if from.is_sign("!") {
        from.next();
        let arguments = from.group(Delimiter::Parenthesis)?;
        return Some(Expr::Macro(path, arguments));
    }
    if !in_head && let Some(fields) = from.group(Delimiter::Brace) {
        return Some(Expr::Struct(path, fields));
    }
    Some(Expr::Path(path))
}

/// The tokens of a path, which [`Plain::path`] reads again.
fn path<'t>(from: &mut Cursor<'t>) -> Option<Cursor<'t>> {
    let start = *from;
    Plain::default().path(from, Place::Code)?;
    let length = start.0.len() - from.0.len();
    Some(Cursor(&start.0[..length]))
}

fn member<'t>(from: &mut Cursor<'t>, of: Expr<'t>) -> Option<Expr<'t>> {
    match from.next()? {
        Token::Literal(literal) => {
            let index = literal.strip_suffix('.').unwrap_or(literal);
            let is_index = index.bytes().all(|byte| byte.is_ascii_digit());
            let field = is_index.then(|| Expr::Field(Box::new(of), index))?;
            // The `0.` of `self.0.#name` in `quote!` is a number.
            match index.len() == literal.len() {
                true => Some(field),
                false => member(from, field),
            }
        }
        Token::Word(name) if !is_keyword(name) && !from.is_sign("::") => {
            Some(match from.group(Delimiter::Parenthesis) {
                Some(arguments) => Expr::Method(Box::new(of), name, arguments),
                None => Expr::Field(Box::new(of), name),
            })
        }
        _ => None,
    }
}

impl Expr<'_> {
    /// A name that is no longer than an indentation: what follows stands behind it.
    fn is_short(&self) -> bool {
        matches!(self, Expr::Path(Cursor([Token::Word(word)])) if word.len() <= INDENT.unsigned_abs())
    }

    /// Whether it is in brackets of its own, which are those of a call that it is the only argument of, too.
    fn is_block(&self) -> bool {
        matches!(
            self,
            Expr::Array(_) | Expr::Struct(..) | Expr::Tuple(_) | Expr::Closure(..)
        )
    }

    /// Whether braces behind it go to the next line where it goes over several.
    pub(super) fn ends_line(&self) -> bool {
        match self {
            Expr::Field(..) | Expr::Method(..) | Expr::Or(..) => true,
            Expr::Call(inner, _) | Expr::Prefix(_, inner) | Expr::Try(inner) => inner.ends_line(),
            Expr::Return(inner) => inner.as_ref().is_some_and(|inner| inner.ends_line()),
            _ => false,
        }
    }
}

impl<'t> Plain<'t> {
    /// Reads an expression and writes its text.
    pub(super) fn value(&mut self, from: &mut Cursor<'t>) -> Option<()> {
        let expr = read(from, false)?;
        self.expr(&expr, false)
    }

    /// The text of an expression; `first` is whether it begins a line.
    pub(super) fn expr(&mut self, expr: &Expr<'t>, first: bool) -> Option<()> {
        match expr {
            Expr::Literal(literal) => self.to.text(*literal),
            Expr::Path(path) => self.path(&mut { *path }, Place::Code)?,
            Expr::Struct(path, fields) => self.structure(*path, *fields)?,
            Expr::Array(items) => self.array(*items)?,
            Expr::Tuple(items) => self.tuple(*items, Self::value)?,
            Expr::Macro(path, arguments) => self.call_of_macro(*path, *arguments)?,
            Expr::Prefix(sign, inner) => {
                self.to.text(*sign);
                self.expr(inner, false)?;
            }
            Expr::Return(value) => {
                self.to.text("return");
                if let Some(value) = value {
                    self.to.text(" ");
                    self.expr(value, false)?;
                }
            }
            Expr::Match(head, arms) => self.matching(head, *arms)?,
            Expr::Closure(parameters, value) => self.closure(*parameters, value)?,
            Expr::Or(one, other) => {
                self.to.ibox(INDENT);
                self.to.ibox(-INDENT);
                self.expr(one, false)?;
                self.to.end();
                self.to.space();
                self.to.text("| ");
                self.expr(other, false)?;
                self.to.end();
            }
            Expr::Call(function, arguments) => {
                // A field that is a function.
                (!matches!(**function, Expr::Field(..))).then_some(())?;
                self.expr(function, first)?;
                self.arguments_of_call(*arguments)?;
            }
            Expr::Method(of, ..) => {
                self.to.cbox(INDENT);
                self.chain(expr, first, first && of.is_short())?;
                self.to.end();
            }
            Expr::Field(..) => {
                self.to.cbox(INDENT);
                self.chain(expr, first, false)?;
                self.to.end();
            }
            Expr::Try(inner) => {
                self.expr(inner, first)?;
                self.to.text("?");
            }
        }
        Some(())
    }

    /// What a member is taken of, and the members, each of which may stand on its own line.
    fn chain(&mut self, expr: &Expr<'t>, first: bool, unindent: bool) -> Option<()> {
        match expr {
            Expr::Field(of, name) => self.link(of, name, first)?,
            Expr::Method(of, name, arguments) => {
                self.link(of, name, first)?;
                self.to.cbox(if unindent { -INDENT } else { 0 });
                self.arguments_of_call(*arguments)?;
                self.to.end();
            }
            Expr::Call(function, arguments) => {
                (!matches!(**function, Expr::Field(..))).then_some(())?;
                self.chain(function, false, false)?;
                self.arguments_of_call(*arguments)?;
            }
            Expr::Try(inner) => {
                self.chain(inner, first, false)?;
                self.to.text("?");
            }
            Expr::Prefix(..)
            | Expr::Return(_)
            | Expr::Match(..)
            | Expr::Closure(..)
            | Expr::Or(..) => return None,
            // A point behind a number may be part of it.
            Expr::Literal(literal) if !literal.starts_with('"') => return None,
            expr => {
                self.to.cbox(-INDENT);
                self.expr(expr, false)?;
                self.to.end();
            }
        }
        Some(())
    }

    fn link(&mut self, of: &Expr<'t>, name: &'t str, first: bool) -> Option<()> {
        self.chain(of, first, false)?;
        if !(first && of.is_short()) {
            self.to.zerobreak();
        }
        self.to.text(".");
        self.to.text(name);
        Some(())
    }

    fn arguments_of_call(&mut self, mut arguments: Cursor<'t>) -> Option<()> {
        self.to.text("(");
        let mut rest = arguments;
        let only = match rest.is_empty() {
            true => None,
            false => Some(read(&mut rest, false)?),
        };
        match only {
            Some(only) if rest.is_empty() && only.is_block() => self.expr(&only, false)?,
            Some(_) => {
                self.to.cbox(INDENT);
                self.entries(&mut arguments, Self::value)?;
                self.to.end();
            }
            None => {}
        }
        self.to.text(")");
        Some(())
    }

    fn structure(&mut self, mut path: Cursor<'t>, mut fields: Cursor<'t>) -> Option<()> {
        /// Wider ones have each field on its own line.
        const WIDEST: usize = 34;

        if fields.is_empty() {
            self.to.text(path.word()?);
            self.to.text(" {}");
            return path.is_empty().then_some(());
        }
        self.to.cbox(INDENT);
        self.to.ibox(-INDENT);
        self.path(&mut path, Place::Code)?;
        self.to.end();
        self.to.text(" {");
        self.to.space();
        loop {
            self.to.text(fields.word()?);
            if fields.eat(":") {
                self.to.text(": ");
                self.to.ibox(0);
                self.value(&mut fields)?;
                self.to.end();
            }
            let more = fields.eat(",");
            if fields.is_empty() {
                break;
            }
            more.then_some(())?;
            self.to.text(",");
            self.to.space();
        }
        self.to.last_comma(1);
        self.to.end_within(WIDEST);
        self.to.text("}");
        Some(())
    }

    fn closure(&mut self, mut parameters: Cursor<'t>, value: &Expr<'t>) -> Option<()> {
        // What has braces of its own, and what takes those of others, is written in other ways.
        matches!(value, Expr::Path(_)).then_some(())?;
        self.to.ibox(0);
        self.to.cbox(INDENT);
        self.to.text("|");
        self.to.zerobreak();
        self.pat(&mut parameters)?;
        parameters.is_empty().then_some(())?;
        self.to.text("|");
        self.to.brk(Break {
            blank: 1,
            offset: -INDENT,
            ..Break::default()
        });
        self.to.end();
        self.to.neverbreak();
        self.to.cbox(INDENT);
        self.to.brk(Break {
            before: Some('{'),
            ..Break::default()
        });
        self.expr(value, false)?;
        self.to.brk(Break {
            offset: -INDENT,
            after: "}",
            ..Break::default()
        });
        self.to.end();
        self.to.end();
        Some(())
    }

    fn array(&mut self, items: Cursor<'t>) -> Option<()> {
        // Numbers alone fill lines; they are rare.
        let is_number =
            |token: &Token| matches!(token, Token::Literal(literal) if !literal.starts_with('"'));
        if items.position(is_number).is_some() {
            return None;
        }
        self.to.text("[");
        self.list(items, |plain, from| {
            let is_bool = matches!(from.peek_word(), Some("true" | "false"));
            (!is_bool).then(|| plain.value(from)).flatten()
        })?;
        self.to.text("]");
        Some(())
    }

    fn matching(&mut self, head: &Expr<'t>, mut arms: Cursor<'t>) -> Option<()> {
        self.to.ibox(0);
        self.to.text("match ");
        self.head(head)?;
        self.to.text("{");
        self.to.neverbreak();
        self.to.cbox(INDENT);
        self.to.hardbreak(0);
        loop {
            self.arm(&mut arms)?;
            match arms.is_empty() {
                true => break self.to.hardbreak(-INDENT),
                false => self.to.hardbreak(0),
            }
        }
        self.to.end();
        self.to.text("}");
        self.to.end();
        Some(())
    }

    /// What stands before braces.
    pub(super) fn head(&mut self, head: &Expr<'t>) -> Option<()> {
        self.to.cbox(0);
        self.expr(head, false)?;
        match head.ends_line() {
            true => self.to.space(),
            false => self.to.text(" "),
        }
        self.to.end();
        Some(())
    }

    fn arm(&mut self, arms: &mut Cursor<'t>) -> Option<()> {
        self.to.ibox(0);
        self.pat(arms)?;
        arms.expect("=>")?;
        self.to.text(" => ");
        let body = read(arms, false)?;
        let is_plain = !matches!(
            body,
            Expr::Match(..) | Expr::Tuple(Cursor([])) | Expr::Closure(..)
        );
        is_plain.then_some(())?;
        (arms.eat(",") || arms.is_empty()).then_some(())?;
        self.to.neverbreak();
        self.to.cbox(INDENT);
        self.to.brk(Break {
            before: Some('{'),
            ..Break::default()
        });
        self.expr(&body, true)?;
        self.to.brk(Break {
            offset: -INDENT,
            before: matches!(body, Expr::Return(_)).then_some(';'),
            after: "}",
            flat: Some(','),
            ..Break::default()
        });
        self.to.end();
        self.to.end();
        Some(())
    }
}
