//! Reading and writing in all modes: the same values, the same bytes, and words for what is refused.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "these are tests"
)]

#[path = "../draw.rs"]
#[allow(unreachable_pub, reason = "shared with build.rs")]
mod draw;
mod formats;
mod json;
mod kinds;
mod nesting;
mod random;
mod refused;
mod round;
mod strings;
mod values;
