//! `application/x-www-form-urlencoded`: members of an object as pairs, in bodies and whole queries.

use serde_json::Value;

use super::parameter::{Escape, Parameter, named, scalar};
use crate::style::Style;

/// The pairs of a value. `members` says how those are written that do not have the defaults of the encoding object:
/// each item of a list is a pair, what is in it is JSON unless it is one text.
pub(super) fn write(members: &[Parameter], value: &Value) -> String {
    let Value::Object(object) = value else {
        // Whatever it is, it is no object: one text.
        return Escape::Form.write(&scalar(value));
    };
    let mut written = Vec::new();
    for (name, value) in object {
        match members.iter().find(|member| member.name == name) {
            Some(member) if member.style != Style::Json => {
                written.extend(named(*member, value, member.escape()));
            }
            member => {
                let text = |item: &Value| match member {
                    // Said to be JSON, even a text is.
                    Some(_) => item.to_string(),
                    None => scalar(item).into_owned(),
                };
                let items = items(value);
                written.extend(items.map(|item| {
                    let text = Escape::Form.write(&text(item));
                    (Escape::Form.write(name), text)
                }));
            }
        }
    }
    let written = written.iter().map(|(name, text)| format!("{name}={text}"));
    written.collect::<Vec<_>>().join("&")
}

/// What is written one by one: the items of a list, or the value itself. Null is not there at all.
pub(super) fn items(value: &Value) -> impl Iterator<Item = &Value> {
    let items = match value {
        Value::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    items.iter().filter(|item| !item.is_null())
}
