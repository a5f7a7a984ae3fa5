//! What an OpenAPI document says, as the rest of the toolkit reads it.

mod body;
mod operation;
mod pagination;
mod parameter;
mod response;
mod security;
mod server;

use std::{collections::BTreeMap, fmt};

use serde_json::Value;

use crate::{Finding, Pointer, accept, source::SourceId};

pub use body::{Encoding, Example, Framing, MediaType, RequestBody};
pub use operation::{Lifecycle, Method, Operation};
pub use pagination::{PageStep, PageStyle, Pagination};
pub use parameter::{Parameter, ParameterLocation, Serialization, Style};
pub use response::{Header, Response, Status};
pub use security::SecurityScheme;
pub use server::{Server, ServerVariable};

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
