//! The workspace as people use it: cloned, edited, built, packaged. Every nested build shares one
//! target folder, `target/nested`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "these are tests"
)]

mod environment;
mod generated;
mod main_job;
mod packages;
mod read_only;
mod two_targets;
mod walks;
