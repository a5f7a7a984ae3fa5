//! What two modes make of a value, compared.

use contracts_build::roundtrip::{compare, program::Outcome};
use serde_json::Value;

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
    let found = compare::plain(left, right).into_iter();
    let writes = found.map(|it| Difference::Writes {
        at: it.at,
        left: it.given,
        right: it.written,
    });
    writes.collect()
}
