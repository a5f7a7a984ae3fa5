use crate::{Code, Finding, spec::Specs};

/// An id that was given up and is the id of a sentence again: old references would change their
/// meaning.
pub(super) fn find(specs: &Specs) -> Vec<Finding> {
    let retired = specs.retired();
    let mut findings = Vec::new();
    for document in &specs.documents {
        for requirement in &document.requirements {
            let Some(by) = retired.get(requirement.id.as_str()) else {
                continue;
            };
            let message = format!("`{}` is retired in {}", requirement.id, by.source);
            let place = document.place(&requirement.id_range);
            let help = "give the sentence a new id";
            findings.push(Finding::new(Code::RetiredRequirement, place, message).help(help));
        }
    }
    findings
}
