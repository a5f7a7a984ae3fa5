//! What a JSON pointer leads to in values of a schema.

use serde_json::Value;

use crate::{
    Pointer, nearest,
    schema::{Target, follow},
};

/// What a pointer leads to.
#[derive(Debug)]
pub(super) enum Found {
    /// These schemas together describe it; none where nothing is said about it.
    Schemas(Vec<Pointer>),
    /// A step that no schema knows, and the nearest member that one does.
    Missing { step: String, near: Option<String> },
}

/// Goes through members and items as far as the pointer leads.
pub(super) fn find(root: &Value, schema: &Pointer, pointer: &Pointer) -> Found {
    let mut at = vec![schema.clone()];
    for step in pointer.steps() {
        let parts: Vec<Pointer> = at.iter().flat_map(|schema| parts(root, schema)).collect();
        let below = parts.iter().filter_map(|part| below(root, part, &step));
        let below: Vec<Pointer> = below.collect();
        let members: Vec<String> = parts.iter().flat_map(|part| members(root, part)).collect();
        // A schema without members leaves open which there are.
        if below.is_empty() && !members.is_empty() {
            let near = nearest(&step, &members).map(str::to_owned);
            return Found::Missing { step, near };
        }
        at = below;
    }
    Found::Schemas(at)
}

/// Whether it is a list; nothing where that is left open.
pub(super) fn is_list(root: &Value, schema: &Pointer, pointer: &Pointer) -> Option<bool> {
    let Found::Schemas(schemas) = find(root, schema, pointer) else {
        return None;
    };
    let parts = schemas.iter().flat_map(|schema| parts(root, schema));
    let types = parts.filter_map(|part| {
        let node = part.find(root)?;
        match node.get("type") {
            Some(Value::String(name)) => Some(name == "array"),
            Some(Value::Array(names)) => Some(names.iter().any(|name| name == "array")),
            _ if node.get("items").is_some() => Some(true),
            _ if node.get("properties").is_some() => Some(false),
            _ => None,
        }
    });
    types.reduce(|one, other| one || other)
}

/// The schema itself, references followed, and those it is made of.
fn parts(root: &Value, schema: &Pointer) -> Vec<Pointer> {
    let mut found = Vec::new();
    let mut open = vec![schema.clone()];
    while let Some(schema) = open.pop() {
        let Some(node) = schema.find(root).filter(|_| !found.contains(&schema)) else {
            continue;
        };
        if let Some(reference) = node.get("$ref").and_then(Value::as_str)
            && let Target::Found(target) = follow(root, reference)
        {
            open.push(target);
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let count = node
                .get(keyword)
                .and_then(Value::as_array)
                .map_or(0, Vec::len);
            open.extend((0..count).map(|index| schema.child(keyword).item(index)));
        }
        found.push(schema);
    }
    found
}

fn below(root: &Value, schema: &Pointer, step: &str) -> Option<Pointer> {
    let member = schema.child("properties").child(step);
    if member.find(root).is_some() {
        return Some(member);
    }
    let items = schema.child("items");
    let is_index = step.parse::<usize>().is_ok();
    (is_index && items.find(root).is_some()).then_some(items)
}

fn members(root: &Value, schema: &Pointer) -> Vec<String> {
    let properties = schema.child("properties").find(root);
    let properties = properties.and_then(Value::as_object);
    properties
        .into_iter()
        .flatten()
        .map(|(name, _)| name.clone())
        .collect()
}
