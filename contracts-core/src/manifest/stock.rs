//! Clients of the stock back end.

use std::collections::BTreeMap;

use super::{ArtifactKind, Document, Interface, TagStyle, read::document_name};
use crate::{
    Code, nearest,
    read::{Node, Reader},
};

/// Reads a client with a `backend`.
pub(super) fn client<'v>(
    cx: &mut Reader<'v>,
    node: &Node<'v>,
    documents: &BTreeMap<String, Document>,
) -> Option<ArtifactKind> {
    choice(cx, node, "backend", &["progenitor"]);
    let interface = match choice(cx, node, "interface", &["positional", "builder"]) {
        Some("builder") => Interface::Builder,
        _ => Interface::Positional,
    };
    let tags = match choice(cx, node, "tags", &["merged", "separate"]) {
        Some("separate") => TagStyle::Separate,
        _ => TagStyle::Merged,
    };
    if (interface, tags) == (Interface::Positional, TagStyle::Separate) {
        let message = "progenitor separates tags with the builder interface only";
        cx.report(Code::InvalidValue, &node.pointer.child("tags"), message)
            .help = Some("add `interface = \"builder\"`".to_owned());
    }
    let document = cx.require(node, "document")?;
    let document = document_name(cx, &document, documents)?;
    Some(ArtifactKind::Progenitor {
        document,
        interface,
        tags,
    })
}

/// One of several words; a finding for any other.
pub(super) fn choice<'v>(
    cx: &mut Reader<'v>,
    node: &Node<'v>,
    key: &str,
    words: &[&'static str],
) -> Option<&'static str> {
    let value = node.get(key)?;
    let text = cx.text(&value)?;
    let found = words.iter().find(|word| **word == text).copied();
    if found.is_none() {
        let message = format!("`{text}` is no `{key}`");
        let help = match nearest(&text, words) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it can be: {}", words.join(", ")),
        };
        cx.report(Code::InvalidValue, &value.pointer, message).help = Some(help);
    }
    found
}
