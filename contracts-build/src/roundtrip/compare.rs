//! What is not the same in two values: numbers by value, and the rest as the schemas say that describe them.

use std::collections::BTreeMap;

use serde_json::{Number, Value};

use super::{dialect::Node, instant::Instant};

/// A part that is not the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The part's JSON pointer.
    pub at: String,
    /// The part as it was given; `None` where there was none.
    pub given: Option<Value>,
    /// The part as it was written.
    pub written: Option<Value>,
}

/// What is not the same in two values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// The parts that differ.
    pub differences: Vec<Difference>,
    /// Members that were given and not written, and that no schema declares.
    pub ignored: usize,
}

/// Which schemas describe which part of a value: numbers of nodes, by JSON pointers.
#[derive(Clone, Debug, Default)]
pub(super) struct Meaning(BTreeMap<String, Vec<usize>>);

impl Meaning {
    pub(super) fn note(&mut self, at: &str, node: usize) {
        self.0.entry(at.to_owned()).or_default().push(node);
    }

    /// Whether one of the nodes, with the part that it describes, is such.
    pub(super) fn any(&self, nodes: &[Node], is_such: impl Fn(&str, &Node) -> bool) -> bool {
        let mut parts = self.0.iter();
        parts.any(|(at, numbers)| {
            let mut nodes = numbers.iter().filter_map(|number| nodes.get(*number));
            nodes.any(|node| is_such(at, node))
        })
    }
}

/// Compares values of which no schema is known: every member counts, and all text is only text.
///
/// ```
/// use contracts_build::roundtrip::compare::plain;
/// use serde_json::json;
///
/// assert_eq!(plain(&json!({"a": 1}), &json!({"a": 1.0})), []);
/// assert_eq!(plain(&json!({"a": [1, 2]}), &json!({"a": [1, 3]}))[0].at, "/a/1");
/// ```
pub fn plain(given: &Value, written: &Value) -> Vec<Difference> {
    compare(given, written, &[], &Meaning::default()).differences
}

/// Compares a value with what was written of it.
pub(super) fn compare(
    given: &Value,
    written: &Value,
    nodes: &[Node],
    meaning: &Meaning,
) -> Comparison {
    let mut comparer = Comparer {
        nodes,
        meaning,
        found: Comparison::default(),
    };
    comparer.parts(Some(given), Some(written), "");
    comparer.found
}

struct Comparer<'c> {
    nodes: &'c [Node],
    meaning: &'c Meaning,
    found: Comparison,
}

impl<'c> Comparer<'c> {
    fn parts(&mut self, given: Option<&Value>, written: Option<&Value>, at: &str) {
        match (given, written) {
            (Some(Value::Object(given)), Some(Value::Object(written))) => {
                for (key, value) in given {
                    match written.get(key) {
                        None if !self.declares(at, key) => self.found.ignored += 1,
                        other => self.parts(Some(value), other, &step(at, key)),
                    }
                }
                for (key, value) in written {
                    if !given.contains_key(key) && !self.is_default(at, key, value) {
                        self.parts(None, Some(value), &step(at, key));
                    }
                }
            }
            (Some(Value::Array(given)), Some(Value::Array(written)))
                if given.len() == written.len() =>
            {
                for (index, (given, written)) in given.iter().zip(written).enumerate() {
                    self.parts(Some(given), Some(written), &format!("{at}/{index}"));
                }
            }
            (Some(given), Some(written)) if self.same(given, written, at) => {}
            (given, written) => self.found.differences.push(Difference {
                at: at.to_owned(),
                given: given.cloned(),
                written: written.cloned(),
            }),
        }
    }

    /// The schemas that describe a part.
    fn nodes(&self, at: &str) -> impl Iterator<Item = &'c Node> {
        let numbers = self.meaning.0.get(at);
        let numbers = numbers.into_iter().flatten();
        numbers.filter_map(|number| self.nodes.get(*number))
    }

    /// Whether a schema speaks of a member. Where none names any, the object is free, and all of it counts.
    fn declares(&self, at: &str, key: &str) -> bool {
        let speaks = |node: &Node| node.rest || node.members.contains_key(key);
        let names = |node: &Node| !node.members.is_empty();
        self.nodes(at).any(speaks) || !self.nodes(at).any(names)
    }

    /// Whether a member that is not there means this value.
    fn is_default(&self, at: &str, key: &str, value: &Value) -> bool {
        let defaults = self.nodes(at);
        let mut defaults = defaults.filter_map(|node| node.members.get(key)?.as_ref());
        defaults.any(|default| plain(default, value).is_empty())
    }

    fn same(&self, given: &Value, written: &Value, at: &str) -> bool {
        let formats = || self.nodes(at).filter_map(|node| node.format.as_deref());
        match (given, written) {
            (Value::Number(given), Value::Number(written)) => {
                equal(given, written) || formats().any(|it| it == "float") && single(given, written)
            }
            (Value::String(given), Value::String(written)) => {
                given == written || formats().any(|format| same_text(format, given, written))
            }
            _ => given == written,
        }
    }
}

fn step(at: &str, key: &str) -> String {
    format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// Whether two numbers have one value, however they are written.
fn equal(one: &Number, other: &Number) -> bool {
    match (whole(one), whole(other)) {
        (Some(one), Some(other)) => one == other,
        (None, None) => one.as_f64() == other.as_f64(),
        _ => false,
    }
}

/// A number without fraction, if it is one and not beyond all integers.
#[expect(
    clippy::cast_possible_truncation,
    reason = "it has no fraction, and is small enough"
)]
fn whole(number: &Number) -> Option<i128> {
    let integer = number.as_i64().map(i128::from);
    let integer = integer.or_else(|| number.as_u64().map(i128::from));
    integer.or_else(|| {
        let float = number.as_f64()?;
        let is_whole = float.fract() == 0.0 && float.abs() < 2.0_f64.powi(100);
        is_whole.then_some(float as i128)
    })
}

/// Whether two numbers are one in single precision, which is what `format: float` says.
#[expect(clippy::cast_possible_truncation, reason = "that is the question")]
fn single(one: &Number, other: &Number) -> bool {
    let single = |number: &Number| number.as_f64().map(|number| number as f32);
    single(one) == single(other)
}

/// Whether two texts say the same in a format.
fn same_text(format: &str, one: &str, other: &str) -> bool {
    match format {
        "date-time" => {
            let instants = Instant::parse(one).zip(Instant::parse(other));
            instants.is_some_and(|(one, other)| one == other)
        }
        "byte" => bytes(one).eq(bytes(other)),
        "uuid" => one.eq_ignore_ascii_case(other),
        _ => false,
    }
}

/// Base64 in the standard alphabet, without padding.
fn bytes(text: &str) -> impl Iterator<Item = char> {
    text.trim_end_matches('=')
        .chars()
        .map(|letter| match letter {
            '-' => '+',
            '_' => '/',
            letter => letter,
        })
}

#[cfg(test)]
mod tests;
