//! What generated code and contract crates need while running. It generates nothing and knows no
//! OpenAPI; generated code calls it.
//!
//! # Features
//!
//! None is on by default.
//!
//! - `client`: what generated HTTP clients call (`client`).
//! - `config`: loading a configuration file, checked against its JSON Schema (`config`).
//! - `metrics`: what generated metrics are made of (`metrics`).
//! - `server`: what generated HTTP servers call (`server`).
//! - `serde`: reading and writing generated types without serde's derives (`wire`).
//! - `validate`: checking what a contract asks of generated types' values besides the types (`wire::Validate`).

#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "config")]
pub mod config;
#[cfg(feature = "metrics")]
pub mod metrics;
#[cfg(feature = "server")]
pub mod server;
#[cfg(any(feature = "client", feature = "server"))]
mod style;
#[cfg(feature = "serde")]
pub mod wire;
