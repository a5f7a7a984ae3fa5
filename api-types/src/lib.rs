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
