use super::{
    CountRule, Invalid, MAX_VIOLATIONS, NumberRule, Step, TextRule, Validate, Violation,
    number::Number, path::Path, pattern,
};
use crate::wire::MAX_DEPTH;

/// A check on its way through a value.
#[derive(Debug, Default)]
pub struct Check<'v> {
    path: Vec<Step<'v>>,
    /// How many values are being checked, one in the other.
    depth: usize,
    violations: Vec<Violation>,
    more: usize,
}

impl<'v> Check<'v> {
    /// Into a member.
    pub fn member(&mut self, name: &'v str) {
        self.path.push(Step::Member(name));
    }

    /// Into an item of a list.
    pub fn item(&mut self, at: usize) {
        self.path.push(Step::Item(at));
    }

    /// Out of what was entered last.
    pub fn leave(&mut self) {
        self.path.pop();
    }

    /// Checks a value that knows itself what it has to keep.
    pub fn value(&mut self, value: &'v dyn Validate) {
        // The root is a level, too, and does not come by here.
        if self.depth + 1 >= MAX_DEPTH {
            self.broken(format!(
                "objects that are nested no more than {MAX_DEPTH} levels deep"
            ));
            return;
        }
        self.depth += 1;
        value.check(self);
        self.depth -= 1;
    }

    /// Checks a text.
    pub fn text(&mut self, text: &str, rules: &[TextRule<'_>]) {
        for asked in pattern::broken(text, rules) {
            self.broken(asked);
        }
    }

    /// Checks an integer.
    pub fn integer(&mut self, number: impl Into<i128>, rules: &[NumberRule]) {
        self.number(Number::Int(number.into()), rules);
    }

    /// Checks a number of single precision.
    pub fn single(&mut self, number: f32, rules: &[NumberRule]) {
        self.number(Number::Single(number), rules);
    }

    /// Checks a number of double precision.
    pub fn double(&mut self, number: f64, rules: &[NumberRule]) {
        self.number(Number::Double(number), rules);
    }

    fn number(&mut self, number: Number, rules: &[NumberRule]) {
        for asked in rules.iter().filter_map(|rule| rule.broken(number)) {
            self.broken(asked);
        }
    }

    /// Checks how many items a list has.
    pub fn items(&mut self, count: usize, rules: &[CountRule]) {
        self.count(count, "item", rules);
    }

    /// Checks how many members an object or map has.
    pub fn members(&mut self, count: usize, rules: &[CountRule]) {
        self.count(count, "member", rules);
    }

    fn count(&mut self, count: usize, thing: &str, rules: &[CountRule]) {
        for asked in rules.iter().filter_map(|rule| rule.broken(count, thing)) {
            self.broken(asked);
        }
    }

    /// Checks that no two items of a list are equal, by comparing each with each.
    pub fn unique<T: PartialEq>(&mut self, items: &[T]) {
        let twice = items.iter().enumerate().find_map(|(at, item)| {
            let first = items[..at].iter().position(|other| other == item);
            first.map(|first| (first, at))
        });
        self.twice(twice);
    }

    /// Checks that no two items of a list are equal, by sorting them.
    pub fn unique_sorted<T: Ord>(&mut self, items: &[T]) {
        let mut sorted: Vec<(&T, usize)> = items.iter().zip(0..).collect();
        sorted.sort_unstable();
        let twice = sorted.windows(2).filter_map(|pair| match pair {
            [(one, first), (other, second)] if one == other => Some((*first, *second)),
            _ => None,
        });
        self.twice(twice.min_by_key(|(_, second)| *second));
    }

    fn twice(&mut self, found: Option<(usize, usize)>) {
        if let Some((first, second)) = found {
            self.broken(format!("no item twice, [{second}] is [{first}]"));
        }
    }

    fn broken(&mut self, asked: String) {
        if self.violations.len() == MAX_VIOLATIONS {
            self.more += 1;
            return;
        }
        let path = Path(&self.path).to_string();
        self.violations.push(Violation { path, asked });
    }

    /// What came out of it.
    pub(super) fn end(self) -> Result<(), Invalid> {
        match self.violations.is_empty() {
            true => Ok(()),
            false => Err(Invalid {
                violations: self.violations,
                more: self.more,
            }),
        }
    }
}
