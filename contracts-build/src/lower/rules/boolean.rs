use super::super::{Lowerer, Schema, ir::Type};

/// `true` allows anything. `false` allows nothing, which no Rust type that is worth having says.
pub(super) fn lower<'c>(cx: &mut Lowerer<'c>, schema: &Schema<'c>) -> Option<Type> {
    if !schema.boolean? {
        cx.simplified(
            &schema.pointer,
            "a schema that allows nothing becomes any JSON",
        );
    }
    Some(Type::Any)
}
