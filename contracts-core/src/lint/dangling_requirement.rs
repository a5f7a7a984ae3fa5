use crate::{Code, Finding, nearest, spec::Specs};

/// A reference to an id that no sentence has. Ids that are given up may be talked about.
pub(super) fn find(specs: &Specs) -> Vec<Finding> {
    let (known, retired) = (specs.by_id(), specs.retired());
    let mut findings = Vec::new();
    for document in &specs.documents {
        let references = document.references.iter().chain(&document.not_implemented);
        for mention in references {
            let id = mention.id.as_str();
            if known.contains_key(id) || retired.contains_key(id) {
                continue;
            }
            let help = match nearest(id, known.keys().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "write the sentence that it names, or drop it".to_owned(),
            };
            let message = format!("no sentence has the id `{id}`");
            let place = document.place(&mention.range);
            findings.push(Finding::new(Code::DanglingRequirement, place, message).help(help));
        }
    }
    findings
}
