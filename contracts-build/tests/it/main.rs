//! What the tool says about itself is true.

#![cfg(feature = "guard")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "these are tests"
)]

mod findings;
