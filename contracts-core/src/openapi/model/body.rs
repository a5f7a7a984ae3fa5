use std::collections::BTreeMap;

use serde_json::Value;

use super::{Header, Serialization};
use crate::{Pointer, event::EventStream};

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
