use serde_json::{Value, json};

use super::{list_of, object, optional_text, text, timed, titled};

/// What `corpus` prints to stdout.
pub(super) fn schema() -> Value {
    let document = json!({
        "name": text("The file, relative to the folder."),
        "version": optional_text("The version of OpenAPI, such as `3.1`; null where it cannot be read."),
        "operations": count("How many operations it has."),
        "generated": {"type": "boolean", "description": "Whether there is a crate of it."},
        "compiled": {
            "type": ["boolean", "null"],
            "description": "Whether the crate compiles without error and warning; null without `--check`.",
        },
        "simplifications": count("In how many places generated code says less than the document."),
        "ms": count("How long reading it and generating took, in milliseconds."),
        "lines": count("How many lines the crate has."),
        "roundtrip": {"type": "null", "description": "Not measured yet."},
        "error": optional_text("Why there is no crate, with a place, or what the compiler says of it."),
    });
    let documents = timed(object(json!({
        "documents": list_of("By name.", document),
    })));
    titled(
        "Corpus",
        "What became of every OpenAPI document below a folder.",
        documents,
    )
}

fn count(description: &str) -> Value {
    json!({"type": "integer", "minimum": 0, "description": description})
}
