//! The differences between the modes that are meant. Each has a reason, and a condition that fits nothing else.

use serde_json::Value;

use crate::compare::{Difference, differences_of};

/// A difference, and what it came of.
pub(crate) struct Case<'c> {
    pub(crate) pair: &'c str,
    /// The value as it was read, and as text.
    pub(crate) value: &'c Value,
    pub(crate) text: &'c str,
    /// What the first of the pair writes.
    pub(crate) left: Option<&'c str>,
    pub(crate) difference: &'c Difference,
}

/// A difference that is meant.
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) fits: fn(&Case<'_>) -> bool,
}

pub(crate) const RULES: &[Rule] = &[
    Rule {
        name: "open enums",
        reason: "where a response holds an enum, a word or tag that the document does not name is kept; typify's enums are closed, and compared with closed ones",
        fits: |case| case.pair == "open, closed" && case.kept_the_unknown_word(),
    },
    Rule {
        name: "objects in lists",
        reason: "serde's derives read a struct from a list of its members' values, too; a document never says that",
        fits: |case| {
            let lists = [
                "invalid type: sequence, expected an object",
                "a list is none of the types of",
            ];
            case.is_derived() && case.refused(&lists)
        },
    },
    Rule {
        name: "members twice",
        reason: "what typify's types read by way of a map or `serde_json::Value`, and a derive's flattened rest, keeps the last of two members of one name; native types refuse the object",
        fits: |case| {
            case.is_derived()
                && case.has_twice()
                && matches!(case.difference, Difference::Accepts(_))
        },
    },
    Rule {
        name: "null for a default",
        reason: "the structs that typify's emitter makes itself take null for a missing member, also where there is a default; native types refuse a null that is no value of the member",
        fits: |case| {
            let is_null = |value: &Value| value.is_null();
            case.pair == TYPIFY
                && case.refused(&["invalid type: null, expected"])
                && holds(case.value, &is_null)
        },
    },
    Rule {
        name: "null that means nothing",
        reason: "where null is no value of an optional member it is read as if the member were missing; typify writes it again where its type is a box, native types do not",
        fits: |case| match case.difference {
            Difference::Writes {
                at,
                left: Some(Value::Null),
                right: None,
            } => case.pair == TYPIFY && case.value.pointer(at) == Some(&Value::Null),
            _ => false,
        },
    },
    Rule {
        name: "floats of 32 bits",
        reason: "`format: float` is `f32` natively, and `f64` by typify: beyond its precision a number is another one",
        fits: |case| match case.difference {
            Difference::Writes {
                left: Some(left),
                right: Some(right),
                ..
            } => {
                let short = |value: &Value| value.as_f64().map(|value| value as f32);
                case.pair == TYPIFY && short(left).is_some() && short(left) == short(right)
            }
            _ => false,
        },
    },
    Rule {
        name: "missing for null",
        reason: "typify reads a required member that may be null as null where it is missing; it is required",
        fits: |case| {
            let missing = case.missing();
            let null = missing.map(|name| format!("{}:null", Value::from(name)));
            case.pair == TYPIFY
                && null.is_some_and(|null| case.left.is_some_and(|it| it.contains(&null)))
        },
    },
    Rule {
        name: "null for missing",
        reason: "typify forgets whether an optional member that may be null was null or missing; native types write what they read",
        fits: |case| match case.difference {
            Difference::Writes {
                at,
                left: None,
                right: Some(Value::Null),
            } => case.pair == TYPIFY && case.value.pointer(at) == Some(&Value::Null),
            _ => false,
        },
    },
    Rule {
        name: "null for missing, where nothing else is allowed",
        reason: "typify writes null for a missing optional member whose only value is null; native types write what they read",
        fits: |case| match case.difference {
            Difference::Writes {
                at,
                left: Some(Value::Null),
                right: None,
            } => case.pair == TYPIFY && case.value.pointer(at).is_none(),
            _ => false,
        },
    },
    Rule {
        name: "defaults",
        reason: "native types write the default of a member that was missing; the structs that typify's emitter makes itself have no defaults",
        fits: |case| match case.difference {
            Difference::Writes {
                at,
                left: None,
                right: Some(_),
            } => case.pair == TYPIFY && case.value.pointer(at).is_none(),
            _ => false,
        },
    },
    Rule {
        name: "integers in enums",
        reason: "in JSON Schema 1.0 is 1, so that it is a value of an enum of integers; typify's reads integers alone",
        fits: |case| {
            let why = ["floating point", ".0` is none of the allowed values"];
            // A union of typify's does not say why.
            let union = "data did not match any variant of untagged enum";
            let is_whole =
                |part: &Value| part.is_f64() && part.as_f64().is_some_and(|it| it.fract() == 0.0);
            let is_whole = holds(case.value, &is_whole);
            let says =
                |it: &str| why.iter().any(|why| it.contains(why)) || is_whole && it.contains(union);
            matches!(case.difference, Difference::Refuses(it) if case.pair == TYPIFY && says(it))
        },
    },
    Rule {
        name: "first or best",
        reason: "of a union without tag typify takes the first type that fits somehow; native unions the first that leaves nothing out",
        fits: |case| match case.difference {
            Difference::Writes { at, left, right } => {
                let given = case.value.pointer(at);
                case.pair == TYPIFY && left.as_ref() != given && is(right.as_ref(), given)
            }
            _ => false,
        },
    },
];

const TYPIFY: &str = "typify, native";

/// Whether a value or a part of it is what is looked for.
fn holds(value: &Value, is: &dyn Fn(&Value) -> bool) -> bool {
    is(value)
        || match value {
            Value::Array(items) => items.iter().any(|item| holds(item, is)),
            Value::Object(members) => members.values().any(|item| holds(item, is)),
            _ => false,
        }
}

fn is(written: Option<&Value>, given: Option<&Value>) -> bool {
    match (written, given) {
        (Some(written), Some(given)) => differences_of(written, given).is_empty(),
        _ => false,
    }
}

impl Case<'_> {
    /// Whether the first of the pair reads by serde's derives.
    fn is_derived(&self) -> bool {
        self.pair == TYPIFY || self.pair.starts_with("derive")
    }

    /// Whether the second of the pair refuses with one of these words.
    fn refused(&self, words: &[&str]) -> bool {
        let Difference::Accepts(why) = self.difference else {
            return false;
        };
        words.iter().any(|word| why.contains(word))
    }

    /// Whether the second of the pair refuses a word of the value, as one that the document does not name, and the first
    /// writes it again. Of a union it says so of each type, but cuts long reasons off.
    fn kept_the_unknown_word(&self) -> bool {
        let Difference::Accepts(why) = self.difference else {
            return false;
        };
        let written = self.left.and_then(|it| serde_json::from_str(it).ok());
        let Some(written): Option<Value> = written else {
            return false;
        };
        let is_kept = |rest: &str| {
            // The word itself may be what is cut off.
            let word = rest.split(['`', '…']).next().unwrap_or_default();
            // What is told stands on one line.
            let begins = |value: &Value| {
                let text = value.as_str().map(|text| text.replace('\n', " "));
                text.is_some_and(|text| text.starts_with(word))
            };
            holds(self.value, &begins) && holds(&written, &begins)
        };
        let is_cut_off = why.contains("is none of the types of") && why.contains('…');
        why.split("unknown variant `").skip(1).any(is_kept)
            || is_cut_off && self.wrote_what_it_read(&written)
    }

    /// The member that the second of the pair says is missing.
    fn missing(&self) -> Option<&str> {
        let Difference::Accepts(why) = self.difference else {
            return None;
        };
        why.split_once("missing field `")?.1.split('`').next()
    }

    /// Whether the first of the pair writes what it read, but for members that nobody declared and for defaults.
    fn wrote_what_it_read(&self, written: &Value) -> bool {
        let changed = |difference: &Difference| {
            matches!(
                difference,
                Difference::Writes {
                    left: Some(_),
                    right: Some(_),
                    ..
                }
            )
        };
        !differences_of(written, self.value).iter().any(changed)
    }

    /// Whether an object has two members of one name.
    fn has_twice(&self) -> bool {
        let once = self.value.to_string();
        self.text != once
    }
}
