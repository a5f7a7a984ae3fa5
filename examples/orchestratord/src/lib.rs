//! An inference orchestrator, in memory: the example provider of the contracts under `api-types/openapi`.
//!
//! Tasks wait in bounded queues, run on the replicas of pools, and are followed as streams of tokens. The engines are
//! mocks; everything before them is real.

pub mod artifact;
pub mod auth;
pub mod catalog;
pub mod http;
pub mod log;
pub mod metrics;
pub mod orchestrator;
pub mod pool_manager;
pub mod program;
pub mod queue;
pub mod refusal;
pub mod session;
pub mod settings;
pub mod shutdown;
pub mod task;
pub mod worker;
