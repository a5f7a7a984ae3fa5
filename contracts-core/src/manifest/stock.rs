//! Clients of the stock back end.

use std::collections::BTreeMap;

use super::{ArtifactKind, Document, Interface, TagStyle, choice, read::document_name};
use crate::{
    Code,
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
