use serde_json::{Value, json};

use super::{text, titled};

/// `contracts.toml`, for editors. The reader in contracts-core knows more, such as which documents there
/// are, and takes a number for text.
pub(super) fn schema() -> Value {
    let mut schema = open(
        &["artifacts"],
        json!({
            "command": text("How messages and headers call the tool. Defaults to `cargo contracts`."),
            "formats": formats("Rust types for string formats, in every document."),
            "documents": {
                "type": "object",
                "description": "OpenAPI documents by the names that artifacts call them.",
                "additionalProperties": document(),
            },
            "metrics": {
                "type": "object",
                "description": "Metrics contracts by the names that artifacts call them.",
                "additionalProperties": open(&["path"], json!({
                    "path": path("Its file, JSON or YAML, relative to this folder."),
                })),
            },
            "specs": specs(),
            "artifacts": {
                "type": "array",
                "description": "What is generated and committed.",
                "minItems": 1,
                "items": {"oneOf": artifacts()},
            },
        }),
    );
    schema["$defs"] = json!({"path": inside(), "rust-path": rust_path(""), "rust-type": rust_path("(<[A-Za-z0-9_:<>, ]+>)?")});
    titled(
        "contracts.toml",
        "Which documents there are, which artifacts they become, and where those are committed.",
        schema,
    )
}

fn document() -> Value {
    open(
        &["path"],
        json!({
            "path": path("Its file, relative to this folder."),
            "formats": formats("Rust types for string formats in this document; they win over `[formats]`."),
            "files": {
                "type": "array",
                "description": "Files outside this folder that its references may lead to.",
                "items": {"type": "string"},
            },
            "types": {
                "enum": ["native", "typify"],
                "description": "Who writes its types. Defaults to `native`.",
            },
            "serde": {
                "enum": ["field-match", "table", "derive"],
                "description": "How native types are read and written: about as fast as derives and cheap to compile, smallest, or by derives. Defaults to `field-match`.",
            },
            "enums": {
                "enum": ["open", "closed"],
                "description": "Whether strings and tags that the document does not name are kept where a response holds them. Defaults to `open`.",
            },
            "directions": {
                "enum": ["both", "client", "server"],
                "description": "Which of serde's traits native types have: both, or those that a client or a server needs. Defaults to `both`.",
            },
            "validate": {
                "type": "boolean",
                "description": "Whether native types have a method that checks what the document asks besides the type. Defaults to false.",
            },
            "prune": {
                "type": "boolean",
                "description": "Whether schemas that no operation needs are left out. Defaults to false.",
            },
        }),
    )
}

fn specs() -> Value {
    let list = |description: &str, least: usize, items: Value| json!({"type": "array", "description": description, "minItems": least, "items": items});
    let inside = json!({"$ref": "#/$defs/path"});
    let mut schema = open(
        &["paths", "ids"],
        json!({
            "paths": list("Patterns of the spec documents' paths, relative to this folder.", 1, inside.clone()),
            "ids": list(
                "Regular expressions, one of which the id of a requirement matches as a whole.",
                1,
                json!({"type": "string"}),
            ),
            "promises": list(
                "YAML and JSON files besides the documents whose `x-req-id` promise requirements.",
                0,
                inside,
            ),
        }),
    );
    schema["description"] = "Documents with normative sentences.".into();
    schema
}

/// The documents of a client or server.
fn documents() -> Value {
    json!({
        "type": "array",
        "description": "The documents' names.",
        "minItems": 1,
        "uniqueItems": true,
        "items": {"type": "string"},
    })
}

fn artifacts() -> [Value; 10] {
    [
        artifact(
            "types",
            "The schemas of one document as Rust types.",
            &["document"],
            json!({
                "document": text("The document's name."),
                "module": {
                    "$ref": "#/$defs/rust-path",
                    "description": "The path of the module under which other artifacts find the types.",
                },
            }),
        ),
        artifact(
            "client",
            "A typed HTTP client, one module per document.",
            &["documents"],
            json!({
                "documents": documents(),
                "modules": {
                    "enum": ["flat", "tags"],
                    "description": "Whether the items of operations all stand beside the client, or those of each tag \
                                    in a module. Defaults to `flat`.",
                },
            }),
        ),
        artifact(
            "client",
            "A client of one document by progenitor, types included.",
            &["backend", "document"],
            json!({
                "backend": {
                    "const": "progenitor",
                    "description": "Who makes it. Its runtime, progenitor-client, is under the MPL-2.0.",
                },
                "document": text("The document's name."),
                "interface": {
                    "enum": ["positional", "builder"],
                    "description": "How operations are called. Defaults to `positional`.",
                },
                "tags": {
                    "enum": ["merged", "separate"],
                    "description": "Whether each tag is a trait of its own. Defaults to `merged`.",
                },
            }),
        ),
        artifact(
            "server",
            "A server trait for axum, one module per document.",
            &["documents"],
            json!({
                "documents": documents(),
                "modules": {
                    "enum": ["flat", "tags"],
                    "description": "Whether all operations are in one trait, or those of each tag in a trait of their \
                                    own. Defaults to `flat`.",
                },
            }),
        ),
        artifact(
            "config-schema",
            "The JSON Schema of Rust configuration types.",
            &["package", "source"],
            json!({
                "package": text("The package whose build script makes it."),
                "source": path("The Rust file with the types, relative to this folder."),
            }),
        ),
        artifact(
            "metrics",
            "The metrics of a metrics contract as Rust types.",
            &["contract"],
            json!({"contract": text("The contract's name.")}),
        ),
        artifact(
            "finding-pages",
            "What each finding means: a Markdown page per code, in a folder.",
            &[],
            json!({}),
        ),
        artifact(
            "tool-schemas",
            "JSON Schemas of contracts.toml and of what `--format json` prints, in a folder.",
            &[],
            json!({}),
        ),
        artifact(
            "requirements",
            "An index of each spec document, and one of them all, in a folder; needs `[specs]`.",
            &[],
            json!({}),
        ),
        artifact(
            "test-docs",
            "Which scenarios and in-file tests there are, and the requirements they name, in a folder.",
            &[],
            json!({"features": path(
                "The folder of the feature files and of the functions that their steps run, relative to this folder.",
            )}),
        ),
    ]
}

fn artifact(kind: &str, description: &str, required: &[&str], mut properties: Value) -> Value {
    properties["kind"] = json!({"const": kind, "description": "What it is."});
    properties["path"] = path("Where it is committed, relative to this folder.");
    let mut schema = open(&[&["kind", "path"], required].concat(), properties);
    schema["title"] = kind.into();
    schema["description"] = description.into();
    schema
}

/// A table with these keys; keys that begin with `x-` are their writer's own.
fn open(required: &[&str], properties: Value) -> Value {
    json!({
        "type": "object",
        "required": required,
        "properties": properties,
        "patternProperties": {"^x-": true},
        "additionalProperties": false,
    })
}

fn formats(description: &str) -> Value {
    json!({
        "type": "object",
        "description": description,
        "additionalProperties": {"$ref": "#/$defs/rust-type"},
    })
}

fn path(description: &str) -> Value {
    json!({"$ref": "#/$defs/path", "description": description})
}

/// A path that does not leave the folder.
fn inside() -> Value {
    json!({
        "type": "string",
        "pattern": "^[^:]+$",
        "not": {"pattern": r"^[/\\]|(^|[/\\])\.\.([/\\]|$)"},
    })
}

/// A path in Rust, and what may follow it.
fn rust_path(more: &str) -> Value {
    let path = "(::)?[A-Za-z_][A-Za-z0-9_]*(::[A-Za-z_][A-Za-z0-9_]*)*";
    json!({"type": "string", "pattern": format!("^{path}{more}$")})
}
