use crate::{Code, Finding, spec::Specs};

/// A sentence with words of two levels: whether it holds could not be said in one word.
pub(super) fn find(specs: &Specs) -> Vec<Finding> {
    let mut findings = Vec::new();
    for document in &specs.documents {
        for requirement in &document.requirements {
            let Some((first, _)) = requirement.words.first() else {
                continue;
            };
            let other = requirement.words.iter().find(|(level, _)| level != first);
            let Some((level, range)) = other else {
                continue;
            };
            let (id, first, level) = (&requirement.id, first.as_str(), level.as_str());
            let message = format!("`{id}` is both a {first} and a {level}");
            let finding = Finding::new(Code::MixedLevels, document.place(range), message)
                .help("make two sentences of it, each with an id of its own");
            findings.push(finding);
        }
    }
    findings
}
