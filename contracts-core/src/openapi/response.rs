use super::{Header, Response, Status, media, operation, sweep};
use crate::{
    Code,
    read::{Node, Reader},
};

pub(super) fn read_all<'v>(cx: &mut Reader<'v>, operation: &Node<'v>) -> Vec<Response> {
    let Some(node) = cx.require(operation, "responses") else {
        return Vec::new();
    };
    cx.object(&node);
    let mut responses = Vec::new();
    for (key, member) in node.members().filter(|(key, _)| !key.starts_with("x-")) {
        match Status::parse(key) {
            Some(status) => responses.extend(read(cx, status, member)),
            None => {
                let message = format!("`{key}` is no status");
                cx.report_key(Code::InvalidStatus, &member.pointer, message)
                    .help =
                    Some("use a code such as 404, a range such as 4XX, or `default`".to_owned());
            }
        }
    }
    responses.sort_by_key(|response| response.status);
    responses
}

fn read<'v>(cx: &mut Reader<'v>, status: Status, node: Node<'v>) -> Option<Response> {
    let node = sweep::resolve(cx, node)?;
    cx.object(&node)?;
    cx.known_keys(
        &node,
        &[
            "$ref",
            "summary",
            "description",
            "headers",
            "content",
            "links",
        ],
    );
    let content = node.get("content");
    Some(Response {
        status,
        description: cx.text_at(&node, "description").unwrap_or_default(),
        headers: headers(cx, &node),
        content: content
            .map(|content| media::read_all(cx, &content))
            .unwrap_or_default(),
        requirements: operation::requirements(cx, &node),
        pointer: node.pointer,
    })
}

const HEADER_KEYS: &[&str] = &[
    "$ref",
    "description",
    "required",
    "deprecated",
    "allowEmptyValue",
    "style",
    "explode",
    "allowReserved",
    "schema",
    "example",
    "examples",
    "content",
];

/// The `headers` of a response, or of a part.
pub(super) fn headers<'v>(cx: &mut Reader<'v>, owner: &Node<'v>) -> Vec<Header> {
    let Some(node) = owner.get("headers") else {
        return Vec::new();
    };
    cx.object(&node);
    let mut headers = Vec::new();
    for (name, member) in node.members() {
        // OpenAPI 3.1, section 4.8.17: a header called Content-Type is ignored.
        if name.eq_ignore_ascii_case("content-type") {
            continue;
        }
        let Some(header) = sweep::resolve(cx, member) else {
            continue;
        };
        if cx.object(&header).is_none() {
            continue;
        }
        cx.known_keys(&header, HEADER_KEYS);
        let content = header
            .get("content")
            .and_then(|content| content.members().next());
        let schema = match &content {
            Some((_, media)) => media.get("schema"),
            None => header.get("schema"),
        };
        headers.push(Header {
            name: name.to_owned(),
            description: cx.text_at(&header, "description"),
            required: cx.flag_at(&header, "required").unwrap_or(false),
            explode: cx.flag_at(&header, "explode").unwrap_or(false),
            schema: schema.map(|schema| schema.pointer),
            content: content.map(|(name, _)| name.to_owned()),
            echo: cx.text_at(&header, "x-echo"),
            pointer: header.pointer,
        });
    }
    headers
}
