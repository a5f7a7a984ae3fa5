//! What two modes make of a value, compared.

use serde_json::Value;

use crate::probe::Outcome;

/// Two modes that are compared: their places, and whether what they write has to be the same byte for byte.
pub(crate) struct Pair {
    pub(crate) name: &'static str,
    pub(crate) left: usize,
    pub(crate) right: usize,
    pub(crate) exact: bool,
}

/// typify knows closed enums alone, so that it is compared with closed ones, and these with open ones.
pub(crate) const PAIRS: [Pair; 4] = [
    pair("table, field-match", 1, 0, true),
    pair("derive, field-match", 2, 0, true),
    pair("open, closed", 0, 3, false),
    pair("typify, native", 4, 3, false),
];

const fn pair(name: &'static str, left: usize, right: usize, exact: bool) -> Pair {
    Pair {
        name,
        left,
        right,
        exact,
    }
}

/// How the first of a pair differs from the second.
#[derive(Clone, Debug)]
pub(crate) enum Difference {
    /// It refuses what the second accepts.
    Refuses(String),
    /// It accepts what the second refuses.
    Accepts(String),
    /// It writes another part: where, and both; `None` for what is not there.
    Writes {
        at: String,
        left: Option<Value>,
        right: Option<Value>,
    },
    /// It writes the same in other words.
    Spells,
}

pub(crate) fn differences(pair: &Pair, left: &Outcome, right: &Outcome) -> Vec<Difference> {
    match (left, right) {
        (Err(_), Err(_)) => Vec::new(),
        (Err(why), Ok(_)) => vec![Difference::Refuses(why.clone())],
        (Ok(_), Err(why)) => vec![Difference::Accepts(why.clone())],
        (Ok(left), Ok(right)) if left == right => Vec::new(),
        (Ok(left), Ok(right)) => {
            let mut found = match (serde_json::from_str(left), serde_json::from_str(right)) {
                (Ok(left), Ok(right)) => differences_of(&left, &right),
                _ => return vec![Difference::Spells],
            };
            if found.is_empty() && pair.exact {
                found.push(Difference::Spells);
            }
            found
        }
    }
}

/// The parts in which two values differ.
pub(crate) fn differences_of(left: &Value, right: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    parts(Some(left), Some(right), "", &mut found);
    found
}

fn parts(left: Option<&Value>, right: Option<&Value>, at: &str, found: &mut Vec<Difference>) {
    match (left, right) {
        (Some(Value::Object(left)), Some(Value::Object(right))) => {
            for (key, value) in left {
                parts(Some(value), right.get(key), &step(at, key), found);
            }
            for (key, value) in right.iter().filter(|(key, _)| !left.contains_key(*key)) {
                parts(None, Some(value), &step(at, key), found);
            }
        }
        (Some(Value::Array(left)), Some(Value::Array(right))) if left.len() == right.len() => {
            for (index, (left, right)) in left.iter().zip(right).enumerate() {
                parts(Some(left), Some(right), &format!("{at}/{index}"), found);
            }
        }
        (Some(left), Some(right)) if same(left, right) => {}
        (left, right) => found.push(Difference::Writes {
            at: at.to_owned(),
            left: left.cloned(),
            right: right.cloned(),
        }),
    }
}

fn step(at: &str, key: &str) -> String {
    format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// Numbers are the same if their values are.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.is_f64() != other.is_f64() && one.as_f64() == other.as_f64()
        }
        _ => left == right,
    }
}
