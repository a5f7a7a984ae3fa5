//! The `encoding` of a media type: how the members of a form or multipart body are written.

use std::collections::BTreeMap;

use super::{Encoding, ParameterLocation, Serialization, Style, parameter, response};
use crate::read::{Node, Reader};

const KEYS: &[&str] = &[
    "contentType",
    "headers",
    "style",
    "explode",
    "allowReserved",
    "encoding",
    "prefixEncoding",
    "itemEncoding",
];

pub(super) fn read_all<'v>(cx: &mut Reader<'v>, media: &Node<'v>) -> BTreeMap<String, Encoding> {
    let Some(encodings) = media.get("encoding") else {
        return BTreeMap::new();
    };
    cx.object(&encodings);
    let members = encodings.members().collect::<Vec<_>>();
    let read = members.into_iter().filter_map(|(name, node)| {
        cx.object(&node)?;
        Some((name.to_owned(), read(cx, &node)))
    });
    read.collect()
}

fn read<'v>(cx: &mut Reader<'v>, node: &Node<'v>) -> Encoding {
    cx.known_keys(node, KEYS);
    let types = cx.text_at(node, "contentType").unwrap_or_default();
    let types = types.split(',').map(str::trim);
    Encoding {
        content_types: types
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect(),
        headers: response::headers(cx, node),
        as_parameter: serialization(cx, node),
    }
}

/// One of the three fields is enough for the others to have their defaults (OpenAPI 3.2, section 4.15.1.2).
fn serialization<'v>(cx: &mut Reader<'v>, node: &Node<'v>) -> Option<Serialization> {
    let fields = ["style", "explode", "allowReserved"];
    if fields.iter().all(|field| node.get(field).is_none()) {
        return None;
    }
    let style = parameter::style(cx, node, ParameterLocation::Query);
    Some(Serialization {
        style,
        explode: cx.flag_at(node, "explode").unwrap_or(style == Style::Form),
        allow_reserved: cx.flag_at(node, "allowReserved").unwrap_or(false),
    })
}
