//! OpenAPI 3.0, 3.1 and 3.2 documents, read into an operation model.
//!
//! The model says what is sent and answered; schemas stay JSON, named by their pointers, and are
//! lowered by `contracts-build`. References to shared parameters, responses and headers are
//! resolved, so that each operation is complete by itself.

mod bundle;
mod document;
mod encoding;
mod ids;
mod inbound;
mod items;
mod media;
mod member;
mod model;
mod operation;
mod pagination;
mod parameter;
mod response;
mod security;
mod server;
mod sweep;

pub use document::{load, load_allowing};
pub use model::*;
