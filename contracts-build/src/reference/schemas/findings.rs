use contracts_core::{Code, Severity};
use serde_json::{Value, json};

use super::{list_of, object, one_of, optional_text, text, titled};

/// What every command prints to stderr where it has findings.
pub(super) fn schema() -> Value {
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.id()).collect();
    let code = one_of("The rule; `explain` tells what it is about.", &codes);
    let position = |what| json!({"type": ["integer", "null"], "minimum": 1, "description": what});
    let findings = findings(
        code,
        position("Counted from 1; null where the finding is about the whole file."),
        position("Counted from 1, in characters; null where `line` is."),
    );
    titled(
        "Findings",
        "What is wrong with contracts and artifacts.",
        findings,
    )
}

/// The shape of all findings, whoever found them.
pub(super) fn findings(code: Value, line: Value, column: Value) -> Value {
    let severities = [Severity::Error, Severity::Warning, Severity::Info];
    let severities = severities.map(Severity::as_str);
    let finding = json!({
        "code": code,
        "severity": one_of("How bad it is; while there is an error, nothing is written.", &severities),
        "message": text("What is wrong, one sentence."),
        "file": text("The file, relative to the folder of contracts.toml where there is one."),
        "line": line,
        "column": column,
        "help": optional_text("What to do about it."),
    });
    object(json!({"findings": list_of("One for each mistake.", finding)}))
}
