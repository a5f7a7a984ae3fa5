//! Loading a configuration file in YAML, JSON or TOML, checked strictly against its JSON Schema.
//!
//! Everything that is wrong with a file is reported in one run, each mistake with line and column, and a file is
//! accepted or refused, never misread: `no` is not a boolean, `1.10` is not a text, no key is given twice.
//!
//! ```
//! # fn main() -> Result<(), contracts_runtime::config::ConfigError> {
//! use contracts_runtime::config;
//!
//! #[derive(serde::Deserialize)]
//! #[serde(deny_unknown_fields)]
//! struct Server {
//!     port: u16,
//!     #[serde(default)]
//!     verbose: bool,
//! }
//!
//! let schema = r#"{
//!     "type": "object",
//!     "properties": {
//!         "port": {"type": "integer", "format": "uint16", "minimum": 1},
//!         "verbose": {"type": "boolean"}
//!     },
//!     "required": ["port"],
//!     "additionalProperties": false
//! }"#;
//!
//! // From a file this is `config::load("server.yaml", schema)`.
//! let server: Server = config::parse("server.yaml", "port: 8080\n", schema)?;
//! assert_eq!(server.port, 8080);
//! assert!(!server.verbose);
//!
//! let error = config::parse::<Server>("server.yaml", "prot: 8080\nverbose: no\n", schema).err().unwrap();
//! assert_eq!(error.to_string(), "\
//! server.yaml:1:1: error[missing-field]: missing field `port`
//! server.yaml:1:1: error[unknown-field]: unknown field `prot`
//!     help: did you mean `port`?
//! server.yaml:2:10: error[wrong-type]: `verbose` must be a boolean, found the text `no`
//!     help: write `true` or `false`; words such as `yes`, `no`, `on` and `off` are plain text");
//! # Ok(())
//! # }
//! ```
//!
//! # Formats
//!
//! The name decides: `….json` is JSON, `….toml` is TOML, everything else is YAML. All three are checked in the same
//! way, and mistakes are reported with the same words at the place where they stand in the file. JSON is strict: no
//! comments, no trailing commas. Dates and times of TOML become texts. In each of them mappings and lists nest at most
//! 32 deep.
//!
//! # Compatible mode
//!
//! Strict loading refuses a field that the schema does not know. [`load_compatible`] and [`parse_compatible`] are for
//! programs that have to read files written for a newer version of themselves: unknown fields are left out and
//! returned beside the value, so that the program can log them. Everything else is as strict as before.
//!
//! ```
//! # use contracts_runtime::config::{ConfigError, parse_compatible};
//! # use std::collections::BTreeMap;
//! # fn main() -> Result<(), ConfigError> {
//! let schema = r#"{
//!     "type": "object",
//!     "properties": {"port": {"type": "integer"}},
//!     "additionalProperties": false
//! }"#;
//! let (server, unknown): (BTreeMap<String, u16>, _) =
//!     parse_compatible("server.toml", "port = 8080\nreplicas = 3\n", schema)?;
//! assert_eq!(server, BTreeMap::from([("port".to_owned(), 8080)]));
//! assert_eq!((unknown[0].code, unknown[0].line, unknown[0].pointer.as_str()), ("unknown-field", 2, "/replicas"));
//! # Ok(())
//! # }
//! ```
//!
//! # Without a Rust type
//!
//! [`check`](fn@check), [`check_file`] and their compatible forms do the same for callers that want to know only whether a
//! configuration is right under a schema.
//!
//! # What the schema contributes
//!
//! Beyond what JSON Schema (draft 2020-12) says, some keywords are read for better messages:
//!
//! - `writeOnly: true` or `x-secret: true`: the value is secret and never quoted.
//! - `description` of a `then` or `else`: the help of every mistake against it.
//! - `description` of a property: part of the help when the field is missing.
//! - `examples`: an example in the help when a `pattern` or `format` is not met.
//! - `format: uint8` to `uint64`, `int8` to `int64`, as schemars writes them: the range of the integer, where the
//!   schema does not give another.
//!
//! The schema has to be self-contained: nothing is fetched.
//!
//! # Codes
//!
//! | code | meaning |
//! |---|---|
//! | `duplicate-key` | a key is given twice in one mapping |
//! | `empty-file` | the file holds nothing but comments; in TOML that is a mapping without fields |
//! | `invalid-value` | the Rust type refuses what the schema accepts, or a rule without a code of its own is broken |
//! | `missing-field` | a required field is missing; the place is that of the mapping that lacks it |
//! | `not-a-mapping` | the file is a list or a single value |
//! | `not-allowed` | a field or value is ruled out here |
//! | `not-finite` | infinity or NaN |
//! | `not-utf8` | the file is not UTF-8 |
//! | `out-of-range` | a number is too small, too large or not a multiple |
//! | `repeated-item` | a list without repetitions repeats an item |
//! | `several-alternatives` | a value fits several alternatives of which it must fit one |
//! | `several-documents` | the file holds several YAML documents |
//! | `syntax` | the file is not of its format, or exceeds the parser's limits; nothing else is reported then |
//! | `unknown-field` | a field is not known; the place is that of its key |
//! | `unknown-value` | a value is not among the allowed ones |
//! | `wrong-format` | a text does not have its format |
//! | `wrong-length` | a text, list or mapping is too short or too long |
//! | `wrong-pattern` | a text does not match its pattern |
//! | `wrong-type` | a value has another type |

mod alternative;
mod annotation;
mod check;
mod context;
mod deserialize;
mod document;
mod error;
mod format;
mod json;
mod load;
mod nearest;
mod node;
mod place;
mod pointer;
mod problem;
mod quote;
mod schema;
mod toml;
mod toml_depth;
mod type_help;
mod wording;
mod yaml;

pub use error::{ConfigError, Mistake};
pub use load::{
    check, check_compatible, check_file, check_file_compatible, load, load_compatible, parse,
    parse_compatible,
};
