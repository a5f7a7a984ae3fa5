use contracts_core::{Code, Severity};
use serde_json::{Value, json};

use super::{object, one_of, text, titled};

/// What `explain` prints to stdout.
pub(super) fn schema() -> Value {
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.id()).collect();
    let severities = [Severity::Error, Severity::Warning, Severity::Info];
    let page = object(json!({
        "code": one_of("The code that was asked for.", &codes),
        "severity": one_of("How bad its findings are.", &severities.map(Severity::as_str)),
        "page": text("What it means, what fires it and how to repair it, in Markdown."),
    }));
    titled("Explanation", "What a finding code means.", page)
}
