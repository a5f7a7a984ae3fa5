use crate::{
    Code, Finding,
    spec::{Level, Specs},
};

/// A sentence with an id that does not say how binding it is.
pub(super) fn find(specs: &Specs) -> Vec<Finding> {
    let documents = specs.documents.iter();
    let findings = documents.flat_map(|document| {
        let requirements = document.requirements.iter();
        let without = requirements.filter(|requirement| requirement.level() == Level::Info);
        without.map(|requirement| {
            let message = format!("`{}` has no level", requirement.id);
            let place = document.place(&requirement.range);
            let help = "say MUST, SHOULD or MAY in capital letters; without one it is information";
            Finding::new(Code::RequirementWithoutLevel, place, message).help(help)
        })
    });
    findings.collect()
}
