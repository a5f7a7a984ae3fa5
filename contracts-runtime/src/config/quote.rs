//! How values, types and places are named in messages.

use serde_json::Value;

use super::pointer;
use super::problem::Unit;

const LONGEST_QUOTE: usize = 60;

/// What a message calls the value at a pointer: the field's name, or "item 2 of `devices`".
pub(super) fn label(document: &Value, pointer: &str) -> String {
    let Some((parent, name)) = pointer::split(pointer) else {
        return "the file".to_owned();
    };
    let index = name
        .parse::<usize>()
        .ok()
        .filter(|_| document.pointer(parent).is_some_and(Value::is_array));
    match index {
        Some(index) => format!("item {} of {}", index + 1, label(document, parent)),
        None => format!("`{name}`"),
    }
}

/// A value between backticks, shortened when long. Lists and mappings are named, not quoted.
pub(super) fn quote_value(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(_) => return "a list".to_owned(),
        Value::Object(_) => return "a mapping".to_owned(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    };
    if text.chars().count() <= LONGEST_QUOTE {
        return format!("`{text}`");
    }
    let start: String = text.chars().take(LONGEST_QUOTE).collect();
    format!("`{start}…`")
}

/// A JSON type in the words of YAML, with article.
pub(super) fn type_name(json: &str) -> &str {
    match json {
        "object" => "a mapping",
        "array" => "a list",
        "string" => "a text",
        "boolean" => "a boolean",
        "integer" => "an integer",
        "number" => "a number",
        "null" => "nothing",
        other => other,
    }
}

/// How many characters, items or fields a value has.
pub(super) fn count_of(value: &Value, unit: Unit) -> usize {
    match (value, unit) {
        (Value::String(text), Unit::Characters) => text.chars().count(),
        (Value::Array(items), Unit::Items) => items.len(),
        (Value::Object(members), Unit::Fields) => members.len(),
        _ => 0,
    }
}
