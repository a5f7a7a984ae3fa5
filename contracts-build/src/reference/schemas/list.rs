use contracts_core::manifest::ARTIFACT_KEYS;
use serde_json::{Value, json};

use super::{list_of, object, one_of, optional_text, text, titled};

/// What `list` prints to stdout.
pub(super) fn schema() -> Value {
    let kinds: Vec<&str> = ARTIFACT_KEYS.iter().map(|(kind, _)| *kind).collect();
    let document = json!({
        "name": text("What contracts.toml calls it."),
        "path": text("Its file, relative to the folder of contracts.toml."),
        "title": optional_text("Its title; null, as all that follows, where it cannot be read."),
        "version": optional_text("The version it says it has."),
        "openapi": optional_text("The version of OpenAPI it is written in."),
        "operations": {
            "type": ["integer", "null"], "minimum": 0, "description": "How many operations it has.",
        },
    });
    let artifact = json!({
        "path": text("Its file or folder, relative to the folder of contracts.toml."),
        "kind": one_of("What it is.", &kinds),
        "documents": {
            "type": "array",
            "description": "The names of the documents that it is made of.",
            "items": {"type": "string"},
        },
    });
    let list = object(json!({
        "documents": list_of("By name.", document),
        "artifacts": list_of("In the order of contracts.toml.", artifact),
    }));
    titled("List", "What contracts.toml declares.", list)
}
