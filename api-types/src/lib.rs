//! The orchestrator's types, one module per OpenAPI document.
//!
//! They are generated. In the workspace they are what `openapi/*.yaml` say right now; the published
//! crate holds the committed copy and generates nothing.
//!
//! ```
//! use api_types::data::{ErrorEnvelope, ErrorKind};
//!
//! let json = r#"{"code": "POOL_UNREADY", "message": "pool-a is still loading"}"#;
//! let error: ErrorEnvelope = serde_json::from_str(json)?;
//! assert_eq!(error.code, ErrorKind::PoolUnready);
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! With the feature `axum` there is a trait for each document in `server`, which a provider implements: a method per
//! operation, whose answers can only be those of the contract.

// Generated servers name the types as everybody else does.
#[cfg(feature = "axum")]
extern crate self as api_types;

/// The data plane: tasks, their streams, sessions.
#[allow(
    clippy::all,
    rustdoc::all,
    reason = "descriptions and names are the document's"
)]
#[cfg(contracts_fresh)]
pub mod data {
    include!(concat!(env!("OUT_DIR"), "/generated.rs"));
}
/// The data plane: tasks, their streams, sessions.
#[allow(clippy::all, deprecated, rustdoc::all, reason = "descriptions and names are the document's")]
#[cfg(not(contracts_fresh))]
#[path = "generated.rs"]
#[rustfmt::skip]
pub mod data;

/// The control plane: capabilities, pools, artifacts, the catalog.
#[allow(
    clippy::all,
    rustdoc::all,
    reason = "descriptions and names are the document's"
)]
#[cfg(contracts_fresh)]
pub mod control {
    include!(concat!(env!("OUT_DIR"), "/generated_control.rs"));
}
/// The control plane: capabilities, pools, artifacts, the catalog.
#[allow(clippy::all, deprecated, rustdoc::all, reason = "descriptions and names are the document's")]
#[cfg(not(contracts_fresh))]
#[path = "generated_control.rs"]
#[rustfmt::skip]
pub mod control;

#[cfg(feature = "axum")]
#[allow(
    clippy::all,
    rustdoc::all,
    reason = "descriptions and names are the documents'"
)]
#[cfg(contracts_fresh)]
mod generated_server {
    include!(concat!(env!("OUT_DIR"), "/generated_server.rs"));
}
#[cfg(feature = "axum")]
#[allow(clippy::all, deprecated, rustdoc::all, reason = "descriptions and names are the documents'")]
#[cfg(not(contracts_fresh))]
#[rustfmt::skip]
mod generated_server;

/// The traits that a provider implements, one per document, and the routers of whoever does.
#[cfg(feature = "axum")]
pub mod server {
    pub use crate::generated_server::{control, data};
}
