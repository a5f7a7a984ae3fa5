//! `contracts.toml`: which documents there are, which artifacts they become, and where those are committed.
//!
//! ```toml
//! command = "cargo xtask"              # how this workspace calls the tool; default `cargo contracts`
//!
//! [formats]                            # Rust types for string formats, in every document
//! uuid = "::uuid::Uuid"
//!
//! [documents.data]
//! path = "api-types/openapi/data.yaml"
//! formats = { date-time = "::std::string::String" }   # in this document; wins over [formats]
//! files = ["../shared/common.yaml"]    # files outside this folder that its `$ref`s may lead to
//! types = "native"                     # who writes its types; or "typify"
//! serde = "field-match"                # how they are read and written; or "table" (smallest), "derive"
//! enums = "open"                       # strings nobody named are kept where responses hold them; or "closed"
//! directions = "both"                  # which of serde's traits there are; or "client", "server": what each needs
//! validate = false                     # whether native types have `validate()`: lengths, ranges, patterns, counts
//! prune = false                        # whether schemas that no operation needs are left out
//!
//! [[artifacts]]
//! kind = "types"                       # the schemas of one document as Rust types
//! path = "api-types/src/generated.rs"
//! document = "data"
//! module = "::api_types::data"         # where other artifacts find these types
//!
//! [[artifacts]]
//! kind = "client"                      # a typed HTTP client, one module per document
//! path = "openapi-client/src/generated.rs"
//! documents = ["data"]
//! modules = "tags"                     # a module for the operations of each tag; or "flat", the default
//!
//! [[artifacts]]
//! kind = "client"                      # a client by progenitor, types included
//! backend = "progenitor"
//! path = "legacy-client/src/generated.rs"
//! document = "data"
//! interface = "builder"                # or "positional", the default
//! tags = "separate"                    # or "merged", the default; a trait for each tag
//!
//! [[artifacts]]
//! kind = "server"                      # a server trait for axum, one module per document
//! path = "api-types/src/server.rs"
//! documents = ["data"]
//! modules = "tags"                     # a trait for the operations of each tag; or "flat", the default: one for all
//!
//! [[artifacts]]
//! kind = "config-schema"               # the JSON Schema of Rust configuration types
//! path = "config-schema/schemas/config.schema.json"
//! package = "contracts-config-schema"  # the package whose build.rs makes it
//! source = "config-schema/src/types.rs"
//!
//! [metrics.tasks]
//! path = "ci/metrics.json"              # a metrics contract, JSON or YAML
//!
//! [[artifacts]]
//! kind = "metrics"                     # its metrics as Rust types
//! path = "server/src/metrics.rs"
//! contract = "tasks"
//!
//! [[artifacts]]
//! kind = "finding-pages"               # what each finding means, a Markdown page per code
//! path = "docs/findings"               # a folder
//!
//! [[artifacts]]
//! kind = "tool-schemas"                # JSON Schemas of this file and of what `--format json` prints
//! path = "docs/schemas"                # a folder
//!
//! [specs]                              # documents with normative sentences
//! paths = [".specs/**/*.md"]
//! ids = ["REQ-[0-9]{4}"]               # what the ids of requirements look like: regular expressions
//! promises = ["ci/metrics.lint.json"]  # further files whose `x-req-id` promise requirements
//!
//! [[artifacts]]
//! kind = "requirements"                # an index of each spec document, and one of them all
//! path = "requirements"                # a folder
//!
//! [[artifacts]]
//! kind = "test-docs"                   # which scenarios and in-file tests there are, and what they prove
//! path = "docs/testing"                # a folder
//! features = "tests/features"          # where feature files are, and the functions of their steps
//! ```

mod choice;
mod find;
mod keys;
mod metrics;
mod read;
mod rust_path;
mod specs;
mod stock;
mod style;

pub use choice::Choice;
pub use find::{FILE_NAME, find};
pub use keys::{ARTIFACT_KEYS, DOCUMENT_KEYS, KEYS, METRICS_KEYS, SPECS_KEYS};
pub use read::load;
pub use style::{Directions, Emitter, Enums, Modules, Serde, TypeStyle};

use choice::{choice, chosen};

use std::collections::{BTreeMap, BTreeSet};

use crate::{Pointer, source::SourceId};

/// What `contracts.toml` says.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest {
    /// The file it was read from.
    pub source: SourceId,
    /// How messages and headers call the tool. Defaults to `cargo contracts`.
    pub command: String,
    /// OpenAPI documents by the name that artifacts call them.
    pub documents: BTreeMap<String, Document>,
    /// Metrics contracts by the name that artifacts call them.
    pub metrics: BTreeMap<String, MetricsContract>,
    /// The spec documents, where there are any.
    pub specs: Option<Specs>,
    /// What is generated and committed, in the file's order.
    pub artifacts: Vec<Artifact>,
}

/// An OpenAPI document.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Its file, relative to the folder of `contracts.toml`.
    pub path: SourceId,
    /// Where the manifest declares it.
    pub pointer: Pointer,
    /// Files outside the manifest's folder that its references may lead to.
    pub files: BTreeSet<SourceId>,
    /// The Rust type for each `format` of strings; `[formats]` and the document's own, which win.
    pub formats: BTreeMap<String, String>,
    /// How its types are written.
    pub style: TypeStyle,
}

/// A metrics contract.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricsContract {
    /// Its file, relative to the folder of `contracts.toml`.
    pub path: SourceId,
    /// Where the manifest declares it.
    pub pointer: Pointer,
}

/// Documents with normative sentences.
#[derive(Clone, Debug, PartialEq)]
pub struct Specs {
    /// Patterns of their paths, relative to the folder of `contracts.toml`.
    pub paths: Vec<String>,
    /// Regular expressions, one of which the id of a requirement matches as a whole.
    pub ids: Vec<String>,
    /// YAML and JSON files besides the documents whose `x-req-id` promise requirements.
    pub promises: Vec<SourceId>,
    /// Where the manifest declares it.
    pub pointer: Pointer,
}

/// What is generated and committed: a file, or a folder of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Artifact {
    /// Its path, relative to the folder of `contracts.toml`, with `/` between its parts.
    pub path: String,
    /// Where the manifest declares it.
    pub pointer: Pointer,
    /// What it is made of.
    pub kind: ArtifactKind,
}

/// What an artifact is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum ArtifactKind {
    /// The schemas of one document as Rust types.
    Types {
        /// The document's name.
        document: String,
        /// The path under which other artifacts find the types.
        module: Option<String>,
    },
    /// An HTTP client, one module per document.
    Client {
        /// The documents' names.
        documents: Vec<String>,
        /// Where the items of operations stand.
        modules: Modules,
    },
    /// A server trait, one module per document.
    Server {
        /// The documents' names.
        documents: Vec<String>,
        /// Whether the operations of each tag have a trait of their own.
        modules: Modules,
    },
    /// A client of one document by the stock back end, progenitor; its types are in it.
    Progenitor {
        /// The document's name.
        document: String,
        /// How operations are called.
        interface: Interface,
        /// What becomes of tags.
        tags: TagStyle,
    },
    /// The JSON Schema of Rust configuration types.
    ConfigSchema {
        /// The package whose build script makes the schema.
        package: String,
        /// The Rust file with the types, relative to the folder of `contracts.toml`.
        source: SourceId,
    },
    /// The metrics of one metrics contract as Rust types.
    Metrics {
        /// The contract's name.
        contract: String,
    },
    /// A Markdown page per finding code, and an index: what the tool says, for those who work here.
    FindingPages,
    /// JSON Schemas of `contracts.toml` and of what the command line prints as JSON.
    ToolSchemas,
    /// The requirements of the spec documents: a folder with an index of each, and one of them all.
    Requirements,
    /// Which scenarios and in-file tests there are: a folder of two files.
    TestDocs {
        /// The folder of the feature files and of the functions that their steps run.
        features: Option<String>,
    },
}

/// How the operations of a progenitor client are called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Interface {
    /// Methods with all parameters as arguments; progenitor's default.
    #[default]
    Positional,
    /// A builder per operation.
    Builder,
}

/// What a progenitor client makes of tags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagStyle {
    /// Nothing; progenitor's default.
    #[default]
    Merged,
    /// A trait per tag; with [`Interface::Builder`] only.
    Separate,
}

impl ArtifactKind {
    /// The value of `kind`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Types { .. } => "types",
            Self::Client { .. } | Self::Progenitor { .. } => "client",
            Self::Server { .. } => "server",
            Self::ConfigSchema { .. } => "config-schema",
            Self::Metrics { .. } => "metrics",
            Self::FindingPages => "finding-pages",
            Self::ToolSchemas => "tool-schemas",
            Self::Requirements => "requirements",
            Self::TestDocs { .. } => "test-docs",
        }
    }

    /// The names of the documents it is made of.
    pub fn documents(&self) -> &[String] {
        match self {
            Self::Types { document, .. } | Self::Progenitor { document, .. } => {
                std::slice::from_ref(document)
            }
            Self::Client { documents, .. } | Self::Server { documents, .. } => documents,
            Self::ConfigSchema { .. }
            | Self::Metrics { .. }
            | Self::FindingPages
            | Self::ToolSchemas
            | Self::Requirements
            | Self::TestDocs { .. } => &[],
        }
    }

    /// Whether its path is a folder with any number of files, instead of one file.
    pub fn is_folder(&self) -> bool {
        matches!(
            self,
            Self::FindingPages | Self::ToolSchemas | Self::Requirements | Self::TestDocs { .. }
        )
    }
}

impl Artifact {
    /// Whether a path belongs to it: its own, or any below its folder.
    pub fn owns(&self, path: &str) -> bool {
        match path.strip_prefix(&self.path) {
            Some("") => true,
            Some(rest) => self.kind.is_folder() && rest.starts_with('/'),
            None => false,
        }
    }
}

impl Manifest {
    /// The module in which the types of a document can be found.
    pub fn types_module(&self, document: &str) -> Option<&str> {
        self.artifacts
            .iter()
            .find_map(|artifact| match &artifact.kind {
                ArtifactKind::Types {
                    document: of,
                    module,
                } if of == document => module.as_deref(),
                _ => None,
            })
    }
}
