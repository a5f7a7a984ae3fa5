use std::{fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::auth::CredentialError;

/// A base URL that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{url}` is not a base URL: {reason}")]
pub struct InvalidBaseUrl {
    url: String,
    reason: String,
}

impl InvalidBaseUrl {
    pub(super) fn new(url: &str, reason: String) -> Self {
        let url = shown(url);
        Self { url, reason }
    }
}

/// A URL without what may be secret: user and password in front of its host, everything from its query on.
pub(super) fn shown(url: &str) -> String {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let url = &url[..end];
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    match scheme {
        "" => host.to_owned(),
        scheme => format!("{scheme}://{host}"),
    }
}

/// What an error says of an answer with a status that the contract declares.
///
/// # Errors
///
/// Writing failed.
#[doc(hidden)]
pub fn answered(f: &mut fmt::Formatter<'_>, operation: &str, status: StatusCode) -> fmt::Result {
    write!(f, "{operation} was answered with {status}")
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
    Credential(&'static str, CredentialError),
    Timeout(Duration),
    Http(reqwest::Error),
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.operation)?;
        match &self.kind {
            Kind::Request(message) => f.write_str(message),
            Kind::Credential(scheme, _) => write!(f, "there is no credential for `{scheme}`"),
            Kind::Timeout(limit) => write!(f, "the answer took longer than {limit:?}"),
            Kind::Http(_) => f.write_str("the connection failed"),
        }
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            Kind::Request(_) | Kind::Timeout(_) => None,
            Kind::Credential(_, error) => Some(&**error),
            Kind::Http(error) => Some(error),
        }
    }
}

impl TransportError {
    pub(super) fn request(operation: &'static str, message: String) -> Self {
        let kind = Kind::Request(message);
        Self { operation, kind }
    }

    pub(super) fn credential(
        operation: &'static str,
        scheme: &'static str,
        error: CredentialError,
    ) -> Self {
        let kind = Kind::Credential(scheme, error);
        Self { operation, kind }
    }

    pub(super) fn timeout(operation: &'static str, limit: Option<Duration>) -> Self {
        let kind = Kind::Timeout(limit.unwrap_or_default());
        Self { operation, kind }
    }

    /// The URL is left out: its query may hold secrets.
    pub(super) fn http(operation: &'static str, error: reqwest::Error) -> Self {
        let kind = Kind::Http(error.without_url());
        Self { operation, kind }
    }

    /// Whether the request never left: an argument cannot be put on the wire.
    pub fn is_request(&self) -> bool {
        matches!(self.kind, Kind::Request(_))
    }

    /// Whether the request never left: a function that was to have a credential failed.
    pub fn is_credential(&self) -> bool {
        matches!(self.kind, Kind::Credential(..))
    }

    /// Whether no connection could be made. A browser does not tell.
    pub fn is_connect(&self) -> bool {
        match &self.kind {
            #[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
            Kind::Http(error) => error.is_connect(),
            _ => false,
        }
    }

    /// Whether it took too long.
    pub fn is_timeout(&self) -> bool {
        match &self.kind {
            Kind::Timeout(_) => true,
            Kind::Http(error) => error.is_timeout(),
            Kind::Request(_) | Kind::Credential(..) => false,
        }
    }

    /// Whether the same request may go well another time.
    pub(super) fn is_fleeting(&self) -> bool {
        matches!(self.kind, Kind::Timeout(_) | Kind::Http(_))
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
    /// Whether the body went on, beyond the client's [`body_limit`](super::Settings::body_limit).
    pub is_cut: bool,
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
    /// Whether the body went on, beyond the client's [`body_limit`](super::Settings::body_limit).
    pub is_cut: bool,
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
