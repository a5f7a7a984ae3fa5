//! The schemas of a document of OpenAPI 3.0, for a validator of JSON Schema.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use contracts_core::{
    Pointer,
    openapi::{Contract, Version},
};
use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

use super::{Outcome, member};

/// A document whose schemas say in JSON Schema what they say in OpenAPI 3.0.
pub(super) struct Schemas {
    document: Value,
    compiled: Mutex<BTreeMap<String, Arc<Validator>>>,
}

impl Schemas {
    pub(super) fn of(contract: &Contract) -> Outcome<Self> {
        if contract.version != Version::V3_0 {
            return Err(format!("{} is not of OpenAPI 3.0", contract.source.as_str()).into());
        }
        let mut document = contract.document.clone();
        rewrite(&mut document, &Pointer::root());
        Ok(Self {
            document,
            compiled: Mutex::default(),
        })
    }

    /// What of a value does not fit the schema at this place, or is not described by it.
    pub(super) fn broken(&self, schema: &Pointer, value: &Value) -> Vec<String> {
        let validator = match self.validator(schema) {
            Ok(validator) => validator,
            Err(why) => {
                return vec![format!(
                    ": the schema at {} is none: {why}",
                    schema.as_str()
                )];
            }
        };
        let errors = validator.iter_errors(value);
        let errors: Vec<String> = errors
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        if !errors.is_empty() {
            return errors;
        }
        member::undescribed(&self.document, &validator.evaluate(value), value)
    }

    fn validator(&self, schema: &Pointer) -> Outcome<Arc<Validator>> {
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(validator) = compiled.get(schema.as_str()) {
            return Ok(Arc::clone(validator));
        }
        // The whole document, so that its references lead somewhere.
        let mut root = self.document.clone();
        root["$ref"] = format!("#{}", fragment(schema.as_str())).into();
        let options = jsonschema::options().with_draft(Draft::Draft202012);
        let validator = options.should_validate_formats(true).build(&root);
        let validator = Arc::new(validator.map_err(|error| error.to_string())?);
        compiled.insert(schema.as_str().to_owned(), Arc::clone(&validator));
        Ok(validator)
    }
}

/// A pointer as the fragment of a URI, in which braces have no place.
fn fragment(pointer: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/~-_.".contains(byte);
    let bytes = pointer.bytes().map(|byte| match plain(&byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    });
    bytes.collect()
}

/// Schemas of OpenAPI 3.0 differ from those of JSON Schema in `nullable`, in bounds that do not belong to what they bound,
/// in formats of numbers, and in what stands beside a `$ref`.
fn rewrite(value: &mut Value, at: &Pointer) {
    match value {
        Value::Array(values) => {
            for (index, value) in values.iter_mut().enumerate() {
                rewrite(value, &at.item(index));
            }
        }
        Value::Object(node) => {
            if node.get("$ref").is_some_and(Value::is_string) {
                node.retain(|key, _| key == "$ref");
            }
            if node.get("type").is_some_and(Value::is_string) {
                node.insert(member::MARK.to_owned(), at.as_str().into());
                nullable(node);
                exclusive(node, "minimum", "exclusiveMinimum");
                exclusive(node, "maximum", "exclusiveMaximum");
                range(node);
            }
            for (key, value) in node {
                rewrite(value, &at.child(key));
            }
        }
        _ => {}
    }
}

fn nullable(node: &mut Map<String, Value>) {
    if node.get("nullable") != Some(&Value::Bool(true)) {
        return;
    }
    node.insert("type".to_owned(), json!([node["type"], "null"]));
    if let Some(Value::Array(values)) = node.get_mut("enum") {
        values.push(Value::Null);
    }
}

fn exclusive(node: &mut Map<String, Value>, bound: &str, flag: &str) {
    if node.remove(flag) == Some(Value::Bool(true))
        && let Some(bound) = node.remove(bound)
    {
        node.insert(flag.to_owned(), bound);
    }
}

/// The numbers that a format has room for.
fn range(node: &mut Map<String, Value>) {
    let (least, most) = match node.get("format").and_then(Value::as_str) {
        Some("int32") => (json!(i32::MIN), json!(i32::MAX)),
        Some("int64") => (json!(i64::MIN), json!(i64::MAX)),
        _ => return,
    };
    node.entry("minimum").or_insert(least);
    node.entry("maximum").or_insert(most);
}
