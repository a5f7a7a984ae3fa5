use std::{collections::BTreeSet, fmt};

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use serde_json::json;

use super::Operation;

/// A request that is refused before its operation hears of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Refusal {
    /// Why.
    pub kind: RefusalKind,
    /// What was asked for, where that is known.
    pub operation: Option<&'static Operation>,
    /// What does not fit the contract; of [`RefusalKind::Invalid`] alone.
    pub violations: Vec<Violation>,
    /// How many more violations there are.
    pub more: usize,
    /// The methods that there are; of [`RefusalKind::MethodNotAllowed`] alone.
    pub allowed: BTreeSet<&'static str>,
}

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RefusalKind {
    /// The contract has no such path: 404.
    NotFound,
    /// The path has other methods: 405.
    MethodNotAllowed,
    /// Nothing that the operation answers with is acceptable: 406.
    NotAcceptable,
    /// The body took too long: 408.
    TooSlow,
    /// The body is too large: 413.
    TooLarge,
    /// The body is of no media type that the operation reads: 415.
    UnsupportedMediaType,
    /// Nothing proves who is calling: 401.
    Unauthenticated,
    /// Whoever is calling may not: 403.
    Forbidden,
    /// Something does not fit the contract: 400.
    Invalid,
    /// The body broke off: 400.
    Interrupted,
    /// The answer would have broken the contract: 500.
    BrokenAnswer,
}

/// Something of a request that does not fit the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Where it travels.
    pub place: Where,
    /// What it is: a JSON pointer into the body, or one whose first step is the name of a parameter.
    pub pointer: String,
    /// What the contract asks for. The value itself is never told, because it may be secret.
    pub asked: String,
}

/// Where a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the place of its name")]
pub enum Where {
    Path,
    Query,
    Header,
    Cookie,
    Body,
}

impl Where {
    /// Its word in a problem document.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Body => "body",
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}: {}", self.place.as_str(), self.pointer, self.asked)
    }
}

impl RefusalKind {
    /// The status that says it.
    pub fn status(self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Invalid | Self::Interrupted => StatusCode::BAD_REQUEST,
            Self::BrokenAnswer => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::NotFound => "there is nothing at this path",
            Self::MethodNotAllowed => "this path has other methods",
            Self::NotAcceptable => "no form of the answer is acceptable",
            Self::TooSlow => "the body took too long",
            Self::TooLarge => "the body is too large",
            Self::UnsupportedMediaType => "the body is of a media type that is not read here",
            Self::Unauthenticated => "nothing proves who is calling",
            Self::Forbidden => "the caller may not do this",
            Self::Invalid => "the request does not fit the contract",
            Self::Interrupted => "the body broke off",
            Self::BrokenAnswer => "the answer would have broken the contract",
        }
    }
}

impl Refusal {
    pub(super) fn new(kind: RefusalKind, operation: Option<&'static Operation>) -> Self {
        Self {
            kind,
            operation,
            violations: Vec::new(),
            more: 0,
            allowed: BTreeSet::new(),
        }
    }

    /// The status that says it.
    pub fn status(&self) -> StatusCode {
        self.kind.status()
    }

    /// The answer where a contract has no other: `application/problem+json` (RFC 9457).
    pub fn problem(&self) -> Response {
        let status = self.status();
        let mut problem = json!({
            "type": "about:blank",
            "title": status.canonical_reason(),
            "status": status.as_u16(),
            "detail": self.kind.words(),
        });
        if !self.violations.is_empty() {
            let violations = self.violations.iter().map(|violation| {
                json!({
                    "in": violation.place.as_str(),
                    "pointer": violation.pointer,
                    "asked": violation.asked,
                })
            });
            problem["violations"] = violations.collect();
        }
        if self.more > 0 {
            problem["more"] = self.more.into();
        }
        let mut response = Response::new(Body::from(problem.to_string()));
        *response.status_mut() = status;
        let json = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        response
    }

    /// The methods as the `Allow` header has them. Whoever has GET has HEAD, and everything has OPTIONS.
    pub(super) fn allow(&self) -> String {
        let mut all = self.allowed.clone();
        if all.contains("GET") {
            all.insert("HEAD");
        }
        all.insert("OPTIONS");
        all.into_iter().collect::<Vec<_>>().join(", ")
    }
}

impl fmt::Display for Refusal {
    /// On one line: why, and the violations.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.words())?;
        for (at, violation) in self.violations.iter().enumerate() {
            let before = if at == 0 { ": " } else { "; " };
            write!(f, "{before}{violation}")?;
        }
        match self.more {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}
