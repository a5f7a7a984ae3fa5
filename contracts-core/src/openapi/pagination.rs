//! `x-pagination`: how an operation's pages follow each other.

use serde_json::Value;

use super::{
    Operation, PageStep, PageStyle, Pagination, ParameterLocation, Response,
    member::{self, Found},
};
use crate::{
    Code, Pointer, nearest,
    read::{Node, Reader},
};

const STYLES: &[&str] = &["cursor", "page", "link"];

/// Reads it, and checks it against what the operation takes and answers.
pub(super) fn read<'v>(
    cx: &mut Reader<'v>,
    node: &Node<'v>,
    operation: &Operation,
) -> Option<Pagination> {
    if !node.value.is_object() {
        wrong(cx, &node.pointer, "it is no mapping", None);
        return None;
    }
    let style = text(cx, node, "style", true)?;
    let keys: &[&str] = match style.as_str() {
        "cursor" => &["style", "items", "parameter", "next"],
        "page" => &["style", "items", "parameter", "first", "step", "total"],
        "link" => &["style", "items", "next"],
        other => {
            let at = node.pointer.child("style");
            let near = nearest(other, STYLES).unwrap_or("cursor, page or link");
            let help = format!("did you mean `{near}`?");
            wrong(cx, &at, format!("there is no style `{other}`"), Some(help));
            return None;
        }
    };
    unknown(cx, node, keys);
    let Some(body) = paged(operation) else {
        let message = "the operation has no success in JSON, so that there are no pages";
        wrong(cx, &node.pointer, message, None);
        return None;
    };
    let items = pointer(cx, node, "items", body, true)?;
    if member::is_list(cx.root, body, &items) == Some(false) {
        let at = node.pointer.child("items");
        wrong(cx, &at, format!("`{items}` is no list in the answer"), None);
        return None;
    }
    let style = match style.as_str() {
        "cursor" => PageStyle::Cursor {
            parameter: parameter(cx, node, operation)?,
            next: pointer(cx, node, "next", body, true)?,
        },
        "page" => PageStyle::Page {
            parameter: parameter(cx, node, operation)?,
            first: first(cx, node)?,
            step: step(cx, node)?,
            total: optional(cx, node, "total", body)?,
        },
        _ => PageStyle::Link {
            next: optional(cx, node, "next", body)?,
        },
    };
    Some(Pagination { items, style })
}

fn wrong(cx: &mut Reader<'_>, at: &Pointer, message: impl Into<String>, help: Option<String>) {
    let message = format!("x-pagination: {}", message.into());
    cx.report(Code::InvalidPagination, at, message).help = help;
}

fn unknown<'v>(cx: &mut Reader<'v>, node: &Node<'v>, keys: &[&str]) {
    for (key, member) in node.members().filter(|(key, _)| !keys.contains(key)) {
        let help = match nearest(key, keys) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("this style has {}", keys.join(", ")),
        };
        wrong(
            cx,
            &member.pointer,
            format!("`{key}` means nothing here"),
            Some(help),
        );
    }
}

/// The schema of the answer that has the pages: the first success in JSON.
fn paged(operation: &Operation) -> Option<&Pointer> {
    operation.paged()?.1.schema.as_ref()
}

fn text<'v>(cx: &mut Reader<'v>, node: &Node<'v>, key: &str, required: bool) -> Option<String> {
    match node.get(key) {
        Some(member) => match member.value.as_str() {
            Some(text) => Some(text.to_owned()),
            None => {
                wrong(cx, &member.pointer, format!("`{key}` is no text"), None);
                None
            }
        },
        None => {
            if required {
                wrong(cx, &node.pointer, format!("`{key}` is missing"), None);
            }
            None
        }
    }
}

/// A JSON pointer into the answer that leads to something its schema knows.
fn pointer<'v>(
    cx: &mut Reader<'v>,
    node: &Node<'v>,
    key: &str,
    body: &Pointer,
    required: bool,
) -> Option<Pointer> {
    let written = text(cx, node, key, required)?;
    let at = node.pointer.child(key);
    let Some(pointer) = Pointer::parse(&written) else {
        let help = format!("it begins with a slash: `/{}`", written.replace('.', "/"));
        wrong(
            cx,
            &at,
            format!("`{written}` is no JSON pointer"),
            Some(help),
        );
        return None;
    };
    if let Found::Missing { step, near } = member::find(cx.root, body, &pointer) {
        let help = near.map(|near| format!("did you mean `{near}`?"));
        let message = format!("the answer has no `{step}`, which `{written}` goes through");
        wrong(cx, &at, message, help);
        return None;
    }
    Some(pointer)
}

/// The same where the key may be left out; `None` where it is wrong.
fn optional<'v>(
    cx: &mut Reader<'v>,
    node: &Node<'v>,
    key: &str,
    body: &Pointer,
) -> Option<Option<Pointer>> {
    match node.get(key) {
        Some(_) => pointer(cx, node, key, body, true).map(Some),
        None => Some(None),
    }
}

/// The parameter that takes the cursor or number.
fn parameter<'v>(
    cx: &mut Reader<'v>,
    node: &Node<'v>,
    operation: &Operation,
) -> Option<(String, ParameterLocation)> {
    let name = text(cx, node, "parameter", true)?;
    let places = [ParameterLocation::Query, ParameterLocation::Header];
    let fits = |place: &ParameterLocation| {
        let mut parameters = operation.parameters.iter();
        parameters.any(|it| it.name == name && it.location == *place)
    };
    if let Some(place) = places.into_iter().find(fits) {
        return Some((name, place));
    }
    let usable = operation.parameters.iter();
    let usable = usable.filter(|it| places.contains(&it.location));
    let help = nearest(&name, usable.map(|it| &it.name));
    let help = help.map(|near| format!("did you mean `{near}`?"));
    let message = format!("the operation has no parameter `{name}` in query or headers");
    wrong(cx, &node.pointer.child("parameter"), message, help);
    None
}

fn first<'v>(cx: &mut Reader<'v>, node: &Node<'v>) -> Option<u64> {
    let Some(member) = node.get("first") else {
        let by_items = node.value.get("step").and_then(Value::as_str) == Some("items");
        return Some(u64::from(!by_items));
    };
    let number = member.value.as_u64();
    if number.is_none() {
        let message = "`first` is no number";
        wrong(cx, &member.pointer, message, None);
    }
    number
}

fn step<'v>(cx: &mut Reader<'v>, node: &Node<'v>) -> Option<PageStep> {
    if node.get("step").is_none() {
        return Some(PageStep::Page);
    }
    match text(cx, node, "step", true)?.as_str() {
        "page" => Some(PageStep::Page),
        "items" => Some(PageStep::Items),
        other => {
            let help = "the parameter counts pages (`page`, the default) or `items`";
            let message = format!("there is no step `{other}`");
            wrong(
                cx,
                &node.pointer.child("step"),
                message,
                Some(help.to_owned()),
            );
            None
        }
    }
}

impl Operation {
    /// The answer that has the pages, if there are any: the first success with JSON.
    pub fn paged(&self) -> Option<(&Response, &super::MediaType)> {
        let successes = self.responses.iter().filter(|it| it.status.is_success());
        successes
            .filter_map(|response| {
                let json = response.content.iter().find(|media| media.is_json())?;
                Some((response, json))
            })
            .next()
    }
}
