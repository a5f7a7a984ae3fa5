use serde_json::{Map, Value};

use super::super::{Lowerer, Schema, ir::Type};
use crate::print;

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

/// Whether a schema says something by a keyword that is lost. Closed objects are known as such.
fn is_lost(schema: &Schema<'_>, keyword: &str) -> bool {
    let value = schema.get(keyword);
    value.is_some() && !(keyword == "unevaluatedProperties" && value == Some(&Value::Bool(false)))
}

/// Says which keywords are lost, and leaves the schema to the next rule.
pub(super) fn lower<'c>(cx: &mut Lowerer<'c>, schema: &Schema<'c>) -> Option<Type> {
    for keyword in UNEXPRESSED
        .iter()
        .filter(|keyword| is_lost(schema, keyword))
    {
        let at = schema.pointer.child(keyword);
        cx.simplified(&at, format!("`{keyword}` is not expressed"));
    }
    None
}

/// Lines of such keywords in docs.
const LINES: usize = 30;

/// What the schema says with such keywords, for people to read.
pub(in super::super) fn in_words(schema: &Schema<'_>) -> Option<String> {
    let lost = UNEXPRESSED.iter().filter_map(|keyword| {
        let value = schema.get(keyword)?.clone();
        Some(((*keyword).to_owned(), value))
    });
    let lost: Map<String, Value> = lost.collect();
    if lost.is_empty() {
        return None;
    }
    let text = serde_json::to_string_pretty(&print::ordered(lost.into())).ok()?;
    let mut lines: Vec<&str> = text.lines().take(LINES).collect();
    if text.lines().count() > LINES {
        lines.push("…");
    }
    let lines = lines.join("\n");
    Some(format!(
        "What this type does not say:\n\n```json\n{lines}\n```"
    ))
}
