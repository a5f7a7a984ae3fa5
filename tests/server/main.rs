//! Generated servers as their callers meet them: over HTTP, by generated clients and by anybody at all.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "these are tests"
)]

mod checks;
mod events;
mod hostile;
mod http;
mod orchestrator;
mod service;
mod styles;
mod uploads;
mod wire;
