use std::cmp::Ordering;

use serde_json::{Number, Value};

use super::super::{
    Schema,
    ir::{Int, Rule},
};

/// The formats of text that a server can check; see `contracts_runtime::server`.
const FORMATS: &[&str] = &[
    "byte",
    "date",
    "date-time",
    "email",
    "hostname",
    "idn-email",
    "ipv4",
    "ipv6",
    "time",
    "uri",
    "uri-reference",
    "uuid",
];

pub(super) fn of_text(parts: &[Schema<'_>]) -> Vec<Rule> {
    let mut rules = counts(
        parts,
        "minLength",
        Rule::MinLength,
        "maxLength",
        Rule::MaxLength,
    );
    let patterns = parts.iter().filter_map(|part| part.text("pattern"));
    push_new(
        &mut rules,
        patterns.map(|text| Rule::Pattern(text.to_owned())),
    );
    let formats = parts.iter().filter_map(|part| part.text("format"));
    let formats = formats.filter(|format| FORMATS.contains(format));
    push_new(
        &mut rules,
        formats.map(|text| Rule::Format(text.to_owned())),
    );
    rules
}

pub(super) fn of_lists(parts: &[Schema<'_>]) -> Vec<Rule> {
    let mut rules = counts(
        parts,
        "minItems",
        Rule::MinItems,
        "maxItems",
        Rule::MaxItems,
    );
    let unique = parts.iter().any(|part| part.flag("uniqueItems"));
    rules.extend(unique.then_some(Rule::UniqueItems));
    rules
}

pub(super) fn of_objects(parts: &[Schema<'_>]) -> Vec<Rule> {
    let (least, most) = ("minProperties", "maxProperties");
    counts(parts, least, Rule::MinProperties, most, Rule::MaxProperties)
}

pub(super) fn of_numbers(parts: &[Schema<'_>]) -> Vec<Rule> {
    let (least, most) = (least(parts), most(parts));
    let least = least.map(|bound| bound.rule(Rule::Minimum, Rule::ExclusiveMinimum));
    let most = most.map(|bound| bound.rule(Rule::Maximum, Rule::ExclusiveMaximum));
    let mut rules: Vec<Rule> = least.into_iter().chain(most).collect();
    push_new(&mut rules, divisors(parts).map(Rule::MultipleOf));
    rules
}

/// Those of numbers, without what the type says anyway, and as whole numbers where they are.
pub(super) fn of_integers(parts: &[Schema<'_>], int: Int) -> Vec<Rule> {
    let says = |bound: &Bound, beyond: Ordering, end: i128| {
        let place = compare(&bound.number, &whole(end));
        !(place == beyond || place == Ordering::Equal && !bound.exclusive)
    };
    let (lowest, highest) = int.range();
    let least = least(parts).filter(|bound| says(bound, Ordering::Less, lowest));
    let most = most(parts).filter(|bound| says(bound, Ordering::Greater, highest));
    let least = least.map(|bound| bound.whole().rule(Rule::Minimum, Rule::ExclusiveMinimum));
    let most = most.map(|bound| bound.whole().rule(Rule::Maximum, Rule::ExclusiveMaximum));
    let mut rules: Vec<Rule> = least.into_iter().chain(most).collect();
    let one = Number::from(1);
    let divisors = divisors(parts).map(|number| integer(&number).map_or(number, whole));
    push_new(
        &mut rules,
        divisors
            .filter(|number| *number != one)
            .map(Rule::MultipleOf),
    );
    rules
}

/// The greatest of the least counts that is asked for, and the least of the greatest.
fn counts(
    parts: &[Schema<'_>],
    least: &str,
    at_least: fn(u64) -> Rule,
    most: &str,
    at_most: fn(u64) -> Rule,
) -> Vec<Rule> {
    let of = |keyword: &str| -> Vec<u64> {
        let values = parts.iter().filter_map(|part| part.get(keyword));
        values.filter_map(count).collect()
    };
    let least = of(least).into_iter().max().filter(|least| *least > 0);
    let most = of(most).into_iter().min();
    least
        .map(at_least)
        .into_iter()
        .chain(most.map(at_most))
        .collect()
}

/// A count; JSON Schema takes `3.0` for one.
fn count(value: &Value) -> Option<u64> {
    let Value::Number(number) = value else {
        return None;
    };
    u64::try_from(integer(number)?).ok()
}

/// One end of a range.
struct Bound {
    number: Number,
    exclusive: bool,
}

impl Bound {
    fn rule(self, inclusive: fn(Number) -> Rule, exclusive: fn(Number) -> Rule) -> Rule {
        match self.exclusive {
            true => exclusive(self.number),
            false => inclusive(self.number),
        }
    }

    fn whole(self) -> Self {
        let number = integer(&self.number).map_or(self.number, whole);
        Self { number, ..self }
    }
}

fn least(parts: &[Schema<'_>]) -> Option<Bound> {
    let bounds = bounds(parts, "minimum", "exclusiveMinimum");
    bounds.max_by(|a, b| compare(&a.number, &b.number).then(a.exclusive.cmp(&b.exclusive)))
}

fn most(parts: &[Schema<'_>]) -> Option<Bound> {
    let bounds = bounds(parts, "maximum", "exclusiveMaximum");
    bounds.min_by(|a, b| compare(&a.number, &b.number).then(b.exclusive.cmp(&a.exclusive)))
}

/// `exclusive` is a bound of its own, or says in 3.0 whether the bound itself is left out.
fn bounds<'p>(
    parts: &'p [Schema<'_>],
    bound: &'p str,
    exclusive: &'p str,
) -> impl Iterator<Item = Bound> + 'p {
    parts.iter().flat_map(move |part| {
        let number = |keyword| part.get(keyword).and_then(Value::as_number).cloned();
        let inclusive = number(bound).map(|number| Bound {
            number,
            exclusive: part.flag(exclusive),
        });
        let own = number(exclusive).map(|number| Bound {
            number,
            exclusive: true,
        });
        inclusive.into_iter().chain(own)
    })
}

fn divisors<'p>(parts: &'p [Schema<'_>]) -> impl Iterator<Item = Number> + 'p {
    let divisors = parts
        .iter()
        .filter_map(|part| part.get("multipleOf")?.as_number());
    let divisors = divisors.filter(|number| number.as_f64().is_some_and(|number| number > 0.0));
    divisors.cloned()
}

fn push_new(rules: &mut Vec<Rule>, more: impl Iterator<Item = Rule>) {
    for rule in more {
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
}

/// Exact for whole numbers.
fn compare(a: &Number, b: &Number) -> Ordering {
    match (integer(a), integer(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => {
            let float = |number: &Number| number.as_f64().unwrap_or_default();
            float(a).total_cmp(&float(b))
        }
    }
}

/// The value of a number that is whole, however it is written.
fn integer(number: &Number) -> Option<i128> {
    let exact = number.as_i64().map(i128::from);
    exact
        .or_else(|| number.as_u64().map(i128::from))
        .or_else(|| {
            let float = number.as_f64().filter(|float| float.fract() == 0.0)?;
            // Cut to what fits; no type of ours is as wide.
            Some(float as i128)
        })
}

/// The number of a whole value; a float where it is too large for anything else.
fn whole(value: i128) -> Number {
    let unsigned = u64::try_from(value).ok().map(Number::from);
    let signed = i64::try_from(value).ok().map(Number::from);
    let float = || Number::from_f64(value as f64);
    unsigned
        .or(signed)
        .or_else(float)
        .unwrap_or_else(|| 0.into())
}
