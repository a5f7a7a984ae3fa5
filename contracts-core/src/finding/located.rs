//! Findings with their places worked out: what every rendering for other programs starts from. Whoever
//! finds mistakes by rules of their own, such as a configuration's schema, renders them the same way.

use super::{Finding, Severity};
use crate::source::{Location, Sources};

pub use super::{github::render as to_github, json::render as to_json, sarif::render as to_sarif};

/// A finding, its rule and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Located {
    /// Which rule was broken.
    pub rule: Rule,
    /// How bad it is here.
    pub severity: Severity,
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// Where it is wrong.
    pub location: Location,
    /// What to do about it.
    pub help: Option<String>,
}

/// What can be broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rule {
    /// Its stable kebab-case id.
    pub id: &'static str,
    /// How bad breaking it is unless something overrides it.
    pub severity: Severity,
    /// What it is about and how to repair it, in Markdown.
    pub explanation: Option<&'static str>,
}

/// Findings with their rules and places.
pub fn locate(findings: &[Finding], sources: &Sources) -> Vec<Located> {
    let located = findings.iter().map(|finding| Located {
        rule: Rule {
            id: finding.code.id(),
            severity: finding.code.severity(),
            explanation: Some(finding.code.explanation()),
        },
        severity: finding.severity,
        message: finding.message.clone(),
        location: sources.locate(&finding.place),
        help: finding.help.clone(),
    });
    located.collect()
}
