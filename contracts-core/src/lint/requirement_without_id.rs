use crate::{Code, Finding, spec::Specs};

/// A sentence that says what has to hold, and that nothing can refer to.
pub(super) fn find(specs: &Specs) -> Vec<Finding> {
    let documents = specs.documents.iter();
    let unnamed = documents.flat_map(|document| {
        let ranges = document.unnamed.iter();
        ranges.map(|range| document.place(range))
    });
    let findings = unnamed.map(|place| {
        let message = "this sentence is normative and has no id";
        let help = "begin it with an id and a colon, or write the word in small letters";
        Finding::new(Code::RequirementWithoutId, place, message).help(help)
    });
    findings.collect()
}
