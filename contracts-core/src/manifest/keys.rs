//! Every key that the reader knows, for whoever describes the file.

/// Keys of the file itself.
pub const KEYS: &[&str] = &[
    "command",
    "formats",
    "documents",
    "metrics",
    "specs",
    "artifacts",
];

/// Keys of a document.
pub const DOCUMENT_KEYS: &[&str] = &[
    "path",
    "formats",
    "files",
    "types",
    "serde",
    "enums",
    "directions",
    "validate",
    "prune",
];

/// Keys of a metrics contract.
pub const METRICS_KEYS: &[&str] = &["path"];

/// Keys of the spec documents.
pub const SPECS_KEYS: &[&str] = &["paths", "ids", "promises"];

/// The kinds of artifacts, each with its keys; a client with a `backend` has others than one without.
pub const ARTIFACT_KEYS: &[(&str, &[&str])] = &[
    ("types", &["kind", "path", "document", "module"]),
    ("client", &["kind", "path", "documents", "modules"]),
    (
        "client",
        &["kind", "path", "backend", "document", "interface", "tags"],
    ),
    ("server", &["kind", "path", "documents", "modules"]),
    ("config-schema", &["kind", "path", "package", "source"]),
    ("metrics", &["kind", "path", "contract"]),
    ("finding-pages", &["kind", "path"]),
    ("tool-schemas", &["kind", "path"]),
    ("requirements", &["kind", "path"]),
    ("test-docs", &["kind", "path", "features"]),
];
