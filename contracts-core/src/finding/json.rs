use serde_json::{Value, json};

use super::{
    Finding,
    located::{Located, locate},
};
use crate::source::Sources;

/// Findings as the JSON object that scripts read:
/// `{"findings": [{"code", "severity", "message", "file", "line", "column", "help"}]}`.
///
/// `line` and `column` count from 1, columns in characters; they are null for a finding about a
/// whole file, as `help` is where there is none.
pub fn to_json(findings: &[Finding], sources: &Sources) -> Value {
    render(&locate(findings, sources))
}

/// The same for findings with their places.
pub fn render(findings: &[Located]) -> Value {
    let findings: Vec<Value> = findings.iter().map(finding).collect();
    json!({ "findings": findings })
}

fn finding(finding: &Located) -> Value {
    let Located { location, .. } = finding;
    json!({
        "code": finding.rule.id,
        "severity": finding.severity.as_str(),
        "message": finding.message,
        "file": location.file,
        "line": location.line,
        "column": location.column,
        "help": finding.help,
    })
}
