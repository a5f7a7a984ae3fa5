//! Documents and manifests in memory, and what is found in them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "these are tests"
)]

mod codes;
mod deep;
mod files;
mod ids;
#[cfg(feature = "spec")]
mod links;
mod manifest;
mod metrics;
#[cfg(feature = "metrics")]
mod metrics_check;
mod model;
mod rendering;
mod robust;
#[cfg(feature = "spec")]
mod spec;
#[cfg(feature = "spec")]
mod spec_lint;
#[cfg(feature = "trace")]
mod trace;

use contracts_core::{
    finding,
    openapi::{self, Contract},
    source::{SourceId, Sources},
};

/// The findings of an OpenAPI document, as text, and the contract if there is one.
fn load(yaml: &str) -> (Option<Contract>, String) {
    let id = SourceId::new("api.yaml");
    let mut sources = Sources::memory([("api.yaml", yaml)]);
    let (contract, findings) = openapi::load(&mut sources, &id).unwrap();
    (contract, finding::to_text(&findings, &sources))
}
