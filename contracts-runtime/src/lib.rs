//! What generated code and contract crates need while running. It generates nothing and knows no
//! OpenAPI; generated code calls it.
//!
//! # Features
//!
//! None is on by default.
//!
//! - `client`: what generated HTTP clients call (`client`).
//! - `config`: loading a configuration file, checked against its JSON Schema (`config`).
//! - `server`: what generated HTTP servers call (`server`).
//! - `serde`: reading and writing generated types without serde's derives (`wire`).
//! - `validate`: checking what a contract asks of generated types' values besides the types (`wire::Validate`).

#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "config")]
pub mod config;
#[cfg(feature = "server")]
pub mod server;
#[cfg(feature = "serde")]
pub mod wire;
