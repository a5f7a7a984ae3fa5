//! What the orchestrator tells of itself while it runs.
//!
//! The domain calls [`Observe`] and knows nothing of Prometheus.

/// The metrics of `ci/metrics.lint.json`.
#[allow(clippy::all, rustdoc::all, reason = "names and help are the contract's")]
#[rustfmt::skip]
pub mod generated;
mod prometheus;

use std::time::Duration;

use api_types::data::{Engine, ErrorKind, PolicyLabel, Priority};

pub use prometheus::Prometheus;

/// Where something happened.
#[derive(Debug, Clone, Copy)]
pub struct Spot<'a> {
    /// The pool's engine.
    pub engine: &'a Engine,
    /// The engine's version; empty while it is not known.
    pub version: &'a str,
    /// The pool's id.
    pub pool: &'a str,
    /// The replica's id; empty while none is chosen.
    pub replica: &'a str,
}

/// Hears what happens. Called under a lock: do not wait.
pub trait Observe: Send + Sync {
    /// What `/metrics` answers: its content type and text. Nothing is exposed unless somebody counts.
    fn exposition(&self) -> (&'static str, String) {
        ("text/plain; version=0.0.4", String::new())
    }
    /// A task was admitted to a queue.
    fn enqueued(&self, _spot: Spot<'_>, _priority: Priority) {}
    /// A replica began to run a task.
    fn started(&self, _spot: Spot<'_>, _priority: Priority, _tokens_in: u64) {}
    /// A task was cancelled.
    fn canceled(&self, _spot: Spot<'_>, _reason: CancelReason) {}
    /// A task was refused.
    fn rejected(&self, _engine: &Engine, _reason: &ErrorKind) {}
    /// A task found its queue full.
    fn backpressure(&self, _engine: &Engine, _policy: &PolicyLabel) {}
    /// A replica generated a token; the first one comes with the time since the task was admitted.
    fn token(&self, _spot: Spot<'_>, _priority: Priority, _first_after: Option<Duration>) {}
    /// A task is complete; its last token came so long after its first one.
    fn decoded(&self, _spot: Spot<'_>, _priority: Priority, _took: Duration) {}
    /// So many tasks wait.
    fn depth(&self, _spot: Spot<'_>, _priority: Priority, _depth: usize) {}
    /// A replica's load was measured.
    fn load(&self, _spot: Spot<'_>, _load: Load<'_>) {}
    /// A model was checked against the trust policy.
    fn verified(&self, _trusted: bool, _reason: &str) {}
    /// A model is in this state now.
    fn model_state(&self, _model: &str, _state: &api_types::control::ModelState) {}
}

/// Who or what cancelled a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CancelReason {
    /// The caller.
    Caller,
    /// Its session was deleted.
    SessionDeleted,
    /// Nobody followed it any more.
    Abandoned,
}

/// The load of a replica and its devices.
#[derive(Debug, Clone, Copy)]
pub struct Load<'a> {
    /// The share of its cache that is in use.
    pub kv_ratio: f64,
    /// The devices it runs on.
    pub devices: &'a [u32],
    /// The share of its places that are taken, a stand-in for the devices' utilisation.
    pub busy_ratio: f64,
    /// Bytes that it holds on each device.
    pub vram_bytes: u64,
}

/// Hears nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Observe for Silent {}
