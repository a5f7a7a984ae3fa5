use crate::Pointer;

/// A parameter in a path, query, header or cookie.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name on the wire.
    pub name: String,
    /// Where it travels.
    pub location: ParameterLocation,
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// What it means.
    pub description: Option<String>,
    /// Whether a request without it is wrong.
    pub required: bool,
    /// Whether new code should avoid it.
    pub deprecated: bool,
    /// How its value becomes text.
    pub style: Style,
    /// Whether lists and objects spread over several pairs.
    pub explode: bool,
    /// Whether characters that are reserved in URLs stay as they are.
    pub allow_reserved: bool,
    /// Whether it may be there without a value (queries only).
    pub allow_empty_value: bool,
    /// Its schema; for a `content` parameter that of its media type.
    pub schema: Option<Pointer>,
    /// The media type its value is written in, where it has `content` instead of a style.
    pub content: Option<String>,
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the place of its name")]
pub enum ParameterLocation {
    Path,
    Query,
    /// The whole query; since 3.2.
    QueryString,
    Header,
    Cookie,
}

impl ParameterLocation {
    /// The value of `in`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::QueryString => "querystring",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// How a parameter's value becomes text (OpenAPI 3.1, section 4.8.12.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the style of its name")]
pub enum Style {
    Matrix,
    Label,
    Simple,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    /// As `form`, but separated and written as cookies are; since 3.2.
    Cookie,
}

/// How a value becomes text, as the fields of a parameter say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Serialization {
    /// How lists and objects are joined.
    pub style: Style,
    /// Whether lists and objects spread over several pairs.
    pub explode: bool,
    /// Whether characters that are reserved in URLs stay as they are.
    pub allow_reserved: bool,
}
