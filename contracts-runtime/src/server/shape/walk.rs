use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::{Shape, text, union};
use crate::wire::{CheckedNumber, CountRule, NumberRule};

/// What is wrong with a value, and where the check is in it.
#[derive(Debug)]
pub(in super::super) struct Found {
    path: Vec<Step>,
    /// Pointers and what was asked there.
    pub(in super::super) violations: Vec<(String, String)>,
    /// How many more there are.
    pub(in super::super) more: usize,
    most: usize,
    depth: usize,
    /// How many values may still be gone through to find out which branch of a union they are.
    budget: usize,
}

/// Branches that are made of unions are tried in branches that are tried: what is nested may take twice as long at each
/// level, and somebody may send just that.
const BUDGET: usize = 2_000_000;

#[derive(Debug)]
pub(super) enum Step {
    Declared(&'static str),
    Other(String),
    Item(usize),
}

impl Found {
    /// Nothing so far. No more than `most` violations are kept, and no value may be more than `depth` levels deep.
    pub(in super::super) fn new(most: usize, depth: usize) -> Self {
        Self {
            path: Vec::new(),
            violations: Vec::new(),
            more: 0,
            most,
            depth,
            budget: BUDGET,
        }
    }

    /// For a value in the middle of another, of which only is asked whether it fits.
    pub(super) fn trial(&self) -> Self {
        let mut trial = Self::new(self.most, self.depth.saturating_sub(self.path.len()));
        trial.budget = self.budget;
        trial
    }

    /// Notes what a trial has cost.
    pub(super) fn pay(&mut self, trial: &Self) {
        self.budget = trial.budget;
    }

    /// Whether so many values may be gone through; says so where there are too many.
    pub(super) fn affords(&mut self, values: usize) -> bool {
        let left = self.budget.checked_sub(values);
        self.budget = left.unwrap_or_default();
        if left.is_none() {
            self.broken("a value whose form is easier to find out");
        }
        left.is_some()
    }

    /// Whether nothing is wrong.
    pub(in super::super) fn is_fine(&self) -> bool {
        self.violations.is_empty() && self.more == 0
    }

    pub(in super::super) fn is_empty(&self) -> bool {
        self.violations.is_empty()
    }

    pub(super) fn enter(&mut self, step: Step) {
        self.path.push(step);
    }

    pub(super) fn leave(&mut self) {
        self.path.pop();
    }

    pub(super) fn broken(&mut self, asked: impl Into<String>) {
        if self.violations.len() >= self.most {
            self.more += 1;
            return;
        }
        let pointer = self.pointer();
        self.violations.push((pointer, asked.into()));
    }

    /// Takes over what a trial has found at this place.
    pub(super) fn adopt(&mut self, other: Self) {
        let here = self.pointer();
        for (pointer, asked) in other.violations {
            if self.violations.len() >= self.most {
                self.more += 1;
            } else {
                self.violations.push((format!("{here}{pointer}"), asked));
            }
        }
        self.more += other.more;
    }

    fn is_too_deep(&self) -> bool {
        self.path.len() >= self.depth
    }

    /// RFC 6901.
    fn pointer(&self) -> String {
        let steps = self.path.iter().map(|step| match step {
            Step::Declared(name) => escaped(name),
            Step::Other(name) => escaped(&shortened(name)),
            Step::Item(at) => format!("/{at}"),
        });
        steps.collect()
    }
}

/// A step of a pointer.
fn escaped(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The pointer of a value by names that the sender may have chosen (RFC 6901).
pub(in super::super) fn pointer(path: &[&str]) -> String {
    path.iter().map(|name| escaped(&shortened(name))).collect()
}

/// A name that the sender has chosen may be as long as the body.
fn shortened(name: &str) -> String {
    const MOST: usize = 80;
    match name.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}

/// Checks JSON as it is written.
///
/// # Errors
///
/// It is no JSON.
pub(in super::super) fn check(
    json: &[u8],
    shape: &'static Shape,
    found: &mut Found,
) -> Result<(), serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_slice(json);
    Walk::new(shape, found).deserialize(&mut reader)?;
    reader.end()
}

/// Checks a value.
pub(in super::super) fn check_value(value: &Value, shape: &'static Shape, found: &mut Found) {
    // A value that is there can be gone through.
    let _ = Walk::new(shape, found).deserialize(value);
}

/// A check on its way through a value.
pub(super) struct Walk<'f> {
    pub(super) shape: &'static Shape,
    pub(super) nullable: bool,
    pub(super) found: &'f mut Found,
    /// The member that a union has looked at already.
    pub(super) tag: Option<&'static str>,
}

impl<'f> Walk<'f> {
    pub(super) fn new(shape: &'static Shape, found: &'f mut Found) -> Self {
        let (shape, nullable) = shape.bare();
        let tag = None;
        Self {
            shape,
            nullable,
            found,
            tag,
        }
    }

    fn unexpected(self) {
        let words = self.shape.words();
        let words = match self.nullable {
            true => format!("null or {words}"),
            false => words,
        };
        self.found.broken(words);
    }

    fn number(self, number: CheckedNumber, rules: &'static [NumberRule]) {
        for asked in rules.iter().filter_map(|rule| rule.asked(number)) {
            self.found.broken(asked);
        }
    }

    fn integer(self, number: i128) {
        match self.shape {
            Shape::Any => {}
            Shape::Integer {
                range: (low, high), ..
            } if number < *low || number > *high => {
                self.unexpected();
            }
            Shape::Integer { rules, .. } => self.number(CheckedNumber::Int(number), rules),
            Shape::Number { single, rules } => {
                self.number(CheckedNumber::float(number as f64, *single), rules);
            }
            _ => self.unexpected(),
        }
    }

    pub(super) fn count(&mut self, count: usize, thing: &str, rules: &'static [CountRule]) {
        for asked in rules.iter().filter_map(|rule| rule.broken(count, thing)) {
            self.found.broken(asked);
        }
    }

    /// Whether the value may hold others; says so where it is too deep.
    fn may_hold(&mut self) -> bool {
        let too_deep = self.found.is_too_deep();
        if too_deep {
            let depth = self.found.depth;
            self.found.broken(format!(
                "nothing that is nested more than {depth} levels deep"
            ));
        }
        !too_deep
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        if union::is_for(self.shape) {
            return union::check(self, from);
        }
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        if !self.nullable && !matches!(self.shape, Shape::Null | Shape::Any) {
            self.unexpected();
        }
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        if !matches!(self.shape, Shape::Bool | Shape::Any) {
            self.unexpected();
        }
        Ok(())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.integer(number.into());
        Ok(())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.integer(number.into());
        Ok(())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        match self.shape {
            Shape::Any => {}
            Shape::Number { single, rules } => {
                self.number(CheckedNumber::float(number, *single), rules);
            }
            _ => self.unexpected(),
        }
        Ok(())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        match text::asked(self.shape, value) {
            text::Asked::Nothing => {}
            text::Asked::Another => self.unexpected(),
            text::Asked::More(asked) => {
                asked.into_iter().for_each(|asked| self.found.broken(asked));
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        if !self.may_hold() {
            return drain(items);
        }
        let mut count = 0;
        match self.shape {
            Shape::Any => {
                while items
                    .next_element_seed(self.item(count, &Shape::Any))?
                    .is_some()
                {
                    self.found.leave();
                    count += 1;
                }
                self.found.leave();
            }
            Shape::List { item, rules, .. } => {
                while items.next_element_seed(self.item(count, item))?.is_some() {
                    self.found.leave();
                    count += 1;
                }
                self.found.leave();
                self.count(count, "item", rules);
            }
            Shape::Tuple(shapes) => {
                for (at, shape) in shapes.iter().enumerate() {
                    let one = items.next_element_seed(self.item(at, shape))?;
                    self.found.leave();
                    count += usize::from(one.is_some());
                }
                let more = items.next_element::<IgnoredAny>()?.is_some();
                drain(items)?;
                if more || count < shapes.len() {
                    self.unexpected();
                }
            }
            _ => {
                drain(items)?;
                self.unexpected();
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, members: A) -> Result<(), A::Error> {
        if !self.may_hold() {
            return drain_map(members);
        }
        self.object(members)
    }
}

impl Walk<'_> {
    fn item(&mut self, at: usize, shape: &'static Shape) -> Walk<'_> {
        self.found.enter(Step::Item(at));
        Walk::new(shape, self.found)
    }
}

fn drain<'de, A: SeqAccess<'de>>(mut items: A) -> Result<(), A::Error> {
    while items.next_element::<IgnoredAny>()?.is_some() {}
    Ok(())
}

pub(super) fn drain_map<'de, A: MapAccess<'de>>(mut members: A) -> Result<(), A::Error> {
    while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(())
}
