//! Parameters in words of the runtime, which are the same for clients and servers.

use contracts_core::openapi::{MediaType, Parameter, ParameterLocation, Style};

/// Where it travels.
pub(super) fn place(location: ParameterLocation) -> &'static str {
    match location {
        ParameterLocation::Path => "Path",
        ParameterLocation::Query => "Query",
        ParameterLocation::QueryString => "QueryString",
        ParameterLocation::Header => "Header",
        ParameterLocation::Cookie => "Cookie",
    }
}

/// How the value becomes text: in a style, or in the parameter's media type.
pub(super) fn style(parameter: &Parameter) -> &'static str {
    if is_json(parameter) {
        return "Json";
    }
    style_name(parameter.style)
}

/// A style's own name.
pub(super) fn style_name(style: Style) -> &'static str {
    match style {
        Style::Matrix => "Matrix",
        Style::Label => "Label",
        Style::Simple => "Simple",
        Style::Form => "Form",
        Style::SpaceDelimited => "SpaceDelimited",
        Style::PipeDelimited => "PipeDelimited",
        Style::DeepObject => "DeepObject",
        Style::Cookie => "Cookie",
    }
}

/// Whether it is described in a JSON media type.
pub(super) fn is_json(parameter: &Parameter) -> bool {
    let content = parameter.content.as_deref();
    content.is_some_and(MediaType::names_json)
}
