//! What the schema says about single values beyond valid or not: which are secret, which are integers.
//!
//! The walk is generous: a value is secret as soon as any schema that could apply to it says so, whether or not it
//! does apply. Quoting too little is a nuisance, quoting a secret is a leak.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::pointer;
use super::schema::{IN_PLACE, IN_PLACE_LISTS, Schema};

/// Pointers of values with a property that the schema gives them.
#[derive(Debug, Default)]
pub(super) struct Annotations {
    secrets: BTreeSet<String>,
    integers: BTreeSet<String>,
    numbers: BTreeSet<String>,
}

impl Annotations {
    /// Walks the schema along a document.
    pub(super) fn collect(schema: &Schema, document: &Value) -> Self {
        let mut annotations = Self::default();
        annotations.visit(schema, schema.root(), document, "", &mut Vec::new());
        annotations
    }

    /// Whether the value at `pointer` must not be quoted: because it is secret or part of a secret, or because it equals
    /// one, as it does when both are aliases of the same text.
    pub(super) fn is_secret(&self, document: &Value, pointer: &str) -> bool {
        let value = document.pointer(pointer);
        self.secrets
            .iter()
            .any(|secret| pointer::is_within(pointer, secret))
            || self
                .secret_values(document)
                .any(|secret| value == Some(secret))
    }

    /// Whether `text` contains the text of a secret of the document.
    pub(super) fn leaks(&self, document: &Value, text: &str) -> bool {
        self.secret_values(document).any(|secret| match secret {
            Value::String(secret) => !secret.is_empty() && text.contains(secret),
            other => text.contains(&other.to_string()),
        })
    }

    /// The numbers and texts that are secret, also those within secret lists and mappings.
    fn secret_values<'a>(&self, document: &'a Value) -> impl Iterator<Item = &'a Value> {
        let mut todo: Vec<&Value> = self
            .secrets
            .iter()
            .filter_map(|secret| document.pointer(secret))
            .collect();
        std::iter::from_fn(move || {
            loop {
                match todo.pop()? {
                    Value::Null | Value::Bool(_) => {}
                    Value::Array(items) => todo.extend(items),
                    Value::Object(members) => todo.extend(members.values()),
                    value => return Some(value),
                }
            }
        })
    }

    /// Values that the schema wants to be integers: `4096.0` is one to JSON Schema, but not to serde.
    pub(super) fn integers(&self) -> impl Iterator<Item = &str> {
        self.integers.difference(&self.numbers).map(String::as_str)
    }

    fn visit<'a>(
        &mut self,
        schema: &'a Schema,
        part: &'a Value,
        value: &Value,
        at: &str,
        followed: &mut Vec<&'a str>,
    ) {
        let Some(object) = part.as_object() else {
            return;
        };
        self.note(object, at);
        if let Some(reference) = object.get("$ref").and_then(Value::as_str)
            && !followed.contains(&reference)
        {
            match schema.resolve(reference) {
                Some(target) => {
                    followed.push(reference);
                    self.visit(schema, target, value, at, followed);
                    followed.pop();
                }
                // What cannot be looked into may well say that the value is secret.
                None => self.note_secret(at),
            }
        }
        let lists = IN_PLACE_LISTS
            .iter()
            .filter_map(|key| object.get(*key)?.as_array())
            .flatten();
        let single = IN_PLACE.iter().filter_map(|key| object.get(*key));
        let dependent = object
            .get("dependentSchemas")
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(Map::values);
        for part in lists.chain(single).chain(dependent) {
            self.visit(schema, part, value, at, followed);
        }
        match value {
            Value::Object(members) => self.visit_members(schema, object, members, at),
            Value::Array(items) => self.visit_items(schema, object, items, at),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn visit_members(
        &mut self,
        schema: &Schema,
        object: &Map<String, Value>,
        members: &Map<String, Value>,
        at: &str,
    ) {
        for (name, member) in members {
            let at = pointer::join(at, name);
            let own = object
                .get("properties")
                .and_then(|properties| properties.get(name));
            let patterns = object
                .get("patternProperties")
                .and_then(Value::as_object)
                .into_iter()
                .flat_map(Map::values);
            let rest = match own {
                Some(_) => None,
                None => object.get("additionalProperties"),
            };
            let unevaluated = object.get("unevaluatedProperties");
            for part in own
                .into_iter()
                .chain(patterns)
                .chain(rest)
                .chain(unevaluated)
            {
                self.visit(schema, part, member, &at, &mut Vec::new());
            }
        }
    }

    fn visit_items(
        &mut self,
        schema: &Schema,
        object: &Map<String, Value>,
        items: &[Value],
        at: &str,
    ) {
        let prefix = object.get("prefixItems").and_then(Value::as_array);
        for (index, item) in items.iter().enumerate() {
            let at = pointer::join(at, &index.to_string());
            let (own, rest) = match prefix.and_then(|prefix| prefix.get(index)) {
                Some(own) => (Some(own), None),
                None => (None, object.get("items")),
            };
            let other = ["contains", "unevaluatedItems"]
                .iter()
                .filter_map(|key| object.get(*key));
            for part in own.into_iter().chain(rest).chain(other) {
                self.visit(schema, part, item, &at, &mut Vec::new());
            }
        }
    }

    fn note(&mut self, schema: &Map<String, Value>, at: &str) {
        if schema.get("x-secret") == Some(&Value::Bool(true))
            || schema.get("writeOnly") == Some(&Value::Bool(true))
        {
            self.note_secret(at);
        }
        let types = match schema.get("type") {
            Some(Value::Array(types)) => types.as_slice(),
            Some(single) => std::slice::from_ref(single),
            None => return,
        };
        if types.iter().any(|name| name == "number") {
            self.numbers.insert(at.to_owned());
        } else if types.iter().any(|name| name == "integer") {
            self.integers.insert(at.to_owned());
        }
    }

    fn note_secret(&mut self, at: &str) {
        self.secrets.insert(at.to_owned());
    }
}
