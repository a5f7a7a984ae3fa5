//! Generated clients against small servers on loopback: every declared answer comes back typed.

#![allow(deprecated, reason = "a fixture has a deprecated operation")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "these are tests"
)]

mod answers;
mod auth;
mod bodies;
mod create_task;
mod faulty;
mod pages;
mod peer;
mod plain;
mod reconnect;
mod script;
mod secrets;
mod server;
mod settings;
mod shapes;
mod stream;
mod styles;
mod validate;
