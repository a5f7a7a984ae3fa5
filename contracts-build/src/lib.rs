//! Turns contracts into artifacts: Rust types, HTTP clients, JSON Schemas. In a crate's `build.rs` it
//! generates what the sources say now; in a test it fails while a committed artifact says something else.
//!
//! # From `cargo new` to using a type
//!
//! A crate `shop-types` with `shop.yaml` in its folder `openapi` and a `contracts.toml` in it or in a folder above it:
//!
//! ```toml
//! [documents.shop]
//! path = "openapi/shop.yaml"
//!
//! [[artifacts]]
//! kind = "types"
//! path = "src/generated.rs"
//! document = "shop"
//! module = "::shop_types::shop"
//! ```
//!
//! `contracts-build` is an optional build-dependency (`default-features = false`) behind a feature
//! `fresh`, and a plain dev-dependency for the guard; README.md of the workspace has the whole
//! `Cargo.toml`. build.rs is one line (and an empty `main` for builds without the feature):
//!
//! ```no_run
//! fn main() -> Result<(), contracts_build::Failure> {
//!     contracts_build::build()
//! }
//! ```
//!
//! `src/lib.rs` compiles what was generated just now, or the committed copy where nothing was:
//!
//! ```text
//! #[allow(clippy::all, deprecated, rustdoc::all)]
//! #[cfg(contracts_fresh)]
//! pub mod shop { include!(concat!(env!("OUT_DIR"), "/generated.rs")); }
//! #[allow(clippy::all, deprecated, rustdoc::all)]
//! #[cfg(not(contracts_fresh))]
//! #[path = "generated.rs"]
//! #[rustfmt::skip]
//! pub mod shop;
//! ```
//!
//! `cargo contracts regen` writes the committed copy, and a test guards it (feature `guard`):
//!
//! ```text
//! #[test]
//! fn contracts_are_fresh() -> Result<(), contracts_build::Failure> {
//!     contracts_build::guard()
//! }
//! ```
//!
//! # Features
//!
//! - `guard` (default): comparing and writing committed artifacts, `contracts.lock`, the drift guard.
//!   Build scripts leave it out.
//! - `roundtrip`: a document's examples through its types and back ([`roundtrip`]).

#![recursion_limit = "512"]

mod build_script;
#[cfg(feature = "guard")]
mod cargo;
#[cfg(feature = "guard")]
pub mod drift;
mod emit;
mod failure;
mod generate;
#[cfg(feature = "guard")]
mod guard;
mod lower;
mod name;
#[cfg(feature = "guard")]
pub mod one_off;
mod print;
#[cfg(feature = "guard")]
pub mod propose;
#[cfg(feature = "guard")]
pub mod reference;
#[cfg(feature = "guard")]
mod requirements;
#[cfg(test)]
mod robust;
#[cfg(feature = "roundtrip")]
pub mod roundtrip;
mod steady;
#[cfg(feature = "progenitor")]
mod stock;
#[cfg(feature = "guard")]
pub mod testing;
mod timings;
mod tokens;
#[cfg(feature = "test-docs")]
pub mod workspace;

pub use build_script::{build, build_config};
pub use failure::Failure;
pub use generate::{Generated, Project};
#[cfg(feature = "guard")]
pub use guard::{guard, guard_in};
pub use timings::Timings;
