use std::collections::BTreeMap;

use super::{Pagination, Parameter, RequestBody, Response, Server};
use crate::Pointer;

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
