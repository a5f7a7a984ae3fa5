use contracts_core::openapi::Version;
use serde_json::Value;

use super::super::{Lowerer, Schema, ir::Type};

/// `nullable: true` in 3.0, `null` among the types in 3.1, `null` among the values of an enum:
/// null, or what the rest of the schema says.
pub(super) fn lower<'c>(cx: &mut Lowerer<'c>, schema: &Schema<'c>) -> Option<Type> {
    let without = without_null(schema, cx.contract.version)?;
    let inner = Schema {
        name: None,
        hint: inner_hint(schema),
        ..without
    };
    Some(match cx.lower(&inner) {
        nullable @ (Type::Nullable(_) | Type::Any) => nullable,
        ty => Type::Nullable(Box::new(ty)),
    })
}

/// A component's own name goes to the nullable; what may be null needs another.
fn inner_hint(schema: &Schema<'_>) -> String {
    match schema.name {
        Some(_) => format!("{}-value", schema.hint),
        None => schema.hint.clone(),
    }
}

fn without_null<'c>(schema: &Schema<'c>, version: Version) -> Option<Schema<'c>> {
    if version == Version::V3_0 && schema.flag("nullable") {
        return Some(schema.changed(|keywords| {
            keywords.remove("nullable");
            remove_null(keywords.get_mut("enum"));
        }));
    }
    let has_null = |list: Option<&Value>, null: &Value| {
        list.and_then(Value::as_array)
            .is_some_and(|list| list.len() > 1 && list.contains(null))
    };
    let null_type = Value::from("null");
    if has_null(schema.get("type"), &null_type) {
        return Some(schema.changed(|keywords| {
            if let Some(Value::Array(kinds)) = keywords.get_mut("type") {
                kinds.retain(|kind| *kind != null_type);
            }
            remove_null(keywords.get_mut("enum"));
        }));
    }
    has_null(schema.get("enum"), &Value::Null)
        .then(|| schema.changed(|keywords| remove_null(keywords.get_mut("enum"))))
}

fn remove_null(values: Option<&mut Value>) {
    if let Some(Value::Array(values)) = values {
        values.retain(|value| !value.is_null());
    }
}
