use contracts_core::Pointer;
use serde_json::{Map, Value};

use super::super::{Lowerer, Schema, ir::Type};

/// `allOf`: one part alone is that part; several parts that describe objects become one object with
/// the properties of all. Others are not expressed.
pub(super) fn lower<'c>(cx: &mut Lowerer<'c>, schema: &Schema<'c>) -> Option<Type> {
    if !schema.has("allOf") {
        return None;
    }
    let parts = schema.list("allOf");
    let rest = schema.changed(|keywords| {
        keywords.remove("allOf");
    });
    let shaping: Vec<&Schema<'c>> = parts.iter().filter(|part| part.is_shaping()).collect();
    if shaping.is_empty() && !parts.iter().any(|part| part.has("required")) {
        return Some(cx.lower(&rest));
    }
    let narrowed = is_narrowed(&rest)
        || parts
            .iter()
            .any(|part| part.has("required") && !part.is_shaping());
    if let [only] = shaping.as_slice()
        && !narrowed
    {
        let mut only = (*only).clone();
        only.hint.clone_from(&schema.hint);
        only.name.clone_from(&schema.name);
        return Some(cx.lower(&only));
    }
    let mut merged = rest.keywords.as_ref().clone();
    let mut path = vec![schema.pointer.clone()];
    for part in &parts {
        if !merge(cx, &mut merged, part, &mut path) {
            cx.simplified(
                &schema.pointer,
                "`allOf` of parts that are not all objects becomes any JSON",
            );
            return Some(Type::Any);
        }
    }
    merged.insert("type".to_owned(), "object".into());
    Some(cx.lower(&rest.changed(|keywords| *keywords = merged)))
}

fn is_narrowed(rest: &Schema<'_>) -> bool {
    [
        "properties",
        "required",
        "additionalProperties",
        "oneOf",
        "anyOf",
    ]
    .iter()
    .any(|keyword| rest.has(keyword))
}

/// Adds a part's properties; `false` when it does not describe an object.
fn merge<'c>(
    cx: &mut Lowerer<'c>,
    merged: &mut Map<String, Value>,
    part: &Schema<'c>,
    path: &mut Vec<Pointer>,
) -> bool {
    let Some(part) = cx.resolve(part) else {
        // A dangling reference is already a finding, and adds nothing.
        return true;
    };
    if path.contains(&part.pointer) {
        cx.simplified(
            &part.pointer,
            "`allOf` leads back to itself; the cycle is cut",
        );
        return true;
    }
    let is_object = part.kind().is_none_or(|kind| kind == "object");
    if !is_object
        || ["oneOf", "anyOf", "enum", "const", "items"]
            .iter()
            .any(|keyword| part.has(keyword))
    {
        return false;
    }
    path.push(part.pointer.clone());
    let nested = part
        .list("allOf")
        .iter()
        .all(|inner| merge(cx, merged, inner, path));
    path.pop();
    for keyword in [
        "properties",
        "required",
        "additionalProperties",
        "description",
        "deprecated",
    ] {
        if let Some(value) = part.get(keyword) {
            add(merged, keyword, value);
        }
    }
    nested
}

fn add(merged: &mut Map<String, Value>, keyword: &str, value: &Value) {
    match (merged.get_mut(keyword), value) {
        (None, _) => {
            merged.insert(keyword.to_owned(), value.clone());
        }
        (Some(Value::Object(all)), Value::Object(more)) => {
            // The later part is the more special one.
            all.extend(more.clone());
        }
        (Some(Value::Array(all)), Value::Array(more)) => all.extend(more.iter().cloned()),
        (Some(_), _) => {}
    }
}
