//! The conversation with engines.
//!
//! Every engine is spoken to through [`Worker`]. The one here is a mock: it streams words that seed, prompt and model
//! decide. Nothing in this module knows queues, sessions or callers, and nothing in it logs a prompt (OC-ADAPT-5012).

mod mock;
mod provision;
mod words;

#[cfg(test)]
mod tests;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use api_types::data::{ErrorKind, Workload};
use tokio::sync::mpsc;
use uuid::Uuid;

pub use mock::{MockEngine, MockLauncher};

/// A future that can be kept.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What an engine is asked to run.
#[derive(Clone, PartialEq, Eq)]
pub struct Job {
    /// The task.
    pub task: Uuid,
    /// What is asked of the model.
    pub workload: Workload,
    /// The text to complete.
    pub prompt: String,
    /// The texts to embed or rank.
    pub inputs: Vec<String>,
    /// The most tokens to generate.
    pub tokens: usize,
    /// The sampler's seed, as it was given (OC-ADAPT-5003).
    pub seed: i64,
    /// The sampler's profile, as it was given (OC-ADAPT-5003).
    pub sampler_profile: Option<String>,
}

/// What an engine says of a job: one `Started`, then tokens, then one `End` or `Failed` (OC-ADAPT-5002). A channel that
/// closes before is an engine that ended unexpectedly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkerEvent {
    /// It has begun.
    Started,
    /// One token.
    Token(String),
    /// There are no further tokens.
    End,
    /// The engine's own error.
    Failed(WorkerError),
}

/// An engine's own error (OC-ADAPT-5011).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerError {
    /// Its code in the contract.
    pub code: ErrorKind,
    /// What went wrong, for people.
    pub message: String,
}

/// What an engine can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abilities {
    /// The workloads that it accepts.
    pub workloads: Vec<Workload>,
    /// Names of further features.
    pub features: Vec<&'static str>,
}

/// What an engine says when asked how it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Health {
    /// Its version (OC-ADAPT-5004).
    pub version: String,
    /// The share of its cache that is in use.
    pub kv_ratio: f64,
    /// Bytes that it holds on each of its devices.
    pub vram_bytes: u64,
}

/// One running engine. All kinds of engines offer the same (OC-ADAPT-5001).
pub trait Worker: Send + Sync {
    /// What it can do.
    fn abilities(&self) -> Abilities;
    /// How it is; an error when it does not answer.
    fn health(&self) -> Later<'_, Result<Health, WorkerError>>;
    /// Starts a task. The channel is bounded: an engine that is not listened to waits.
    fn start(&self, job: Job) -> mpsc::Receiver<WorkerEvent>;
    /// Stops a task in the engine, so that it takes no further time there (OC-ADAPT-5020).
    fn cancel(&self, task: Uuid);
}

/// Brings engines up.
pub trait Launcher: Send + Sync {
    /// Starts an engine for the replica with this index, and loads the model.
    fn launch(
        &self,
        replica: usize,
        model: &str,
    ) -> Later<'static, Result<Arc<dyn Worker>, WorkerError>>;
    /// What its engines can do, whether one runs or not.
    fn abilities(&self) -> Abilities;
}
