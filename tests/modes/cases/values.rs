//! Values made for a schema, and values that are almost such.

use serde_json::Value;

use crate::{draw::Draw, json::Json};

/// Makes values of a document's schemas.
pub(crate) struct Values<'d> {
    pub(crate) document: &'d Value,
    pub(crate) draw: Draw,
}

/// How many schemas may be in each other before a value ends, valid or not.
const DEEPEST: usize = 8;

impl<'d> Values<'d> {
    /// A value of the component.
    pub(crate) fn component(&mut self, name: &str) -> Json {
        self.value(&self.document["components"]["schemas"][name], 0)
    }

    fn value(&mut self, schema: &'d Value, depth: usize) -> Json {
        if let Some(reference) = schema["$ref"].as_str() {
            let target = reference
                .strip_prefix('#')
                .and_then(|at| self.document.pointer(at));
            return self.value(target.expect("a schema"), depth + 1);
        }
        if depth > DEEPEST {
            return leaf("null");
        }
        if let Some(value) = schema.get("const") {
            return Json::of(value);
        }
        if let Some(values) = schema["enum"].as_array() {
            return Json::of(&values[self.draw.below(values.len())]);
        }
        let branches = schema["oneOf"].as_array().or(schema["anyOf"].as_array());
        if let Some(branches) = branches {
            let branch = self.draw.below(branches.len());
            return self.value(&branches[branch], depth + 1);
        }
        if let Some(parts) = schema["allOf"].as_array() {
            let values = parts.iter().map(|part| self.value(part, depth + 1));
            let members = values.filter_map(|value| match value {
                Json::Object(members) => Some(members),
                _ => None,
            });
            return Json::Object(members.flatten().collect());
        }
        match schema["type"].as_str() {
            Some("object") => self.object(schema, depth),
            Some("array") => self.list(schema, depth),
            _ => self.scalar(schema),
        }
    }

    fn object(&mut self, schema: &'d Value, depth: usize) -> Json {
        let required = |name: &str| {
            let mut names = schema["required"].as_array().into_iter().flatten();
            names.any(|own| own == name)
        };
        let mut members = Vec::new();
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            if required(name) || self.draw.one_in(2) {
                let value = match (name.as_str(), schema.get("discriminator")) {
                    // The tags of those that extend it, and one that is none.
                    ("kind", Some(_)) => leaf(self.draw.pick(&["\"T1\"", "\"T2\"", "\"x\""])),
                    _ => self.value(member, depth + 1),
                };
                members.push((name.clone(), value));
            }
        }
        let more = schema
            .get("additionalProperties")
            .filter(|more| *more != false);
        if let Some(more) = more {
            for name in ["p", "q"] {
                if self.draw.one_in(3) {
                    members.push((name.to_owned(), self.value(more, depth + 1)));
                }
            }
        }
        if !members.is_empty() {
            let first = self.draw.below(members.len());
            members.rotate_left(first);
        }
        Json::Object(members)
    }

    fn list(&mut self, schema: &'d Value, depth: usize) -> Json {
        if let Some(parts) = schema["prefixItems"].as_array() {
            return Json::List(
                parts
                    .iter()
                    .map(|part| self.value(part, depth + 1))
                    .collect(),
            );
        }
        let count = self.draw.below(3);
        let items = (0..count).map(|_| self.value(&schema["items"], depth + 1));
        Json::List(items.collect())
    }

    fn scalar(&mut self, schema: &Value) -> Json {
        let kind = schema["type"].as_str().unwrap_or("any");
        leaf(match (kind, schema["format"].as_str()) {
            ("string", Some(_)) => "\"67e55044-10b1-426f-9247-bb680e5fe0c8\"",
            ("string", None) => self
                .draw
                .pick(&["\"\"", "\"x\"", "\"a\\u0062\\n\"", "\"null\""]),
            ("integer", _) => self.draw.pick(&["0", "1", "127", "7"]),
            ("number", _) => self
                .draw
                .pick(&["0", "1.5", "-2", "1e3", "16777217", "0.1"]),
            ("boolean", _) => self.draw.pick(&["true", "false"]),
            ("null", _) => "null",
            _ if schema["type"].is_array() => self.draw.pick(&["null", "\"x\""]),
            _ => self.draw.pick(LEAVES),
        })
    }
}

/// Values of every kind, those at the bounds of Rust's numbers too.
const LEAVES: &[&str] = &[
    "null",
    "true",
    "0",
    "-1",
    "1.0",
    "\"x\"",
    "\"l\"",
    "\"\"",
    "300",
    "-129",
    "70000",
    "2147483648",
    "4294967296",
    "9223372036854775808",
    "18446744073709551616",
    "-0",
    "1e999",
    "1e40",
    "\"67e55044-10b1-426f-9247-bb680e5fe0c8\"",
    "{}",
    "{\"x\":null}",
    "{\"kind\":\"x\"}",
];

fn leaf(text: &str) -> Json {
    Json::Leaf(text.to_owned())
}

/// Names that some member has, or none.
const NAMES: &[&str] = &["a", "kind", "zz", "p", "from", "extra"];

/// Changes something somewhere in a value. Says whether there may be a list where there was none before.
pub(crate) fn mutate(value: &mut Json, draw: &mut Draw) -> bool {
    let at = draw.below(value.count());
    let part = value.part(at);
    match draw.below(8) {
        0 => *part = leaf("null"),
        1 | 2 => *part = leaf(draw.pick(LEAVES)),
        3 => {
            *part = Json::List(vec![part.clone()]);
            return true;
        }
        _ => return mutate_members(part, draw),
    }
    false
}

fn mutate_members(part: &mut Json, draw: &mut Draw) -> bool {
    match part {
        Json::Leaf(_) => *part = leaf(draw.pick(LEAVES)),
        Json::List(items) if items.is_empty() => items.push(leaf(draw.pick(LEAVES))),
        Json::List(items) => {
            let at = draw.below(items.len());
            if draw.one_in(2) {
                items.remove(at);
            } else {
                items.push(items[at].clone());
            }
        }
        Json::Object(members) if members.is_empty() => {
            members.push((draw.pick(NAMES).to_owned(), leaf(draw.pick(LEAVES))));
        }
        Json::Object(members) => {
            let (at, other) = (draw.below(members.len()), draw.below(members.len()));
            match draw.below(6) {
                0 => drop(members.remove(at)),
                1 => draw.pick(NAMES).clone_into(&mut members[at].0),
                2 => members.push(members[at].clone()),
                3 => members.push((draw.pick(NAMES).to_owned(), leaf(draw.pick(LEAVES)))),
                4 => members.swap(at, other),
                _ => {
                    let value = members[at].1.clone();
                    let value = std::mem::replace(&mut members[other].1, value);
                    members[at].1 = value;
                    return true;
                }
            }
        }
    }
    false
}
