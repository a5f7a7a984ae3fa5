//! The program as its callers meet it: a process of its own, and HTTP.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "these are tests"
)]

mod hostile;
mod load;
mod metrics;
mod process;
mod walk;
