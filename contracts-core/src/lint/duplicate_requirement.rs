use std::collections::BTreeMap;

use crate::{Code, Finding, spec::Specs};

/// An id that two sentences have.
pub(super) fn find(specs: &Specs) -> Vec<Finding> {
    let mut first = BTreeMap::new();
    let mut findings = Vec::new();
    for document in &specs.documents {
        for requirement in &document.requirements {
            let id = requirement.id.as_str();
            let Some(owner) = first.get(id) else {
                first.insert(id, &document.source);
                continue;
            };
            let message = format!("`{id}` is the id of another sentence too, in {owner}");
            let place = document.place(&requirement.id_range);
            let help = "give each requirement an id of its own";
            findings.push(Finding::new(Code::DuplicateRequirement, place, message).help(help));
        }
    }
    findings
}
