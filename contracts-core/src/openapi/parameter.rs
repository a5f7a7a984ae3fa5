use super::{Parameter, ParameterLocation, Style, sweep};
use crate::{
    Code, nearest,
    read::{Node, Reader},
};

const KEYS: &[&str] = &[
    "name",
    "in",
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
    "$ref",
];

/// OpenAPI 3.1, section 4.8.12.2: header parameters of these names are ignored; media types and
/// security schemes say what they hold.
const IGNORED: &[&str] = &["Accept", "Content-Type", "Authorization"];

pub(super) fn read<'v>(cx: &mut Reader<'v>, node: Node<'v>) -> Option<Parameter> {
    let node = sweep::resolve(cx, node)?;
    cx.object(&node)?;
    cx.known_keys(&node, KEYS);
    let name = cx.require(&node, "name").and_then(|name| cx.text(&name));
    let location = cx
        .require(&node, "in")
        .and_then(|place| location(cx, &place));
    let (name, location) = (name?, location?);
    if location == ParameterLocation::Header
        && IGNORED.iter().any(|i| i.eq_ignore_ascii_case(&name))
    {
        return None;
    }
    let required = cx.flag_at(&node, "required").unwrap_or(false);
    if location == ParameterLocation::Path && !required {
        let message = format!("the path parameter `{name}` is not marked `required: true`");
        let finding = cx.report(Code::PathParameter, &node.pointer, message);
        finding.help =
            Some("add `required: true`; a path without it would be another path".to_owned());
    }
    let style = style(cx, &node, location);
    let content = node
        .get("content")
        .and_then(|content| content.members().next());
    let schema = match &content {
        Some((_, media)) => media.get("schema"),
        None => node.get("schema"),
    };
    let explodes = matches!(style, Style::Form | Style::Cookie);
    Some(Parameter {
        description: cx.text_at(&node, "description"),
        // A path without a required parameter does not exist, whatever the document says.
        required: required || location == ParameterLocation::Path,
        deprecated: cx.flag_at(&node, "deprecated").unwrap_or(false),
        explode: cx.flag_at(&node, "explode").unwrap_or(explodes),
        allow_reserved: cx.flag_at(&node, "allowReserved").unwrap_or(false),
        allow_empty_value: cx.flag_at(&node, "allowEmptyValue").unwrap_or(false),
        style,
        schema: schema.map(|schema| schema.pointer),
        content: content.map(|(name, _)| name.to_owned()),
        pointer: node.pointer,
        name,
        location,
    })
}

/// The parameter of a path variable that the operation does not declare.
pub(super) fn implied(name: &str, operation: &Node<'_>) -> Parameter {
    Parameter {
        name: name.to_owned(),
        location: ParameterLocation::Path,
        pointer: operation.pointer.clone(),
        description: None,
        required: true,
        deprecated: false,
        style: Style::Simple,
        explode: false,
        allow_reserved: false,
        allow_empty_value: false,
        schema: None,
        content: None,
    }
}

pub(super) fn location<'v>(cx: &mut Reader<'v>, node: &Node<'v>) -> Option<ParameterLocation> {
    let text = cx.text(node)?;
    match text.as_str() {
        "path" => Some(ParameterLocation::Path),
        "query" => Some(ParameterLocation::Query),
        "header" => Some(ParameterLocation::Header),
        "cookie" => Some(ParameterLocation::Cookie),
        "querystring" => Some(ParameterLocation::QueryString),
        other => {
            let allowed = ["path", "query", "header", "cookie", "querystring"];
            invalid(cx, node, other, &allowed);
            None
        }
    }
}

pub(super) fn style<'v>(
    cx: &mut Reader<'v>,
    node: &Node<'v>,
    location: ParameterLocation,
) -> Style {
    let default = match location {
        ParameterLocation::Path | ParameterLocation::Header => Style::Simple,
        ParameterLocation::Query | ParameterLocation::QueryString | ParameterLocation::Cookie => {
            Style::Form
        }
    };
    let Some(member) = node.get("style") else {
        return default;
    };
    let allowed: &[(&str, Style)] = match location {
        ParameterLocation::Path => &[
            ("matrix", Style::Matrix),
            ("label", Style::Label),
            ("simple", Style::Simple),
        ],
        ParameterLocation::Header => &[("simple", Style::Simple)],
        ParameterLocation::Cookie => &[("form", Style::Form), ("cookie", Style::Cookie)],
        ParameterLocation::QueryString => &[("form", Style::Form)],
        ParameterLocation::Query => &[
            ("form", Style::Form),
            ("spaceDelimited", Style::SpaceDelimited),
            ("pipeDelimited", Style::PipeDelimited),
            ("deepObject", Style::DeepObject),
        ],
    };
    let Some(text) = cx.text(&member) else {
        return default;
    };
    if let Some((_, style)) = allowed.iter().find(|(name, _)| *name == text) {
        return *style;
    }
    let names: Vec<&str> = allowed.iter().map(|(name, _)| *name).collect();
    invalid(cx, &member, &text, &names);
    default
}

/// Reports a value that is none of `allowed`, with the nearest one that is.
pub(super) fn invalid<'v>(cx: &mut Reader<'v>, node: &Node<'v>, found: &str, allowed: &[&str]) {
    let message = format!("`{found}` is not allowed here");
    let help = match nearest(found, allowed) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("allowed are {}", allowed.join(", ")),
    };
    cx.report(Code::InvalidValue, &node.pointer, message).help = Some(help);
}
