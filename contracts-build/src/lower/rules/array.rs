use super::super::{Lowerer, Schema, ir::Type};

/// Lists; with `prefixItems` and nothing behind them, tuples.
pub(super) fn lower<'c>(cx: &mut Lowerer<'c>, schema: &Schema<'c>) -> Option<Type> {
    if schema.kind()? != "array" {
        return None;
    }
    let prefix = schema.list("prefixItems");
    if !prefix.is_empty() {
        let closed = schema
            .child("items", "item")
            .is_some_and(|items| items.boolean == Some(false));
        if closed {
            return Some(Type::Tuple(
                prefix.iter().map(|item| cx.lower(item)).collect(),
            ));
        }
        cx.simplified(
            &schema.pointer,
            "a tuple with room for more becomes a list of any JSON",
        );
        return Some(Type::Array(Box::new(Type::Any)));
    }
    let item = schema
        .child("items", "item")
        .map_or(Type::Any, |items| cx.lower(&items));
    Some(Type::Array(Box::new(item)))
}
