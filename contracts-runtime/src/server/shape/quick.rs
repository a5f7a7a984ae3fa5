//! A look at JSON as it came, before its type is read.
//!
//! Reading a type refuses most of what a contract refuses. What types allow and contracts do not are mostly words,
//! lengths and nulls, which can be looked at without reading anything. This knows the shapes that most requests are made
//! of. Where it meets another, or anything unusual, it does not know, and the whole check decides.

use memchr::memchr2;

use super::{Member, Rest, Shape, text};
use crate::wire::{CheckedNumber, CountRule, NumberRule};

/// Whether a JSON text that can be read as the type of a shape has it for certain. `deepest` is how many lists and
/// objects there may be in each other.
pub(in super::super) fn surely(json: &[u8], shape: &'static Shape, deepest: usize) -> bool {
    let mut look = Look {
        rest: json,
        left: deepest,
    };
    look.value(shape).is_some()
}

/// What is still to be looked at. Every method gives nothing where it does not know.
struct Look<'j> {
    rest: &'j [u8],
    /// Levels that may still be gone into.
    left: usize,
}

impl<'j> Look<'j> {
    fn value(&mut self, shape: &'static Shape) -> Option<()> {
        let (shape, nullable) = shape.bare();
        match (shape, self.peek()?) {
            (_, b'n') if nullable => self.scalar().map(drop),
            (Shape::Null, b'n') | (Shape::Bool, b't' | b'f') => self.scalar().map(drop),
            (Shape::Any, b'"') => self.skip_string(),
            (Shape::Any, byte) if !matches!(byte, b'[' | b'{') => self.scalar().map(drop),
            (Shape::Integer { rules, .. }, b'-' | b'0'..=b'9') => {
                let number = self.scalar()?;
                rules.is_empty().then_some(()).or_else(|| {
                    let number = CheckedNumber::Int(whole(number)?);
                    kept(rules, number)
                })
            }
            (Shape::Number { single, rules }, b'-' | b'0'..=b'9') => {
                let number = self.scalar()?;
                rules.is_empty().then_some(()).or_else(|| {
                    let number = CheckedNumber::float(whole(number)? as f64, *single);
                    kept(rules, number)
                })
            }
            (Shape::Parsed { rules: [], .. }, b'"')
            | (
                Shape::Text {
                    format: None,
                    rules: [],
                },
                b'"',
            ) => self.skip_string(),
            (Shape::Text { .. } | Shape::Parsed { .. }, b'"') => {
                let text = std::str::from_utf8(self.string()?).ok()?;
                matches!(text::asked(shape, text), text::Asked::Nothing).then_some(())
            }
            (Shape::OneOf(words), b'"') => {
                let word = self.string()?;
                let mut words = words.iter();
                words.any(|one| one.as_bytes() == word).then_some(())
            }
            (
                Shape::List {
                    item,
                    rules,
                    unique: false,
                },
                b'[',
            ) => self.list(item, rules),
            (Shape::Map { value, rules }, b'{') => {
                self.members(&[], rules, |look| look.value(value))
            }
            (
                Shape::Object {
                    members,
                    rest,
                    rules,
                },
                b'{',
            ) => self.members(members, rules, |look| match rest {
                Rest::Ignored => look.skip(),
                Rest::Kept(shape) => look.value(shape),
                Rest::Closed => None,
            }),
            _ => None,
        }
    }

    fn list(&mut self, item: &'static Shape, rules: &[CountRule]) -> Option<()> {
        self.enter()?;
        let mut count = 0;
        if self.peek()? != b']' {
            loop {
                self.value(item)?;
                count += 1;
                match self.peek()? {
                    b',' => self.step(),
                    _ => break,
                }
            }
        }
        self.leave(b']')?;
        counted(rules, count, "item")
    }

    /// An object; `other` looks at the values of members that are not declared.
    fn members(
        &mut self,
        declared: &'static [Member],
        rules: &[CountRule],
        other: impl Fn(&mut Self) -> Option<()>,
    ) -> Option<()> {
        // A bit for each member that has come.
        let mut seen = 0_u64;
        if declared.len() > 64 {
            return None;
        }
        self.enter()?;
        let mut count = 0;
        if self.peek()? != b'}' {
            loop {
                self.take(b'"')?;
                let name = self.string_inside()?;
                self.take(b':')?;
                count += 1;
                match declared.binary_search_by(|member| member.name.as_bytes().cmp(name)) {
                    Ok(at) => {
                        let bit = 1 << at;
                        (seen & bit == 0).then_some(())?;
                        seen |= bit;
                        self.value(&declared[at].shape)?;
                    }
                    Err(_) => other(self)?,
                }
                match self.peek()? {
                    b',' => self.step(),
                    _ => break,
                }
            }
        }
        self.leave(b'}')?;
        let mut required = declared.iter().enumerate();
        required
            .all(|(at, member)| !member.required || seen & (1 << at) != 0)
            .then_some(())?;
        counted(rules, count, "member")
    }

    fn enter(&mut self) -> Option<()> {
        self.left = self.left.checked_sub(1)?;
        self.step();
        Some(())
    }

    fn leave(&mut self, end: u8) -> Option<()> {
        self.left += 1;
        self.take(end)
    }

    /// The next byte that means something.
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.rest.first()? {
                b' ' | b'\t' | b'\n' | b'\r' => self.step(),
                byte => return Some(*byte),
            }
        }
    }

    fn step(&mut self) {
        self.rest = self.rest.get(1..).unwrap_or_default();
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.step())
    }

    /// A number or a word.
    fn scalar(&mut self) -> Option<&'j [u8]> {
        let is_end = |byte: &u8| matches!(byte, b',' | b']' | b'}' | b' ' | b'\t' | b'\n' | b'\r');
        let end = self.rest.iter().position(is_end);
        let (scalar, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        Some(scalar)
    }

    /// A string in which nothing is escaped.
    fn string(&mut self) -> Option<&'j [u8]> {
        self.take(b'"')?;
        self.string_inside()
    }

    fn string_inside(&mut self) -> Option<&'j [u8]> {
        let end = memchr2(b'"', b'\\', self.rest)?;
        let (string, rest) = self.rest.split_at(end);
        self.rest = rest;
        self.take(b'"').map(|()| string)
    }

    fn skip_string(&mut self) -> Option<()> {
        self.take(b'"')?;
        loop {
            let end = memchr2(b'"', b'\\', self.rest)?;
            let is_end = self.rest.get(end) == Some(&b'"');
            let behind = if is_end { 1 } else { 2 };
            self.rest = self.rest.get(end + behind..)?;
            if is_end {
                return Some(());
            }
        }
    }

    /// Any value.
    fn skip(&mut self) -> Option<()> {
        let mut open = 0_usize;
        loop {
            match self.peek()? {
                b'"' => self.skip_string()?,
                b'[' | b'{' => {
                    open += 1;
                    (open <= self.left).then_some(())?;
                    self.step();
                    continue;
                }
                b']' | b'}' => {
                    open = open.checked_sub(1)?;
                    self.step();
                }
                b',' | b':' => {
                    self.step();
                    continue;
                }
                _ => self.scalar().map(drop)?,
            }
            if open == 0 {
                return Some(());
            }
        }
    }
}

/// A whole number as most are written.
fn whole(number: &[u8]) -> Option<i128> {
    std::str::from_utf8(number)
        .ok()?
        .parse::<i64>()
        .ok()
        .map(i128::from)
}

fn kept(rules: &[NumberRule], number: CheckedNumber) -> Option<()> {
    let mut rules = rules.iter();
    rules.all(|rule| rule.asked(number).is_none()).then_some(())
}

fn counted(rules: &[CountRule], count: usize, thing: &str) -> Option<()> {
    let mut rules = rules.iter();
    rules
        .all(|rule| rule.broken(count, thing).is_none())
        .then_some(())
}

#[cfg(test)]
mod tests;
