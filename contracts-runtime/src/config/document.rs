//! A configuration file as JSON value plus the place of every key and value in it.
//!
//! Nothing here knows the schema. Mistakes that the text alone shows (syntax, duplicate keys, numbers that JSON does
//! not have) are found here; duplicate keys and such numbers do not stop the reading, so that one run reports them all.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::error::{Mistake, code};
use super::format::Format;
use super::node::{Content, Key, Node};
use super::place::Position;
use super::pointer;

/// A configuration file as read.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) format: Format,
    pub(super) value: Value,
    /// What is wrong with the text itself.
    pub(super) mistakes: Vec<Mistake>,
    places: BTreeMap<String, Place>,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    key: Option<Position>,
    value: Position,
}

impl Document {
    /// Where the value at `pointer` stands.
    pub(super) fn value_position(&self, pointer: &str) -> Position {
        self.places
            .get(pointer)
            .map_or(Position::START, |place| place.value)
    }

    /// Takes a member out of its mapping.
    pub(super) fn remove(&mut self, pointer: &str) {
        let Some((parent, name)) = pointer::split(pointer) else {
            return;
        };
        if let Some(Value::Object(members)) = self.value.pointer_mut(parent) {
            members.remove(&name);
        }
    }

    /// Where the key of the member at `pointer` stands; for list items, where the item stands.
    pub(super) fn key_position(&self, pointer: &str) -> Position {
        match self.places.get(pointer) {
            Some(Place { key: Some(key), .. }) => *key,
            _ => self.value_position(pointer),
        }
    }
}

/// Reads the text of the file with this name.
///
/// Fails with a mistake when the text is not of the format that the name promises, holds several documents, or exceeds
/// what a configuration file may reasonably ask of the parser.
pub(super) fn read(name: &str, text: &str) -> Result<Document, Mistake> {
    let format = Format::of(name);
    let root = format.read(text)?;
    let mut document = Document {
        format,
        value: Value::Null,
        mistakes: Vec::new(),
        places: BTreeMap::new(),
    };
    if let Some(root) = root {
        document.value = document.place(root, String::new(), None);
    }
    Ok(document)
}

impl Document {
    /// Records where a node stands and returns it as JSON.
    fn place(&mut self, node: Node, pointer: String, key: Option<Position>) -> Value {
        let value = node.position;
        self.places.insert(pointer.clone(), Place { key, value });
        match node.content {
            Content::Scalar(value) => value,
            Content::NotFinite => {
                self.mistakes.push(Mistake {
                    code: code::NOT_FINITE,
                    message: "infinity and NaN are not values a configuration can hold".to_owned(),
                    line: value.line,
                    column: value.column,
                    pointer,
                    help: Some("write a finite number, or put the text in quotes".to_owned()),
                });
                Value::Null
            }
            Content::List(items) => items
                .into_iter()
                .enumerate()
                .map(|(index, item)| {
                    self.place(item, pointer::join(&pointer, &index.to_string()), None)
                })
                .collect(),
            Content::Map(members) => self.place_members(members, &pointer),
        }
    }

    fn place_members(&mut self, members: Vec<(Key, Node)>, pointer: &str) -> Value {
        let mut map = Map::new();
        for (Key { name, position }, value) in members {
            let member = pointer::join(pointer, &name);
            if map.contains_key(&name) {
                let first = self.key_position(&member);
                self.mistakes.push(Mistake {
                    code: code::DUPLICATE_KEY,
                    message: format!("`{name}` is given twice"),
                    line: position.line,
                    column: position.column,
                    pointer: member,
                    help: Some(format!(
                        "it is first given in line {}; keep one of the two",
                        first.line
                    )),
                });
                continue;
            }
            let value = self.place(value, member, Some(position));
            map.insert(name, value);
        }
        Value::Object(map)
    }
}
