use serde_json::{Value, json};

use super::{list_of, object, one_of, optional_text, text, titled};

/// What `dev:loop` prints to stdout.
pub(super) fn schema() -> Value {
    let step = json!({
        "step": text("Its name."),
        "command": text("The command that it runs."),
        "result": one_of("How it ended.", &["passed", "failed", "skipped", "unchanged", "not run"]),
        "reason": optional_text("Why it did not run, or what it wrote."),
        "seconds": {"type": "number", "minimum": 0, "description": "How long it took."},
    });
    let steps = object(json!({"steps": list_of("In the order in which they run.", step)}));
    titled(
        "dev:loop",
        "What came of everything that has to hold.",
        steps,
    )
}

/// What `links` prints to stdout.
pub(super) fn links() -> Value {
    let count = |what: &str| json!({"type": "integer", "minimum": 0, "description": what});
    let links = object(json!({
        "files": count("How many files were read."),
        "links": count("How many links and paths they have."),
    }));
    titled(
        "links",
        "What was checked; what leads nowhere are findings.",
        links,
    )
}
