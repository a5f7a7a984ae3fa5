use contracts_core::openapi::Version;
use serde_json::{Value, json};

use super::super::{Lowerer, Schema, ir::Type};

/// Keywords beside a `$ref` that change which type it is.
const NARROWING: &[&str] = &[
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "enum",
    "items",
    "oneOf",
    "prefixItems",
    "properties",
    "required",
];

/// `$ref`: the type of what it names. In 3.0 its siblings are ignored, as the specification says; later they
/// narrow it, as one more part of an `allOf` would.
pub(super) fn lower<'c>(cx: &mut Lowerer<'c>, schema: &Schema<'c>) -> Option<Type> {
    let reference = schema.text("$ref")?;
    let narrowed = NARROWING.iter().any(|keyword| schema.has(keyword));
    if cx.contract.version < Version::V3_1 || !narrowed {
        return Some(cx.reference(reference));
    }
    Some(cx.lower(&schema.changed(|keywords| {
        let reference = json!({"$ref": keywords.remove("$ref")});
        match keywords.get_mut("allOf") {
            Some(Value::Array(parts)) => parts.insert(0, reference),
            _ => {
                keywords.insert("allOf".to_owned(), json!([reference]));
            }
        }
    })))
}
