use contracts_core::openapi::Version;
use serde_json::Value;

use super::super::{Lowerer, Schema, ir::Part};

/// Schemas in schemas that are looked into; files are not hidden deeper.
const MAX_DEPTH: usize = 8;

/// What a member is as a part of a multipart body. Bytes are described as `format: binary` in 3.0; since 3.1 by
/// a string with a media type or the encoding `binary`, or by a schema that says nothing of a type.
pub(in crate::lower) fn part<'c>(cx: &Lowerer<'c>, schema: &Schema<'c>) -> Part {
    of(cx, schema, MAX_DEPTH)
}

fn of<'c>(cx: &Lowerer<'c>, schema: &Schema<'c>, depth: usize) -> Part {
    let Some(schema) = cx.resolve(schema).filter(|_| depth > 0) else {
        return Part::Value;
    };
    if allows(&schema, "string") {
        return bytes(&schema);
    }
    if allows(&schema, "array") {
        let items = schema.child("items", "item");
        let item = items.map_or(Part::Value, |items| of(cx, &items, depth - 1));
        return match item {
            Part::Value | Part::Encoded => item,
            _ => Part::Files,
        };
    }
    if !schema.is_shaping() && schema.boolean.is_none() && cx.contract.version >= Version::V3_1 {
        return Part::Unsaid;
    }
    let branches = ["oneOf", "anyOf", "allOf"].into_iter();
    let branches = branches.flat_map(|keyword| schema.list(keyword));
    let branches: Vec<Part> = branches.map(|branch| of(cx, &branch, depth - 1)).collect();
    let found = [Part::Files, Part::File].into_iter();
    let mut found = found.filter(|part| branches.contains(part));
    found.next().unwrap_or_default()
}

fn allows(schema: &Schema<'_>, kind: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(only)) => only == kind,
        Some(Value::Array(kinds)) => kinds.iter().any(|one| one == kind),
        _ => false,
    }
}

fn bytes(schema: &Schema<'_>) -> Part {
    let is_text = |media: &str| media.starts_with("text/") || media.ends_with("json");
    let media = schema.text("contentMediaType");
    match (schema.text("contentEncoding"), media) {
        (Some("binary"), _) => Part::File,
        (Some(_), _) => Part::Encoded,
        (None, Some(media)) if !is_text(media) => Part::File,
        _ if schema.text("format") == Some("binary") => Part::File,
        _ => Part::Value,
    }
}
