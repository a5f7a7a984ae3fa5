use serde_json::{Value, json};

use super::Finding;
use crate::source::Sources;

/// Findings as the JSON object that scripts read:
/// `{"findings": [{"code", "severity", "message", "file", "line", "column", "help"}]}`.
///
/// `line` and `column` count from 1, columns in characters; they are null for a finding about a
/// whole file, as `help` is where there is none.
pub fn to_json(findings: &[Finding], sources: &Sources) -> Value {
    let findings: Vec<Value> = findings.iter().map(|f| finding(f, sources)).collect();
    json!({ "findings": findings })
}

fn finding(finding: &Finding, sources: &Sources) -> Value {
    let location = sources.locate(&finding.place);
    json!({
        "code": finding.code.id(),
        "severity": finding.severity.as_str(),
        "message": finding.message,
        "file": location.file,
        "line": location.line,
        "column": location.column,
        "help": finding.help,
    })
}
