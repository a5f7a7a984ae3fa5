use std::{collections::BTreeMap, fmt};

use serde_json::Value;

use crate::{Finding, Pointer, accept, event::EventStream, source::SourceId};

/// What one OpenAPI document says.
#[derive(Clone, Debug, PartialEq)]
pub struct Contract {
    /// The file it was read from.
    pub source: SourceId,
    /// The version of OpenAPI it is written in.
    pub version: Version,
    /// `info.title`.
    pub title: String,
    /// `info.version`, the version of the API.
    pub api_version: String,
    /// `info.description`.
    pub description: Option<String>,
    /// Base URLs, in the document's order.
    pub servers: Vec<Server>,
    /// All operations, ordered by path and method.
    pub operations: Vec<Operation>,
    /// Requests that the API makes itself: webhooks, then callbacks. They have no path, and the name of the webhook
    /// or callback as their id where they have none.
    pub inbound: Vec<Operation>,
    /// `components.schemas`, by name.
    pub schemas: BTreeMap<String, Pointer>,
    /// `components.securitySchemes`, by name.
    pub security_schemes: BTreeMap<String, SecurityScheme>,
    /// The whole document, for following schema pointers.
    pub document: Value,
}

impl Contract {
    /// Whether the document accepts a finding about it, by an `x-contracts-allow` at its place or
    /// around it. [`load`](super::load) has dropped those of its own findings already.
    pub fn accepts(&self, finding: &Finding) -> bool {
        accept::accepts(&self.document, &self.source, finding)
    }
}

/// A version of the OpenAPI specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// 3.0.x: schemas are a dialect of JSON Schema draft 5 with `nullable`.
    V3_0,
    /// 3.1.x: schemas are JSON Schema 2020-12.
    V3_1,
    /// 3.2.x: as 3.1, with more methods and with event streams.
    V3_2,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
            Self::V3_2 => "3.2",
        })
    }
}

/// A base URL.
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// The URL, variables in braces included.
    pub url: String,
    /// Its name; since 3.2.
    pub name: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// Its variables, ordered by name. One that the document does not declare as it should is missing here.
    pub variables: Vec<ServerVariable>,
}

/// A part of a server's URL that the caller may choose.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerVariable {
    /// Its name, without the braces.
    pub name: String,
    /// What stands there when nobody chooses.
    pub default: String,
    /// What may stand there; anything where this is empty.
    pub values: Vec<String>,
    /// What it means.
    pub description: Option<String>,
}

/// One operation: a method on a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// `operationId`, or `method_path` where the document has none.
    pub id: String,
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// The HTTP method.
    pub method: Method,
    /// The path template, such as `/v1/tasks/{id}`.
    pub path: String,
    /// A short line about it.
    pub summary: Option<String>,
    /// More about it.
    pub description: Option<String>,
    /// Whether new code should avoid it.
    pub deprecated: bool,
    /// The groups it belongs to.
    pub tags: Vec<String>,
    /// Parameters, those of the path item included, in the document's order.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<RequestBody>,
    /// Responses: status codes first, then ranges, then `default`.
    pub responses: Vec<Response>,
    /// The alternatives of `security`, each a set of scheme names with scopes; `[{}]` means none is needed.
    pub security: Vec<BTreeMap<String, Vec<String>>>,
    /// Base URLs of its own, or of its path; the document's where there is none.
    pub servers: Vec<Server>,
    /// Extensions.
    pub lifecycle: Lifecycle,
    /// `x-req-id`.
    pub requirements: Vec<String>,
    /// `x-pagination`.
    pub pagination: Option<Pagination>,
}

/// How the pages of an operation follow each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Pagination {
    /// The way from the body of an answer to the list of its items.
    pub items: Pointer,
    /// How the next page is asked for.
    pub style: PageStyle,
}

/// How a next page is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum PageStyle {
    /// With a cursor that each page has for the next one.
    Cursor {
        /// The parameter that takes it.
        parameter: (String, ParameterLocation),
        /// Where in the body it is.
        next: Pointer,
    },
    /// With a number.
    Page {
        /// The parameter that takes it.
        parameter: (String, ParameterLocation),
        /// That of the first page.
        first: u64,
        /// What it counts.
        step: PageStep,
        /// Where in the body their number is.
        total: Option<Pointer>,
    },
    /// At a URL that each page has for the next one.
    Link {
        /// Where in the body it is; in the header `Link`, with `rel="next"`, where this is missing.
        next: Option<Pointer>,
    },
}

/// What the number of a page counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageStep {
    /// Pages.
    Page,
    /// The items before it.
    Items,
}

/// `x-stability-level` and `x-sunset`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lifecycle {
    /// How stable it is promised to be.
    pub stability: Option<String>,
    /// When it goes away.
    pub sunset: Option<String>,
}

/// The HTTP methods a path item can have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the method of its name")]
pub enum Method {
    Delete,
    Get,
    Head,
    Options,
    Patch,
    Post,
    Put,
    /// Since 3.2.
    Query,
    Trace,
    /// One of `additionalOperations`, written as it is sent; since 3.2.
    Other(String),
}

impl Method {
    /// Those that have a key of their own in a path item.
    pub const ALL: [Self; 9] = [
        Self::Delete,
        Self::Get,
        Self::Head,
        Self::Options,
        Self::Patch,
        Self::Post,
        Self::Put,
        Self::Query,
        Self::Trace,
    ];

    /// The path item's key, such as `get`; for others the method itself.
    pub fn key(&self) -> &str {
        match self {
            Self::Delete => "delete",
            Self::Get => "get",
            Self::Head => "head",
            Self::Options => "options",
            Self::Patch => "patch",
            Self::Post => "post",
            Self::Put => "put",
            Self::Query => "query",
            Self::Trace => "trace",
            Self::Other(method) => method,
        }
    }

    /// The method as it is sent, such as `GET`.
    pub fn wire(&self) -> String {
        match self {
            // Methods are case-sensitive (RFC 9110, section 9.1).
            Self::Other(method) => method.clone(),
            known => known.key().to_ascii_uppercase(),
        }
    }
}

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

/// What a request carries.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestBody {
    /// What it is.
    pub description: Option<String>,
    /// Whether a request without it is wrong.
    pub required: bool,
    /// One entry per media type, ordered by name.
    pub content: Vec<MediaType>,
}

/// A body in one media type.
#[derive(Clone, Debug, PartialEq)]
pub struct MediaType {
    /// Such as `application/json`.
    pub name: String,
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// Its schema; anything where it is missing.
    pub schema: Option<Pointer>,
    /// Its events, where it is an event stream.
    pub events: Option<EventStream>,
    /// The schema of each value, where it is a sequence of JSON values (`itemSchema`, since 3.2).
    pub items: Option<Pointer>,
    /// How each member of a form or multipart body is written, by name; defaults for those that are missing.
    pub encoding: BTreeMap<String, Encoding>,
    /// `x-examples`, by name.
    pub examples: BTreeMap<String, Example>,
    /// `x-req-id`.
    pub requirements: Vec<String>,
}

impl MediaType {
    /// Whether it is JSON: `application/json`, or anything with the suffix `+json`.
    pub fn is_json(&self) -> bool {
        Self::names_json(&self.name)
    }

    /// The same for a name alone.
    pub fn names_json(name: &str) -> bool {
        let essence = essence(name);
        essence == "application/json" || essence.ends_with("+json")
    }

    /// Whether it is a form in the way of URLs: the members of an object as pairs.
    pub fn is_form(&self) -> bool {
        essence(&self.name) == "application/x-www-form-urlencoded"
    }

    /// Whether it consists of parts.
    pub fn is_multipart(&self) -> bool {
        essence(&self.name).starts_with("multipart/")
    }

    /// Whether it is text for people: `text/plain` and the like.
    pub fn is_text(&self) -> bool {
        self.framing().is_none() && essence(&self.name).starts_with("text/")
    }

    /// How its values follow each other, where it is a sequence of them (OpenAPI 3.2, section 4.14.2).
    pub fn framing(&self) -> Option<Framing> {
        match essence(&self.name).as_str() {
            "text/event-stream" => Some(Framing::EventStream),
            "application/jsonl"
            | "application/x-jsonlines"
            | "application/x-ndjson"
            | "application/ndjson" => Some(Framing::JsonLines),
            name if name == "application/json-seq" || name.ends_with("+json-seq") => {
                Some(Framing::JsonSequence)
            }
            _ => None,
        }
    }
}

/// A media type without its parameters, in lower case.
fn essence(name: &str) -> String {
    let essence = name.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// How a member of a form or multipart body is written (OpenAPI 3.2, section 4.15).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Encoding {
    /// The media types that its part may have; empty where the type of its schema decides.
    pub content_types: Vec<String>,
    /// The headers of its part, in multipart bodies.
    pub headers: Vec<Header>,
    /// How it becomes text, where that is said: then it is written as a parameter in a query would be, and
    /// `content_types` mean nothing.
    pub as_parameter: Option<Serialization>,
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

/// How the values of a sequence follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// Server-sent events: `text/event-stream`.
    EventStream,
    /// A JSON value on each line: `application/jsonl`.
    JsonLines,
    /// A JSON value after each record separator (RFC 7464): `application/json-seq`.
    JsonSequence,
}

/// One of `x-examples`.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The example itself.
    pub value: Value,
    /// Whether it has to be accepted; `false` means that it has to be refused.
    pub valid: bool,
}

/// One response of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// Which statuses it is for.
    pub status: Status,
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// What it means.
    pub description: String,
    /// Its headers, ordered by name.
    pub headers: Vec<Header>,
    /// One entry per media type, ordered by name; empty where the response has no body.
    pub content: Vec<MediaType>,
    /// `x-req-id`.
    pub requirements: Vec<String>,
}

impl Response {
    /// Its name in the components, where several operations may share it.
    pub fn component(&self) -> Option<String> {
        let shared = self.pointer.as_str().starts_with("/components/responses/");
        shared.then(|| self.pointer.last()).flatten()
    }
}

/// The statuses a response is for. Ordered as they are matched: codes, ranges, default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Exactly this one.
    Code(u16),
    /// All with this first digit.
    Range(u8),
    /// All that are not listed.
    Default,
}

impl Status {
    /// Reads `404`, `4XX` or `default`.
    pub fn parse(key: &str) -> Option<Self> {
        if key == "default" {
            return Some(Self::Default);
        }
        if let [digit @ b'1'..=b'5', b'X' | b'x', b'X' | b'x'] = key.as_bytes() {
            return Some(Self::Range(digit - b'0'));
        }
        let code = key.parse().ok().filter(|code| (100..600).contains(code));
        code.filter(|_| key.len() == 3).map(Self::Code)
    }

    /// Whether it is a code or range of 1xx, 2xx or 3xx.
    pub fn is_success(self) -> bool {
        match self {
            Self::Code(code) => code < 400,
            Self::Range(digit) => digit < 4,
            Self::Default => false,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Range(digit) => write!(f, "{digit}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A header of a response, or of a part of a multipart body.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// What it means.
    pub description: Option<String>,
    /// Whether every such response has it.
    pub required: bool,
    /// Whether the members of an object are written as `key=value`.
    pub explode: bool,
    /// Its schema; text where it is missing. For a header with `content` that of its media type.
    pub schema: Option<Pointer>,
    /// The media type its value is written in, where it has `content` instead of a style.
    pub content: Option<String>,
    /// `x-echo`: the request header whose value it repeats.
    pub echo: Option<String>,
}

/// How a caller proves who it is.
#[derive(Clone, Debug, PartialEq)]
pub enum SecurityScheme {
    /// A secret in a query parameter, header or cookie.
    ApiKey {
        /// The name of the parameter.
        name: String,
        /// Where it travels.
        location: ParameterLocation,
    },
    /// The `Authorization` header with this scheme, such as `basic` or `bearer`.
    Http {
        /// The scheme, in lower case.
        scheme: String,
    },
    /// OAuth 2; the flows as they stand.
    OAuth2 {
        /// `flows`.
        flows: Value,
    },
    /// OpenID Connect discovery.
    OpenIdConnect {
        /// `openIdConnectUrl`.
        url: String,
    },
    /// A client certificate.
    MutualTls,
}
