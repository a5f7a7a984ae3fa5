use std::fmt;

use super::MediaType;
use crate::Pointer;

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
