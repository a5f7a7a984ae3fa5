//! TOML as a tree with places.

use std::ops::Range;

use ::toml::Spanned;
use ::toml::de::{DeFloat, DeInteger, DeTable, DeValue, Error};
use serde_json::{Number, Value};

use super::error::{Mistake, code};
use super::node::{Content, DEEPEST, Key, Node};
use super::place::{Lines, Position};
use super::toml_depth::too_deep;

/// Reads a TOML document. Dates and times become texts.
pub(super) fn read(text: &str) -> Result<Node, Mistake> {
    let lines = Lines::new(text);
    if let Some(offset) = too_deep(text) {
        return Err(nested_too_deeply(lines.position(offset)));
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    let duplicates = match duplicates(&errors) {
        Ok(duplicates) => duplicates,
        Err(error) => return Err(refusal(error, text, &lines)),
    };
    if duplicates.is_empty() {
        return Reader::new(text, &lines, duplicates).document(&table);
    }
    // The parser forgets keys given twice. Under names of their own they stay where they belong, and can be reported
    // as those of other formats are.
    let renamed = rename(text, &duplicates);
    let (table, left) = DeTable::parse_recoverable(&renamed);
    match errors.first() {
        Some(error) if !left.is_empty() => Err(refusal(error, text, &lines)),
        _ => Reader::new(text, &lines, duplicates).document(&table),
    }
}

fn refusal(error: &Error, text: &str, lines: &Lines<'_>) -> Mistake {
    let range = error.span().unwrap_or_default();
    let position = lines.position(range.start);
    if is_duplicate(error) {
        let message = format!("`{}` is given twice", key_name(text, &range));
        let help = Some("keep one of the two");
        return mistake(code::DUPLICATE_KEY, &message, help, position);
    }
    mistake(code::SYNTAX, error.message(), None, position)
}

fn nested_too_deeply(position: Position) -> Mistake {
    mistake(code::SYNTAX, "nested too deeply", None, position)
}

fn mistake(code: &'static str, message: &str, help: Option<&str>, position: Position) -> Mistake {
    Mistake {
        code,
        message: message.to_owned(),
        line: position.line,
        column: position.column,
        pointer: String::new(),
        help: help.map(str::to_owned),
    }
}

/// More keys given twice than this are not worth the time that a report of all of them takes.
const MOST_DUPLICATES: usize = 100;

/// Where keys are given twice, if that is all that is wrong; otherwise the topmost error.
fn duplicates(errors: &[Error]) -> Result<Vec<Range<usize>>, &Error> {
    // The parser checks in several rounds: what it says first need not stand first.
    let others = errors.iter().filter(|error| !is_duplicate(error));
    if let Some(other) = others.min_by_key(|error| error.span().map(|range| range.start)) {
        return Err(other);
    }
    let mut ranges: Vec<Range<usize>> = errors.iter().filter_map(Error::span).collect();
    ranges.sort_by_key(|range| range.start);
    ranges.dedup();
    match errors.first() {
        Some(error) if ranges.is_empty() || ranges.len() > MOST_DUPLICATES => Err(error),
        _ => Ok(ranges),
    }
}

fn is_duplicate(error: &Error) -> bool {
    error.message() == "duplicate key"
}

/// A key that nobody uses; all of them have the same length.
fn new_key(number: usize) -> String {
    format!("\"\\u0000{number:04}\"")
}

fn rename(text: &str, ranges: &[Range<usize>]) -> String {
    let mut renamed = String::with_capacity(text.len());
    let mut done = 0;
    for (number, range) in ranges.iter().enumerate() {
        renamed.push_str(text.get(done..range.start).unwrap_or_default());
        renamed.push_str(&new_key(number));
        done = range.end;
    }
    renamed.push_str(text.get(done..).unwrap_or_default());
    renamed
}

/// The key written in a part of the text, without quotes.
fn key_name(text: &str, range: &Range<usize>) -> String {
    let written = text.get(range.clone()).unwrap_or_default();
    let alone = format!("{written} = 0");
    let key = DeTable::parse(&alone).ok().and_then(|table| {
        let (key, _) = table.into_inner().into_iter().next()?;
        Some(key.into_inner().into_owned())
    });
    key.unwrap_or_else(|| written.to_owned())
}

struct Reader<'t> {
    text: &'t str,
    lines: &'t Lines<'t>,
    /// The keys that have other names in what was parsed, by their place in the text.
    duplicates: Vec<Range<usize>>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, lines: &'t Lines<'t>, duplicates: Vec<Range<usize>>) -> Self {
        Self {
            text,
            lines,
            duplicates,
        }
    }

    fn document(&self, root: &Spanned<DeTable<'_>>) -> Result<Node, Mistake> {
        Ok(Node {
            position: Position::START,
            content: self.table(root.get_ref(), Position::START, 1)?,
        })
    }

    fn value(&self, value: &Spanned<DeValue<'_>>, depth: usize) -> Result<Node, Mistake> {
        let position = self.lines.position(self.original(value.span().start));
        let content = match value.get_ref() {
            DeValue::String(text) => Content::Scalar(text.as_ref().into()),
            DeValue::Integer(integer) => number(integer_value(integer)),
            DeValue::Float(float) => number(float_value(float)),
            DeValue::Boolean(value) => Content::Scalar((*value).into()),
            DeValue::Datetime(date) => Content::Scalar(date.to_string().into()),
            DeValue::Array(_) if depth >= DEEPEST => return Err(nested_too_deeply(position)),
            DeValue::Array(items) => {
                let items = items.iter().map(|item| self.value(item, depth + 1));
                Content::List(items.collect::<Result<_, _>>()?)
            }
            DeValue::Table(table) => self.table(table, position, depth + 1)?,
        };
        Ok(Node { position, content })
    }

    fn table(
        &self,
        table: &DeTable<'_>,
        position: Position,
        depth: usize,
    ) -> Result<Content, Mistake> {
        if depth > DEEPEST {
            return Err(nested_too_deeply(position));
        }
        let mut members: Vec<_> = table.iter().collect();
        members.sort_by_key(|(key, _)| key.span().start);
        let members = members.into_iter().map(|(key, value)| {
            let start = self.original(key.span().start);
            let twice = self.duplicates.iter().find(|range| range.start == start);
            let name = match twice {
                Some(range) => key_name(self.text, range),
                None => key.get_ref().to_string(),
            };
            let position = self.lines.position(start);
            Ok((Key { name, position }, self.value(value, depth)?))
        });
        Ok(Content::Map(members.collect::<Result<_, _>>()?))
    }

    /// The place in the text of a place in what was parsed.
    fn original(&self, parsed: usize) -> usize {
        let length = new_key(0).len();
        let mut offset = parsed;
        for range in &self.duplicates {
            if offset <= range.start {
                break;
            }
            offset = match offset.checked_sub(range.start + length) {
                Some(behind) => range.end + behind,
                None => return range.start,
            };
        }
        offset
    }
}

fn number(value: Option<Number>) -> Content {
    value.map_or(Content::NotFinite, |number| {
        Content::Scalar(Value::Number(number))
    })
}

/// Integers that do not fit 64 bits become the nearest number with decimals, as in JSON.
fn integer_value(integer: &DeInteger<'_>) -> Option<Number> {
    let (text, radix) = (integer.as_str(), integer.radix());
    let signed = i64::from_str_radix(text, radix).map(Number::from);
    let number = signed.or_else(|_| u64::from_str_radix(text, radix).map(Number::from));
    number.ok().or_else(|| {
        let digits = text.chars().filter_map(|digit| digit.to_digit(radix));
        let size = digits.fold(0.0, |size, digit| {
            size * f64::from(radix) + f64::from(digit)
        });
        Number::from_f64(if text.starts_with('-') { -size } else { size })
    })
}

fn float_value(float: &DeFloat<'_>) -> Option<Number> {
    float.as_str().parse().ok().and_then(Number::from_f64)
}
