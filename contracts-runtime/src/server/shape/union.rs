//! Values that have to be there as a whole before they can be judged: unions, lists of unique items, literals.

use serde::{Deserialize, de::Deserializer};
use serde_json::Value;

use super::{
    Shape,
    kind::one_of,
    walk::{Step, Walk, check_value},
};

/// Whether a value of the shape is judged here.
pub(super) fn is_for(shape: &Shape) -> bool {
    matches!(
        shape,
        Shape::Union(_)
            | Shape::Tagged { .. }
            | Shape::Values(_)
            | Shape::List { unique: true, .. }
    )
}

/// Reads the value, and checks it.
pub(super) fn check<'de, D: Deserializer<'de>>(walk: Walk<'_>, from: D) -> Result<(), D::Error> {
    let value = Value::deserialize(from)?;
    if value.is_null() && walk.nullable {
        return Ok(());
    }
    match walk.shape {
        Shape::Union(branches) => any_of(walk, &value, branches),
        Shape::Tagged {
            tag,
            branches,
            other,
        } => tagged(walk, &value, tag, branches, *other),
        Shape::Values(values) => {
            let is_one = values
                .iter()
                .any(|one| serde_json::from_str::<Value>(one).is_ok_and(|one| one == value));
            if !is_one {
                walk.found.broken(one_of(values));
            }
        }
        Shape::List { item, rules, .. } => unique(walk, &value, item, rules),
        _ => {}
    }
    Ok(())
}

/// The first branch that fits is enough. Where none does, and only one could have been meant, it tells what is wrong.
fn any_of(walk: Walk<'_>, value: &Value, branches: &'static [Shape]) {
    let found = walk.found;
    if !found.affords(size(value).saturating_mul(branches.len())) {
        return;
    }
    let mut near = None;
    let mut count = 0;
    for branch in branches.iter().filter(|branch| plausible(branch, value, 0)) {
        let mut trial = found.trial();
        check_value(value, branch, &mut trial);
        found.pay(&trial);
        if trial.is_empty() {
            return;
        }
        near = Some(trial);
        count += 1;
    }
    if count == 0 {
        let mut alike = branches.iter().filter(|branch| alike(branch, value, 0));
        if let (Some(only), None) = (alike.next(), alike.next()) {
            check_value(value, only, found);
            return;
        }
    }
    match near {
        Some(only) if count == 1 => found.adopt(only),
        _ => found.broken(format!(
            "one of the {} forms of the contract",
            branches.len()
        )),
    }
}

/// The values in a value, itself included.
fn size(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(size).sum::<usize>() + 1,
        Value::Object(members) => members.values().map(size).sum::<usize>() + 1,
        _ => 1,
    }
}

/// Unions of unions that are looked into; nobody writes more.
const DEEPEST: usize = 16;

/// Whether a value has the form that a shape is for.
fn alike(shape: &'static Shape, value: &Value, depth: usize) -> bool {
    let (shape, nullable) = shape.bare();
    match (shape, value) {
        (Shape::Any | Shape::Values(_), _) => true,
        (_, Value::Null) => nullable || matches!(shape, Shape::Null),
        (Shape::Bool, Value::Bool(_))
        | (Shape::Text { .. } | Shape::Parsed { .. } | Shape::OneOf(_), Value::String(_))
        | (Shape::List { .. } | Shape::Tuple(_), Value::Array(_))
        | (Shape::Object { .. } | Shape::Map { .. } | Shape::Tagged { .. }, Value::Object(_))
        | (Shape::Number { .. }, Value::Number(_)) => true,
        (Shape::Integer { .. }, Value::Number(number)) => !number.is_f64(),
        (Shape::Union(branches), value) => {
            depth < DEEPEST
                && branches
                    .iter()
                    .any(|branch| alike(branch, value, depth + 1))
        }
        _ => false,
    }
}

/// The same, and what has to be in it is there.
fn plausible(shape: &'static Shape, value: &Value, depth: usize) -> bool {
    match (shape.bare().0, value) {
        (Shape::Object { members, .. }, Value::Object(there)) => {
            let mut required = members.iter().filter(|member| member.required);
            required.all(|member| there.contains_key(member.name))
        }
        (Shape::Union(branches), value) => {
            depth < DEEPEST
                && branches
                    .iter()
                    .any(|branch| plausible(branch, value, depth + 1))
        }
        (Shape::OneOf(words), Value::String(word)) => words.contains(&word.as_str()),
        _ => alike(shape, value, depth),
    }
}

fn tagged(
    walk: Walk<'_>,
    value: &Value,
    tag: &'static str,
    branches: &'static [(&'static [&'static str], Option<&'static Shape>)],
    other: Option<&'static Shape>,
) {
    let Value::Object(members) = value else {
        match other {
            Some(shape) => check_value(value, shape, walk.found),
            None => walk.found.broken("an object"),
        }
        return;
    };
    let word = members.get(tag).and_then(Value::as_str);
    let branch = word.and_then(|word| {
        let mut branches = branches.iter();
        let found = branches.find(|(words, _)| words.contains(&word))?;
        Some(found.1)
    });
    match (branch, other) {
        (Some(None), _) => {}
        (Some(Some(shape)), _) | (None, Some(shape)) => {
            let mut inner = Walk::new(shape, walk.found);
            inner.tag = Some(tag);
            let _ = serde::de::DeserializeSeed::deserialize(inner, value);
        }
        (None, None) => {
            let words: Vec<&str> = branches
                .iter()
                .flat_map(|(words, _)| *words)
                .copied()
                .collect();
            walk.found.enter(Step::Declared(tag));
            walk.found.broken(one_of(&words));
            walk.found.leave();
        }
    }
}

fn unique(
    mut walk: Walk<'_>,
    value: &Value,
    item: &'static Shape,
    rules: &'static [crate::wire::CountRule],
) {
    let Value::Array(items) = value else {
        walk.found.broken("a list");
        return;
    };
    for (at, one) in items.iter().enumerate() {
        walk.found.enter(Step::Item(at));
        check_value(one, item, walk.found);
        walk.found.leave();
    }
    walk.count(items.len(), "item", rules);
    // Sorted by what they are written as: a list may be as long as a body allows.
    let mut written: Vec<(String, usize)> = items.iter().map(Value::to_string).zip(0..).collect();
    written.sort_unstable();
    let twice = written.windows(2).find_map(|pair| match pair {
        [(one, first), (other, second)] if one == other => Some((*first, *second)),
        _ => None,
    });
    if let Some((first, second)) = twice {
        walk.found
            .broken(format!("no item twice, {second} is {first}"));
    }
}
