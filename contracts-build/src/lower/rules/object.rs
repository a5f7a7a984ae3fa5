use std::collections::BTreeSet;

use serde_json::Value;

use super::super::{
    Lowerer, Schema,
    ir::{Docs, Field, ItemKind, Rest, Scalar, Struct, Type},
    limits,
};
use super::{access::access, part::part};
use crate::name::{self, Scope};

/// Objects: a struct where properties are named, a map where they are not.
///
/// `additionalProperties: false`, or `unevaluatedProperties`, is noted, and reading a type does not mind: a client must not break when its server
/// adds a member, and a server checks its input before it reads it.
pub(super) fn lower<'c>(cx: &mut Lowerer<'c>, schema: &Schema<'c>) -> Option<Type> {
    if schema.kind()? != "object" {
        return None;
    }
    let properties = schema.members("properties");
    let rest = rest(cx, schema);
    if properties.is_empty() {
        return Some(match rest {
            // An object that is closed and empty is a struct without fields.
            Rest::Ignored if is_closed(schema) => cx.define(schema, empty()),
            Rest::Ignored => Type::Map(Box::new(Type::Any)),
            Rest::Kept(ty) => Type::Map(Box::new(ty)),
        });
    }
    let required: BTreeSet<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .map(|names| names.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let mut names = Scope::with(["extra"]);
    let mut fields = Vec::new();
    for (wire, property) in properties {
        let ty = cx.lower(&property);
        let default = default(cx, &property, &ty);
        let limits = limits::of_type(cx, &property, &ty);
        fields.push(Field {
            name: names.take(name::snake_case(&wire)),
            required: required.contains(wire.as_str()),
            docs: docs(&property, &wire),
            wire,
            ty,
            default,
            access: access(cx, &property),
            part: part(cx, &property),
            limits,
        });
    }
    let closed = rest == Rest::Ignored && is_closed(schema);
    Some(cx.define(
        schema,
        ItemKind::Struct(Struct {
            fields,
            rest,
            closed,
        }),
    ))
}

fn empty() -> ItemKind {
    let fields = Vec::new();
    let (rest, closed) = (Rest::Ignored, true);
    ItemKind::Struct(Struct {
        fields,
        rest,
        closed,
    })
}

fn is_closed(schema: &Schema<'_>) -> bool {
    let closes = |keyword| schema.get(keyword) == Some(&Value::Bool(false));
    closes("additionalProperties") || closes("unevaluatedProperties")
}

fn rest<'c>(cx: &mut Lowerer<'c>, schema: &Schema<'c>) -> Rest {
    if let Some(merged) = with_patterns(schema) {
        let message = "which names `patternProperties` are for is not expressed; their values are";
        cx.simplified(&schema.pointer.child("patternProperties"), message);
        return rest(cx, &merged);
    }
    match schema.child("additionalProperties", "value") {
        None => Rest::Ignored,
        Some(more) if more.boolean == Some(false) => Rest::Ignored,
        Some(more) => Rest::Kept(cx.lower(&more)),
    }
}

/// The schema with what its `patternProperties` describe among its `additionalProperties`.
fn with_patterns<'c>(schema: &Schema<'c>) -> Option<Schema<'c>> {
    let patterns = schema.get("patternProperties")?.as_object()?;
    let mut values: Vec<Value> = Vec::new();
    for (key, value) in patterns {
        if !key.starts_with("x-") && !key.starts_with("^x-") && !values.contains(value) {
            values.push(value.clone());
        }
    }
    let more = match schema.get("additionalProperties") {
        // Nothing else is allowed, or nothing is said.
        None | Some(Value::Bool(false)) => None,
        Some(more) => Some(more.clone()),
    };
    values.extend(more.filter(|more| !values.contains(more)));
    let value = match values.len() {
        0 => None,
        1 => values.pop(),
        _ => Some(serde_json::json!({ "anyOf": values })),
    };
    Some(schema.changed(|keywords| {
        keywords.remove("patternProperties");
        if let Some(value) = value {
            keywords.insert("additionalProperties".to_owned(), value);
        }
    }))
}

fn docs(property: &Schema<'_>, wire: &str) -> Docs {
    Docs {
        text: property
            .text("description")
            .or_else(|| property.text("title"))
            .map(str::to_owned),
        deprecated: property.flag("deprecated"),
        examples: property.examples(),
        origin: wire.to_owned(),
    }
}

/// The default, where it is a plain value of the field's type.
fn default<'c>(cx: &mut Lowerer<'c>, property: &Schema<'c>, ty: &Type) -> Option<Value> {
    let value = property.get("default")?.clone();
    let fits = match ty {
        Type::Scalar(Scalar::Bool) => value.is_boolean(),
        Type::Scalar(Scalar::Int(int)) => int.holds(&value),
        Type::Scalar(Scalar::F32 | Scalar::F64) => value.is_number(),
        Type::Scalar(Scalar::Text) => value.is_string(),
        Type::Named(name) => value.as_str().is_some_and(|text| cx.enum_has(name, text)),
        // An absent list, map or nullable already reads as empty.
        Type::Array(_) if value == Value::Array(Vec::new()) => return None,
        Type::Nullable(_) if value.is_null() => return None,
        _ => false,
    };
    if !fits {
        let message = "this default is not carried over to the Rust type";
        cx.simplified(&property.pointer.child("default"), message);
        return None;
    }
    Some(value)
}
