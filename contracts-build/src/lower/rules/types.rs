use serde_json::Value;

use super::super::{Lowerer, Schema, ir::Type};

/// A list of several types: a union of the schema once for each.
pub(super) fn lower<'c>(cx: &mut Lowerer<'c>, schema: &Schema<'c>) -> Option<Type> {
    let Some(Value::Array(kinds)) = schema.get("type") else {
        return None;
    };
    match kinds.as_slice() {
        [] => Some(Type::Any),
        [only] => {
            let only = only.clone();
            Some(cx.lower(&schema.changed(|keywords| {
                keywords.insert("type".to_owned(), only);
            })))
        }
        several => {
            let branches = several.iter().map(|kind| {
                let mut branch = schema.keywords.as_ref().clone();
                branch.insert("type".to_owned(), kind.clone());
                for words in ["description", "example", "examples"] {
                    branch.remove(words);
                }
                Value::Object(branch)
            });
            let branches: Value = branches.collect();
            Some(cx.lower(&schema.changed(|keywords| {
                keywords.retain(|key, _| {
                    matches!(
                        key.as_str(),
                        "description" | "title" | "deprecated" | "example" | "examples"
                    )
                });
                keywords.insert("anyOf".to_owned(), branches);
            })))
        }
    }
}
