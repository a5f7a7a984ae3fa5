use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

/// A base URL that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{url}` is not a base URL: {reason}")]
pub struct InvalidBaseUrl {
    url: String,
    reason: String,
}

impl InvalidBaseUrl {
    pub(super) fn new(url: &str, reason: String) -> Self {
        let url = url.to_owned();
        Self { url, reason }
    }
}

/// No answer: the request could not be made, or the connection failed.
#[derive(Debug)]
pub struct TransportError {
    operation: &'static str,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Request(String),
    Http(reqwest::Error),
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Request(message) => write!(f, "{}: {message}", self.operation),
            Kind::Http(_) => write!(f, "{}: the connection failed", self.operation),
        }
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.reqwest().map(|error| error as _)
    }
}

impl TransportError {
    pub(super) fn request(operation: &'static str, message: String) -> Self {
        let kind = Kind::Request(message);
        Self { operation, kind }
    }

    /// The URL is left out: its query may hold secrets.
    pub(super) fn http(operation: &'static str, error: reqwest::Error) -> Self {
        let kind = Kind::Http(error.without_url());
        Self { operation, kind }
    }

    fn reqwest(&self) -> Option<&reqwest::Error> {
        match &self.kind {
            Kind::Request(_) => None,
            Kind::Http(error) => Some(error),
        }
    }

    /// Whether the request never left: an argument cannot be put on the wire.
    pub fn is_request(&self) -> bool {
        self.reqwest().is_none()
    }

    /// Whether no connection could be made.
    pub fn is_connect(&self) -> bool {
        self.reqwest().is_some_and(reqwest::Error::is_connect)
    }

    /// Whether it took too long.
    pub fn is_timeout(&self) -> bool {
        self.reqwest().is_some_and(reqwest::Error::is_timeout)
    }
}

/// A status that the contract does not declare, with all that came with it.
#[derive(Clone)]
pub struct UndeclaredResponse {
    /// `operationId`.
    pub operation: &'static str,
    /// The status.
    pub status: StatusCode,
    /// All headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl fmt::Display for UndeclaredResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} was answered with {}, which its contract does not declare",
            self.operation, self.status
        )
    }
}

impl std::error::Error for UndeclaredResponse {}

/// A declared status whose headers or body are not what the contract says.
#[derive(Clone)]
pub struct BrokenResponse {
    /// `operationId`.
    pub operation: &'static str,
    /// The status.
    pub status: StatusCode,
    /// All headers.
    pub headers: HeaderMap,
    /// The body; empty where it is a stream.
    pub body: Bytes,
    /// What is wrong, and where in the body.
    pub reason: String,
    /// The way to the value that is wrong, such as `tasks[3].id`; empty where the body is not JSON or is not wrong.
    pub path: String,
    /// A few bytes of the body around the mistake.
    pub part: String,
}

impl fmt::Display for BrokenResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: the answer {} is broken: {}",
            self.operation, self.status, self.reason
        )
    }
}

impl std::error::Error for BrokenResponse {}

/// Shows sizes instead of headers and bodies, which may be secret and long.
macro_rules! brief_debug {
    ($ty:ident $(, $extra:ident)*) => {
        impl fmt::Debug for $ty {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($ty))
                    .field("operation", &self.operation)
                    .field("status", &self.status)
                    .field("headers", &self.headers.len())
                    .field("body", &format_args!("{} bytes", self.body.len()))
                    $(.field(stringify!($extra), &self.$extra))*
                    .finish()
            }
        }
    };
}

brief_debug!(UndeclaredResponse);
brief_debug!(BrokenResponse, reason);

/// A header that is missing or not of its type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the header `{name}`: {reason}")]
pub struct HeaderError {
    name: &'static str,
    reason: String,
}

impl HeaderError {
    pub(super) fn new(name: &'static str, reason: String) -> Self {
        Self { name, reason }
    }
}
