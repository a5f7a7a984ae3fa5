//! Loads contracts, models them and finds what is wrong with them.
//!
//! A *contract* is what the sources of one subject say. This crate reads the files ([`source`]),
//! turns an OpenAPI document into an operation model ([`openapi`]), reads `contracts.toml`
//! ([`manifest`]) and the metrics contract ([`metrics`]), and reports every mistake as a [`Finding`] with a place ([`finding`]).
//! It generates no code and uses no network; code is made by `contracts-build`.
//!
//! ```
//! use contracts_core::{openapi, source::{SourceId, Sources}};
//!
//! let yaml = "
//! openapi: 3.0.3
//! info: {title: Greeter, version: 1.0.0}
//! paths:
//!   /hello:
//!     get:
//!       operationId: hello
//!       responses:
//!         200: {description: A greeting}
//! ";
//! let mut sources = Sources::memory([("greeter.yaml", yaml)]);
//! let (contract, findings) = openapi::load(&mut sources, &SourceId::new("greeter.yaml"))?;
//! assert!(findings.is_empty());
//! assert_eq!(contract.expect("it parses").operations[0].id, "hello");
//! # Ok::<(), contracts_core::Error>(())
//! ```
//!
//! # Features
//!
//! - `spec`: spec documents and the rules for them ([`spec`], [`lint`]), links in Markdown ([`link`]).
//! - `metrics`: Prometheus' conventions for the metrics contract, and whether a service keeps it ([`metrics`]).
//! - `trace`: what promises, implements and verifies requirements ([`trace`]).
//! - `render`: findings as a terminal shows them, with source snippets ([`finding::terminal`]).

mod accept;
mod error;
pub mod event;
pub mod finding;
#[cfg(feature = "spec")]
pub mod link;
#[cfg(feature = "spec")]
pub mod lint;
pub mod manifest;
pub mod metrics;
pub mod openapi;
mod pointer;
mod read;
pub mod schema;
pub mod source;
#[cfg(feature = "spec")]
pub mod spec;
#[cfg(feature = "trace")]
pub mod trace;

pub use error::Error;
pub use finding::{Code, Finding, Severity};
pub use pointer::Pointer;
pub use read::nearest;
