//! The program as people use it: a process of its own, against the orchestrator's.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "these are tests"
)]

mod failures;
mod pools;
mod process;
mod submit;
#[cfg(unix)]
mod terminal;
