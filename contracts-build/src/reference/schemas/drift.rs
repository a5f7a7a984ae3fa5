use serde_json::{Value, json};

use super::{list_of, object, one_of, text, timed, titled};
use crate::drift::{Cause, State};

/// What `check` and the `regen` family print to stdout.
pub(super) fn schema() -> Value {
    let mut causes: Vec<Value> = Cause::ALL
        .iter()
        .map(|cause| cause.as_str().into())
        .collect();
    causes.push(Value::Null);
    let artifact = json!({
        "path": text("The file, relative to the folder of contracts.toml."),
        "state": one_of(
            "How the file was found, before anything was written.",
            &State::ALL.map(State::as_str),
        ),
        "cause": {
            "description": "Why it was not fresh: a source changed, the tool changed, or somebody edited it; \
                            null where it was.",
            "enum": causes,
        },
        "diff": text("A unified diff from what was committed to what is generated; empty where there is none."),
    });
    let artifacts = list_of("One for each file, contracts.lock included.", artifact);
    let about = "How committed artifacts compare with what their sources generate.";
    titled(
        "Drift",
        about,
        timed(object(json!({"artifacts": artifacts}))),
    )
}
