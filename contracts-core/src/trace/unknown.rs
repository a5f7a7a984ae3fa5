use super::Sites;
use crate::{Code, Finding, nearest, spec::Specs};

/// Ids outside the spec documents that no sentence has, or has any more.
pub fn unknown(specs: &Specs, sites: &Sites) -> Vec<Finding> {
    let (known, retired) = (specs.by_id(), specs.retired());
    let mut findings: Vec<Finding> = Vec::new();
    for (_, site) in sites.all() {
        let id = site.id.as_str();
        if known.contains_key(id) {
            continue;
        }
        let (message, help) = match (retired.get(id), nearest(id, known.keys().copied())) {
            (Some(by), _) => (
                format!("`{id}` is retired in {}", by.source),
                "name the requirement that holds instead".to_owned(),
            ),
            (None, Some(near)) => (unknown_id(id), format!("did you mean `{near}`?")),
            (None, None) => (
                unknown_id(id),
                "write the sentence that it names".to_owned(),
            ),
        };
        let finding =
            Finding::new(Code::UnknownRequirement, site.place.clone(), message).help(help);
        if !findings.contains(&finding) {
            findings.push(finding);
        }
    }
    findings
}

fn unknown_id(id: &str) -> String {
    format!("no sentence has the id `{id}`")
}
