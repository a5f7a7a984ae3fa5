use serde_json::{Value, json};

use super::{findings::findings, titled};

/// What `config check` prints to stdout: findings with the codes of contracts-runtime.
pub(super) fn schema() -> Value {
    let code = json!({
        "type": "string",
        "description": "The rule, such as `unknown-field`; the documentation of contracts-runtime lists them.",
        "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
    });
    let position = |what| json!({"type": "integer", "minimum": 1, "description": what});
    let findings = findings(
        code,
        position("Counted from 1."),
        position("Counted from 1, in characters."),
    );
    let about = "What is wrong with a configuration file; an empty list where nothing is.";
    titled("Mistakes in a configuration file", about, findings)
}
