use contracts_core::openapi::Version;

use super::super::{Lowerer, Schema, ir::Step};

/// Parts in parts that are looked at; documents have two or three.
const DEPTH: usize = 4;

/// Parts of one schema that are looked at.
const MOST: usize = 64;

/// Everything that speaks of the values of a schema: itself, what it refers to, the parts of its `allOf`,
/// and the only branch of a union that is not null.
pub(super) fn parts<'c>(cx: &Lowerer<'c>, schema: &Schema<'c>) -> Vec<Schema<'c>> {
    let mut found = Vec::new();
    add(cx, schema, 0, &mut found);
    found
}

/// The parts of what a list, map or tuple holds.
pub(super) fn inner<'c>(cx: &Lowerer<'c>, parts: &[Schema<'c>], step: Step) -> Vec<Schema<'c>> {
    let held = |part: &Schema<'c>| match step {
        // Beside `prefixItems`, `items` are only what follows them.
        Step::Items if part.has("prefixItems") => None,
        Step::Items => part.child("items", "item"),
        Step::Values => part.child("additionalProperties", "value"),
        // Before 2020-12, `items` was the list.
        Step::At(at) => {
            let mut lists = ["prefixItems", "items"].into_iter();
            lists.find_map(|keyword| part.list(keyword).into_iter().nth(at))
        }
    };
    let mut found = Vec::new();
    for child in parts.iter().filter_map(held) {
        add(cx, &child, 0, &mut found);
    }
    found
}

fn add<'c>(cx: &Lowerer<'c>, schema: &Schema<'c>, depth: usize, found: &mut Vec<Schema<'c>>) {
    if depth > DEPTH || found.len() == MOST {
        return;
    }
    if schema.has("$ref") {
        if let Some(target) = cx.resolve(schema) {
            add(cx, &target, depth + 1, found);
        }
        // In 3.0 nothing beside a reference counts.
        if cx.contract.version < Version::V3_1 {
            return;
        }
    }
    found.push(schema.clone());
    for part in schema.list("allOf") {
        add(cx, &part, depth + 1, found);
    }
    for keyword in ["oneOf", "anyOf"] {
        let mut branches = schema.list(keyword);
        branches.retain(|branch| branch.kind() != Some("null"));
        if let [only] = branches.as_slice() {
            add(cx, only, depth + 1, found);
        }
    }
}
