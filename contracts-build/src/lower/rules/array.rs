use serde_json::Value;

use super::super::{Lowerer, Schema, ir::Type};

/// Lists; with a fixed number of items that are described one by one, tuples. The list of schemas that
/// `items` was before 2020-12 is read as `prefixItems`.
pub(super) fn lower<'c>(cx: &mut Lowerer<'c>, schema: &Schema<'c>) -> Option<Type> {
    if schema.kind()? != "array" {
        return None;
    }
    if schema.get("items").is_some_and(Value::is_array) {
        return Some(cx.lower(&schema.changed(|keywords| {
            if let Some(prefix) = keywords.remove("items") {
                keywords.insert("prefixItems".to_owned(), prefix);
            }
            if let Some(more) = keywords.remove("additionalItems") {
                keywords.insert("items".to_owned(), more);
            }
        })));
    }
    let prefix = schema.list("prefixItems");
    if prefix.is_empty() {
        let item = schema
            .child("items", "item")
            .map_or(Type::Any, |items| cx.lower(&items));
        return Some(Type::Array(Box::new(item)));
    }
    if is_closed(schema, prefix.len()) {
        let items = prefix.iter().map(|item| cx.lower(item));
        return Some(Type::Tuple(items.collect()));
    }
    let message = "a tuple with room for more or less becomes a list of what its items can be";
    cx.simplified(&schema.pointer, message);
    let items = schema.changed(|keywords| {
        let mut branches = match keywords.remove("prefixItems") {
            Some(Value::Array(prefix)) => prefix,
            _ => Vec::new(),
        };
        branches.extend(keywords.remove("items").filter(|items| !items.is_boolean()));
        keywords.insert("items".to_owned(), serde_json::json!({ "anyOf": branches }));
    });
    Some(cx.lower(&items))
}

/// Whether there are exactly as many items as are described.
fn is_closed(schema: &Schema<'_>, described: usize) -> bool {
    let count = |keyword| schema.get(keyword).and_then(Value::as_u64);
    let described = u64::try_from(described).unwrap_or(u64::MAX);
    let no_more =
        schema.get("items") == Some(&Value::Bool(false)) || count("maxItems") == Some(described);
    // Most authors of tuples forget `minItems`; a shorter list would be no tuple to them.
    no_more && count("minItems").is_none_or(|least| least == described)
}
