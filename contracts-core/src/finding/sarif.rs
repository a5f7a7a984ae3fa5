use serde_json::{Value, json};

use super::{
    Finding, Severity,
    located::{Located, Rule, locate},
};
use crate::source::{Location, Sources};

/// Findings as a SARIF 2.1.0 log, the format of code scanning services.
///
/// The log has one run and lists only the rules that were broken. Files are relative to the folder
/// of `contracts.toml`.
pub fn to_sarif(findings: &[Finding], sources: &Sources) -> Value {
    render(&locate(findings, sources))
}

/// The same for findings with their places.
pub fn render(findings: &[Located]) -> Value {
    let mut broken: Vec<Rule> = findings.iter().map(|finding| finding.rule).collect();
    broken.sort_unstable();
    broken.dedup();
    let results: Vec<Value> = findings
        .iter()
        .map(|finding| result(finding, &broken))
        .collect();
    let rules: Vec<Value> = broken.iter().map(rule).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "contracts",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(rule: &Rule) -> Value {
    let mut described = json!({
        "id": rule.id,
        "defaultConfiguration": {"level": level(rule.severity)},
    });
    let Some(text) = rule.explanation.map(str::trim) else {
        return described;
    };
    let first = text
        .split_once(". ")
        .map_or(text, |(first, _)| first)
        .trim_end_matches('.');
    described["shortDescription"] = json!({"text": first.replace('\n', " ")});
    described["fullDescription"] = json!({ "text": text });
    described
}

fn result(finding: &Located, rules: &[Rule]) -> Value {
    let mut text = finding.message.clone();
    if let Some(help) = &finding.help {
        text.push_str("; ");
        text.push_str(help);
    }
    json!({
        "ruleId": finding.rule.id,
        "ruleIndex": rules.iter().position(|rule| *rule == finding.rule),
        "level": level(finding.severity),
        "message": {"text": text},
        "locations": [{"physicalLocation": physical(&finding.location)}],
    })
}

fn physical(location: &Location) -> Value {
    let artifact = json!({"uri": uri(&location.file)});
    match (location.line, location.column) {
        (Some(line), Some(column)) => json!({
            "artifactLocation": artifact,
            "region": {"startLine": line, "startColumn": column},
        }),
        _ => json!({ "artifactLocation": artifact }),
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A relative URI reference (RFC 3986): everything but unreserved characters and `/` is escaped.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(byte as char)
            }
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri
}
