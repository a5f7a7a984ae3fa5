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
        "roundtrip": roundtrip(),
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

/// What became of a document's examples.
fn roundtrip() -> Value {
    let exception = json!({
        "file": text("The file in which the example stands, relative to the document's folder."),
        "line": position("Its line"),
        "column": position("Its column"),
        "type": text("Its Rust type."),
        "message": text("What is not the same, or why the type refuses it."),
        "reason": text("Why that is so."),
    });
    let mut roundtrip = object(json!({
        "examples": count("How many examples the document has; one that goes through two types is two."),
        "untyped": count("How many of them are of a schema that has no type of its own."),
        "unjudged": count("How many of them are of a schema that no validator takes."),
        "valid": count("How many are valid by their schemas."),
        "equal": count("How many of them come back equal."),
        "ignored": count("How many members that no schema declares do not come back."),
        "exceptions": list_of("Those that do not come back equal.", exception),
    }));
    roundtrip["type"] = json!(["object", "null"]);
    roundtrip["description"] =
        "The examples that went through their types and back; null without `--roundtrip`.".into();
    roundtrip
}

fn position(what: &str) -> Value {
    json!({"type": ["integer", "null"], "minimum": 1, "description": format!("{what}, counting from 1.")})
}

fn count(description: &str) -> Value {
    json!({"type": "integer", "minimum": 0, "description": description})
}
