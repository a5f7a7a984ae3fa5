//! Random documents, the same in every build: small schemas of every kind that refer to each other.

use serde_json::{Map, Value, json};

use crate::draw::Draw;

/// How many documents there are.
pub(crate) const DOCUMENTS: u64 = 24;
/// How many schemas a document has: `T0`, `T1`, …
pub(crate) const TYPES: usize = 6;

/// Names of members, some of them hard to be Rust's.
const MEMBERS: &[&str] = &[
    "a", "b", "c-d", "from", "at", "to", "extra", "type", "Self", "kind",
];
const WORDS: &[&str] = &["x", "y", "Err", "null", "unknown", "1"];
const FORMATS: &[&str] = &[
    "int64", "int32", "int16", "int8", "uint8", "uint16", "uint32", "uint64",
];

/// A document by its number.
pub(crate) fn document(number: u64) -> Value {
    let mut draw = Draw::new(words(number));
    let mut schemas = Map::new();
    let mut paths = Map::new();
    // In some, the second and third type extend the first.
    let family = draw.one_in(3);
    for at in 0..TYPES {
        let name = format!("T{at}");
        let draw = &mut draw;
        let mut making = Schemas {
            draw,
            own: at,
            // In the mode `table`, what is wrong with a type of the manifest is told in other words.
            formats: number.is_multiple_of(4),
        };
        let schema = match at {
            0 if family => making.parent(),
            1 | 2 if family => json!({"allOf": [reference(0), making.object()]}),
            _ => making.named(),
        };
        schemas.insert(name.clone(), schema);
        let content = json!({"application/json": {"schema": reference(at)}});
        // What responses hold is open for what nobody named, what requests hold is closed.
        let operation = match draw.one_in(2) {
            true => {
                json!({"get": {"operationId": name, "responses": {"200": {"description": "ok", "content": content}}}})
            }
            false => {
                json!({"put": {"operationId": name, "requestBody": {"content": content}, "responses": {"204": {"description": "ok"}}}})
            }
        };
        paths.insert(format!("/{name}"), operation);
    }
    json!({
        "openapi": "3.1.0",
        "info": {"title": "random", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

/// Numbers that look random (splitmix64).
fn words(seed: u64) -> Vec<u32> {
    let mut state = seed.wrapping_mul(0x2545_f491_4f6c_dd1d);
    let next = |_| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap_or_default()
    };
    (0..400).map(next).collect()
}

fn reference(at: usize) -> Value {
    json!({"$ref": format!("#/components/schemas/T{at}")})
}

/// The making of one schema of a document.
struct Schemas<'d> {
    draw: &'d mut Draw,
    /// The number of the schema itself.
    own: usize,
    /// Whether there are formats for which the manifest names a type.
    formats: bool,
}

impl Schemas<'_> {
    /// A schema of a name of its own; objects most often.
    fn named(&mut self) -> Value {
        match self.draw.below(14) {
            0..=4 => self.object(),
            5 => self.by_constant(),
            6 => self.by_mapping(),
            7..=9 => self.union(),
            10 => self.words(),
            11 => self.values(),
            12 if self.own > 0 => reference(self.draw.below(self.own)),
            _ => self.any(2),
        }
    }

    /// A schema in place; `depth` bounds how many of them are in each other.
    fn any(&mut self, depth: usize) -> Value {
        if depth == 0 {
            return self.leaf();
        }
        match self.draw.below(12) {
            0..=3 => self.leaf(),
            4 | 5 => reference(self.draw.below(TYPES)),
            6 => json!({"type": "array", "items": self.any(depth - 1)}),
            7 => json!({"type": "object", "additionalProperties": self.any(depth - 1)}),
            8 => {
                json!({"type": "array", "prefixItems": [self.leaf(), self.any(depth - 1)], "items": false, "minItems": 2})
            }
            9 => json!({"oneOf": [self.any(depth - 1), {"type": "null"}]}),
            10 => json!({"oneOf": [self.leaf(), {"type": "array", "items": self.leaf()}]}),
            _ => self.words(),
        }
    }

    fn leaf(&mut self) -> Value {
        match self.draw.below(9) {
            0 => json!({"type": "string"}),
            1 | 2 => json!({"type": "integer", "format": self.draw.pick(FORMATS)}),
            3 => json!({"type": "number", "format": self.draw.pick(&["double", "float"])}),
            4 => json!({"type": "boolean"}),
            5 => json!({"type": ["string", "null"]}),
            6 if self.formats => json!({"type": "string", "format": "uuid"}),
            7 => json!({"type": "null"}),
            _ => json!({}),
        }
    }

    fn words(&mut self) -> Value {
        let count = 1 + self.draw.below(4);
        json!({"type": "string", "enum": WORDS[..count]})
    }

    fn values(&mut self) -> Value {
        let values = [json!(1), json!("x"), json!(2.5), json!(true), json!(-3)];
        let count = 2 + self.draw.below(values.len() - 1);
        let mut values = values[..count].to_vec();
        if self.draw.one_in(3) {
            values.push(Value::Null);
        }
        json!({"enum": values})
    }

    fn object(&mut self) -> Value {
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for _ in 0..self.draw.below(6) {
            let name = self.draw.pick(MEMBERS);
            let mut member = self.any(2);
            if self.draw.one_in(3) {
                self.give_default(&mut member);
            }
            if self.draw.one_in(2) && !required.contains(&name) {
                required.push(name);
            }
            properties.insert(name.to_owned(), member);
        }
        let mut object = json!({"type": "object", "properties": properties, "required": required});
        let more = match self.draw.below(5) {
            0 | 1 => return object,
            2 => json!(false),
            3 => json!(true),
            _ => self.any(1),
        };
        object["additionalProperties"] = more;
        object
    }

    fn give_default(&mut self, member: &mut Value) {
        let default = match member["type"].as_str() {
            _ if !member["enum"].is_null() => json!("x"),
            Some("string") if member["format"].is_null() => json!("d"),
            Some("integer") => json!(7),
            Some("number") => json!(1.5),
            Some("boolean") => json!(true),
            _ => return,
        };
        member["default"] = default;
    }

    /// A union whose branches are described in place and have a constant each; some are nothing besides.
    fn by_constant(&mut self) -> Value {
        let mut branches = Vec::new();
        for tag in &WORDS[..2 + self.draw.below(3)] {
            let mut branch = match self.draw.one_in(3) {
                true => json!({"type": "object", "properties": {}, "required": []}),
                false => self.object(),
            };
            branch["properties"]["kind"] = json!({"const": tag});
            let mut required: Vec<Value> =
                branch["required"].as_array().cloned().unwrap_or_default();
            required.retain(|name| name != "kind");
            required.push("kind".into());
            branch["required"] = required.into();
            branches.push(branch);
        }
        json!({"oneOf": branches})
    }

    /// A union of objects, one of them with two tags, whose tag no branch needs to know.
    fn by_mapping(&mut self) -> Value {
        let branches = [self.object(), self.object()];
        let names = ["L", "R"];
        let mut own = Vec::new();
        for (branch, name) in branches.into_iter().zip(names) {
            let mut branch = branch;
            branch["title"] = json!(name);
            branch["properties"]["kind"] = match name {
                "L" => json!({"enum": ["l", "m"]}),
                _ => json!({"const": "r"}),
            };
            own.push(branch);
        }
        json!({"oneOf": own, "discriminator": {"propertyName": "kind"}})
    }

    /// An object that others extend: theirs are the tags, and all others are its own.
    fn parent(&mut self) -> Value {
        let mut parent = self.object();
        parent["properties"]["kind"] = json!({"type": "string"});
        parent["discriminator"] = json!({"propertyName": "kind"});
        parent
    }

    fn union(&mut self) -> Value {
        let mut branches = Vec::new();
        for _ in 0..2 + self.draw.below(3) {
            branches.push(match self.draw.below(4) {
                0 => self.leaf(),
                1 => self.object(),
                _ => self.any(1),
            });
        }
        json!({"anyOf": branches})
    }
}
