//! OpenAPI 3.1, 3.2 and documents of several files, as one document of OpenAPI 3.0.

use contracts_core::{
    Code, Finding, Pointer, Severity,
    finding::{FILES, Place},
    openapi::{Contract, Method, Version},
};
use serde_json::{Map, Value};

use super::{blame, schema::Dialect};

/// Whether the document was made of several files.
pub(super) fn has_files(document: &Value) -> bool {
    document.get(FILES).is_some()
}

/// Every `$ref` in a tree.
pub(super) fn references(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                let reference = members.get("$ref").and_then(Value::as_str);
                found.extend(reference.map(str::to_owned));
                open.extend(members.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    found
}

/// The document in 3.0, and what cannot be said there.
pub(super) fn lower(contract: &Contract) -> (Value, Vec<Finding>) {
    let mut lowering = Lowering {
        document: &contract.document,
        dialect: Dialect::new(&contract.document, contract.version != Version::V3_0),
    };
    let mut document = contract.document.clone();
    let findings = unsayable(contract);
    if let Value::Object(members) = &mut document {
        let dropped = [FILES, "$self", "webhooks", "jsonSchemaDialect"];
        members.retain(|key, _| !dropped.contains(&key.as_str()));
        members.insert("openapi".to_owned(), "3.0.3".into());
        members.entry("paths").or_insert_with(|| Map::new().into());
    }
    for (parent, key) in [("/info", "summary"), ("/components", "pathItems")] {
        if let Some(Value::Object(members)) = document.pointer_mut(parent) {
            members.remove(key);
        }
    }
    lowering.node(&mut document, Members::Known, 0);
    let hoisted = lowering.dialect.hoisted();
    if !hoisted.is_empty() {
        let components = member(&mut document, "components");
        member(components, "schemas");
        if let Some(schemas) = components.get_mut("schemas").and_then(Value::as_object_mut) {
            schemas.extend(hoisted);
        }
    }
    (document, findings)
}

/// The object at `key`, made where there is none.
fn member<'v>(value: &'v mut Value, key: &str) -> &'v mut Value {
    if !value.is_object() {
        *value = Map::new().into();
    }
    let entry = &mut value[key];
    if !entry.is_object() {
        *entry = Map::new().into();
    }
    entry
}

/// Operations and webhooks that 3.0 has no place for.
fn unsayable(contract: &Contract) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut say = |severity, pointer: &Pointer, message: String| {
        let place = Place::key(&contract.source, pointer);
        let mut finding = Finding::new(Code::StockBackend, place, message).help(blame::HELP);
        finding.severity = severity;
        findings.push(finding);
    };
    for operation in &contract.operations {
        if matches!(operation.method, Method::Query | Method::Other(_)) {
            let method = operation.method.wire();
            let message = format!(
                "progenitor cannot generate `{}`: it knows no method {method}",
                operation.id
            );
            say(Severity::Error, &operation.pointer, message);
        }
    }
    let webhooks = Pointer::root().child("webhooks");
    if webhooks.find(&contract.document).is_some() {
        let message = "progenitor knows no webhooks; they are left out".to_owned();
        say(Severity::Warning, &webhooks, message);
    }
    findings
}

/// What the keys of an object are.
#[derive(Clone, Copy, PartialEq)]
enum Members {
    /// Words of the specification.
    Known,
    /// Names that somebody chose, each for an object of known keys.
    Named,
}

/// References to something other than a schema lead at most so far.
const DEPTH: usize = 100;

struct Lowering<'d> {
    document: &'d Value,
    dialect: Dialect<'d>,
}

impl Lowering<'_> {
    /// Lowers what stands outside schemas, and finds the schemas.
    fn node(&mut self, value: &mut Value, kind: Members, depth: usize) {
        self.inline(value);
        match value {
            Value::Object(members) if depth < DEPTH => {
                if kind == Members::Known {
                    members.retain(|key, _| !SINCE_3_1.contains(&key.as_str()));
                    if let Some(item) = members.remove("itemSchema") {
                        members.entry("schema").or_insert(item);
                    }
                }
                for (key, child) in members.iter_mut() {
                    match (kind, key.as_str()) {
                        (Members::Known, "schema") => self.dialect.schema(child),
                        (Members::Known, "schemas") => self.dialect.each(child),
                        (Members::Known, "example" | "examples" | "extensions") => {}
                        (Members::Known, key) if key.starts_with("x-") => {}
                        (Members::Known, key) if NAMED.contains(&key) => {
                            self.node(child, Members::Named, depth + 1)
                        }
                        _ => self.node(child, Members::Known, depth + 1),
                    }
                }
            }
            Value::Array(items) => {
                for item in items {
                    self.node(item, Members::Known, depth);
                }
            }
            _ => {}
        }
    }

    /// Puts what a reference leads to in its place, unless 3.0 has the same reference.
    fn inline(&self, value: &mut Value) {
        for _ in 0..DEPTH {
            let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
                return;
            };
            if reference.starts_with("#/components/")
                && !reference.starts_with("#/components/pathItems/")
            {
                return;
            }
            let target = reference
                .strip_prefix('#')
                .and_then(|at| self.document.pointer(at));
            let Some(target) = target.cloned() else {
                return;
            };
            *value = target;
        }
    }
}

/// Objects whose keys are names.
const NAMED: &[&str] = &[
    "paths",
    "responses",
    "headers",
    "content",
    "parameters",
    "requestBodies",
    "securitySchemes",
    "links",
    "callbacks",
    "encoding",
    "variables",
];

/// Keys that 3.0 does not have.
const SINCE_3_1: &[&str] = &[
    "additionalOperations",
    "query",
    "itemEncoding",
    "prefixEncoding",
    "mediaTypes",
];
