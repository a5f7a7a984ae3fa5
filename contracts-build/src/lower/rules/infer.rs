use super::super::{Lowerer, Schema, ir::Type};

/// A schema without `type` is what its keywords are for: `properties` mean an object, `items` a list.
pub(super) fn lower<'c>(cx: &mut Lowerer<'c>, schema: &Schema<'c>) -> Option<Type> {
    if schema.has("type") {
        return None;
    }
    let kind = if schema.has("properties")
        || schema.has("additionalProperties")
        || schema.has("patternProperties")
    {
        "object"
    } else if schema.has("items") || schema.has("prefixItems") {
        "array"
    } else {
        return Some(Type::Any);
    };
    Some(cx.lower(&schema.changed(|keywords| {
        keywords.insert("type".to_owned(), kind.into());
    })))
}
