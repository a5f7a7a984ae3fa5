//! What is wrong with spec documents, one rule a file.
//!
//! The rules say nothing about documents that cannot be read; that is found while loading them.

mod dangling_requirement;
mod duplicate_requirement;
mod mixed_levels;
mod requirement_without_id;
mod requirement_without_level;
mod retired_requirement;

use crate::{Finding, spec::Specs};

/// A rule: what it finds in the spec documents of a workspace.
type Rule = fn(&Specs) -> Vec<Finding>;

/// Every rule, in the order of their names.
const RULES: &[Rule] = &[
    dangling_requirement::find,
    duplicate_requirement::find,
    mixed_levels::find,
    requirement_without_id::find,
    requirement_without_level::find,
    retired_requirement::find,
];

/// What all rules find, document by document in the order of their text.
pub fn specs(specs: &Specs) -> Vec<Finding> {
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(specs)).collect();
    findings.sort_by_cached_key(|finding| {
        let start = match &finding.place.spot {
            crate::finding::Spot::Bytes(range) => range.start,
            _ => 0,
        };
        (finding.place.source.clone(), start)
    });
    findings
}
