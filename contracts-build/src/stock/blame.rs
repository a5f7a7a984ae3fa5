//! Which operations are the reason that progenitor gives up.
//!
//! It stops at its first error, which often names nothing. So it gets the operations one by one, each with the
//! components it needs and nothing else, and those it refuses are named.

use std::collections::BTreeSet;

use contracts_core::{
    Code, Finding, Pointer,
    finding::Place,
    openapi::{Contract, Operation},
};
use serde_json::{Map, Value, json};

pub(super) const HELP: &str = "take the native back end: leave out `backend`";

/// A finding for each operation that `refused` has an objection to; for each schema where no operation is the
/// reason; for the document where neither is.
pub(super) fn blame(
    contract: &Contract,
    document: &Value,
    message: &str,
    refused: &dyn Fn(&Value) -> Option<String>,
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for operation in &contract.operations {
        if let Some(message) = only_operation(document, operation)
            .as_ref()
            .and_then(refused)
        {
            let message = format!("progenitor cannot generate `{}`: {message}", operation.id);
            findings.push(finding(contract, &operation.pointer, message));
        }
    }
    let schemas = document
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    let names = schemas.iter().flat_map(|schemas| schemas.keys());
    let by_operation = !findings.is_empty();
    for name in names.filter(|_| !by_operation) {
        let pointer = Pointer::root()
            .child("components")
            .child("schemas")
            .child(name);
        let start = json!({"$ref": format!("#{pointer}")});
        if let Some(message) = refused(&with_needed(document, &start, Map::new())) {
            let message = format!("progenitor cannot generate the schema `{name}`: {message}");
            findings.push(finding(contract, &pointer, message));
        }
    }
    if findings.is_empty() {
        let message = format!("progenitor cannot generate this document: {message}");
        findings.push(finding(contract, &Pointer::root(), message));
    }
    findings
}

fn finding(contract: &Contract, pointer: &Pointer, message: String) -> Finding {
    let place = Place::key(&contract.source, pointer);
    Finding::new(Code::StockBackend, place, message).help(HELP)
}

/// The document with one operation and the components that it needs.
fn only_operation(document: &Value, operation: &Operation) -> Option<Value> {
    let item = document.get("paths")?.get(&operation.path)?;
    let mut kept = Map::new();
    for key in ["parameters", operation.method.key()] {
        if let Some(value) = item.get(key) {
            kept.insert(key.to_owned(), value.clone());
        }
    }
    let item = Value::Object(kept);
    let paths = Map::from_iter([(operation.path.clone(), item.clone())]);
    Some(with_needed(document, &item, paths))
}

/// The document with these paths, and of its components what `start` refers to, directly or through others.
fn with_needed(document: &Value, start: &Value, paths: Map<String, Value>) -> Value {
    let mut needed: BTreeSet<String> = BTreeSet::new();
    let mut open = super::lower::references(start);
    while let Some(reference) = open.pop() {
        let target = reference
            .strip_prefix('#')
            .and_then(|at| document.pointer(at));
        if let Some(target) = target
            && needed.insert(reference)
        {
            open.extend(super::lower::references(target));
        }
    }
    let mut components = Map::new();
    for reference in &needed {
        let pointer = reference.strip_prefix('#').and_then(Pointer::parse);
        let steps: Vec<String> = pointer.iter().flat_map(Pointer::steps).collect();
        let [_, group, name, ..] = &steps[..] else {
            continue;
        };
        let value = document
            .get("components")
            .and_then(|all| all.get(group)?.get(name));
        let group = components.entry(group.clone()).or_insert_with(|| json!({}));
        if let (Some(group), Some(value)) = (group.as_object_mut(), value) {
            group.insert(name.clone(), value.clone());
        }
    }
    json!({
        "openapi": document.get("openapi"),
        "info": document.get("info"),
        "paths": paths,
        "components": components,
    })
}
