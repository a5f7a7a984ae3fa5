use serde_json::{Value, json};

use super::{list_of, object, one_of, optional_text, text, titled};

/// What `trace --format json` prints.
pub(super) fn schema() -> Value {
    titled(
        "Requirements",
        "What `trace` tells of each requirement.",
        object(json!({
            "requirements": list_of("The requirements, in the order of their ids.", requirement()),
            "coverage": coverage(),
        })),
    )
}

/// What `trace --changed-since BASE --format json` prints.
pub(super) fn changes() -> Value {
    let mut reference = place();
    reference["kind"] = one_of(
        "What it does there.",
        &["promised", "implemented", "claimed", "mentioned"],
    );
    titled(
        "Changed requirements",
        "What refers to requirements that say something else than at a commit.",
        object(json!({
            "changed": list_of("The requirements that changed.", json!({
                "id": text("The id."),
                "was": text("What it said."),
                "is": optional_text("What it says; null where no sentence has the id any more."),
                "references": list_of("What refers to it.", reference),
            })),
        })),
    )
}

fn requirement() -> Value {
    json!({
        "id": text("The id."),
        "title": text("The sentence."),
        "level": one_of("How binding it is.", &["must", "should", "may", "info"]),
        "document": text("The document it stands in, relative to the folder of contracts.toml."),
        "section": optional_text("The anchor of the heading above it."),
        "not_implemented": {
            "type": "boolean",
            "description": "Whether its document marks it so; it does not count in the coverage then.",
        },
        "promised": list_of("Where documents promise it.", place()),
        "implemented": list_of("Where code implements it.", place()),
        "claimed": list_of("The tests that name it.", test()),
        "verified": list_of("Those of them that ran and passed.", test()),
    })
}

fn place() -> Value {
    let number = |description: &str| json!({"type": ["integer", "null"], "minimum": 1, "description": description});
    json!({
        "file": text("The file, relative to the folder of contracts.toml."),
        "line": number("The line, counting from 1."),
        "column": number("The column in characters, counting from 1."),
    })
}

fn test() -> Value {
    let mut test = place();
    test["package"] = text("The package.");
    test["target"] = text("The crate of the package: its kind and its name.");
    test["test"] = text("The test, with its modules.");
    test["outcome"] = one_of(
        "What became of it.",
        &["passed", "failed", "ignored", "missing", "not run"],
    );
    test
}

fn coverage() -> Value {
    let percent = |level: &str| {
        let description = format!(
            "How many of the {level} requirements are verified, in percent; null where no test ran or \
             there is nothing to verify."
        );
        json!({"type": ["number", "null"], "minimum": 0, "maximum": 100, "description": description})
    };
    object(json!({
        "must": percent("must"),
        "should": percent("should"),
        "may": percent("may"),
    }))
}
