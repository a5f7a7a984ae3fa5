//! The orchestrator's configuration: its types, its JSON Schema, and strict loading.
//!
//! The types in `src/types.rs` are the source; `schemas/config.schema.json` is generated from them and committed for
//! editors and other tools. A file is checked against the schema before it becomes a [`Config`], so that every mistake
//! in it is reported at once, with line and column.
//!
//! ```
//! # fn main() -> Result<(), config_schema::ConfigError> {
//! use config_schema::{Config, Engine};
//!
//! // From a file this is `Config::load("config.yaml")`.
//! let config = Config::parse(
//!     "config.yaml",
//!     "
//! pools:
//!   - id: pool-a
//!     engine: llamacpp
//!     model: models/tiny.gguf
//!     devices: [0]
//! ",
//! )?;
//! assert_eq!(config.pools[0].engine, Engine::LlamaCpp);
//! assert_eq!(config.pools[0].queue.capacity, 64);
//! assert_eq!(config.server.bind_addr, "127.0.0.1:8080");
//! # Ok(())
//! # }
//! ```

use std::path::Path;

mod types;

pub use contracts_runtime::config::{ConfigError, Mistake};
pub use types::*;

/// The JSON Schema (draft 2020-12) of [`Config`], for editors and other tools.
#[cfg(contracts_fresh)]
pub const SCHEMA: &str = include_str!(concat!(env!("OUT_DIR"), "/config.schema.json"));
/// The JSON Schema (draft 2020-12) of [`Config`], for editors and other tools.
#[cfg(not(contracts_fresh))]
pub const SCHEMA: &str = include_str!("../schemas/config.schema.json");

impl Config {
    /// Loads a configuration file: JSON where its name ends with `.json`, TOML with `.toml`, otherwise YAML. Unknown
    /// fields are refused (OC-CONFIG-6001).
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or with every mistake in it.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, ConfigError> {
        contracts_runtime::config::load(path, SCHEMA)
    }

    /// Loads a configuration file, leaves out unknown fields and reports them beside the configuration.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or with every mistake in it if there are others than unknown fields.
    pub fn load_compatible(path: impl AsRef<Path>) -> Result<(Self, Vec<Mistake>), ConfigError> {
        contracts_runtime::config::load_compatible(path, SCHEMA)
    }

    /// Reads a configuration from text; `name` is what messages call the file, and decides the format as in
    /// [`Config::load`].
    ///
    /// # Errors
    ///
    /// With every mistake in the text.
    pub fn parse(name: &str, text: &str) -> Result<Self, ConfigError> {
        contracts_runtime::config::parse(name, text, SCHEMA)
    }

    /// Reads a configuration from text, leaves out unknown fields and reports them beside the configuration.
    ///
    /// # Errors
    ///
    /// With every mistake in the text if there are others than unknown fields.
    pub fn parse_compatible(name: &str, text: &str) -> Result<(Self, Vec<Mistake>), ConfigError> {
        contracts_runtime::config::parse_compatible(name, text, SCHEMA)
    }
}
