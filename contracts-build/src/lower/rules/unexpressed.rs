use super::super::{Lowerer, Schema, ir::Type};

/// Keywords that no Rust type says. Limits of single values (`minimum`, `pattern` and the like) are
/// not among them: they are about values, not about types.
const UNEXPRESSED: &[&str] = &[
    "contains",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "not",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Says which keywords are lost, and leaves the schema to the next rule.
pub(super) fn lower<'c>(cx: &mut Lowerer<'c>, schema: &Schema<'c>) -> Option<Type> {
    for keyword in UNEXPRESSED.iter().filter(|keyword| schema.has(keyword)) {
        let at = schema.pointer.child(keyword);
        cx.simplified(&at, format!("`{keyword}` is not expressed"));
    }
    None
}
