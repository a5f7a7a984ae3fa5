//! Scenarios as tests that say they verify requirements.

use contracts_core::{
    finding::Place,
    manifest::ArtifactKind,
    source::SourceId,
    spec::Ids,
    trace::{Claim, Site, Target, Test},
};

use super::features::{below, named, read, scenarios};
use crate::{Failure, Project};

/// What the tags of scenarios claim. A scenario is the test `FEATURE::SCENARIO` of the target whose root
/// lies beside its feature file, or in a folder above; without such a target nothing runs it.
///
/// # Errors
///
/// A feature file cannot be read.
pub fn claims(project: &mut Project, targets: &[Target], ids: &Ids) -> Result<Vec<Claim>, Failure> {
    let mut claims = Vec::new();
    for artifact in project.manifest.artifacts.clone() {
        let ArtifactKind::TestDocs {
            features: Some(folder),
        } = &artifact.kind
        else {
            continue;
        };
        for file in below(project, folder, ".feature")? {
            let Some(target) = target(targets, &file) else {
                continue;
            };
            let feature = read(project, &file)?;
            let text = project.sources.read(&file)?;
            for (_, tags, scenario) in scenarios(&feature) {
                let title = text.find(&scenario.name).unwrap_or(text.len());
                for id in named(tags.into_iter(), Some(ids)) {
                    let start = text[..title].rfind(&id).unwrap_or(0);
                    let place = Place::bytes(&file, start..start + id.len());
                    let path = format!("{}::{}", feature.name, scenario.name);
                    claims.push(Claim {
                        site: Site { id, place },
                        target: target.clone(),
                        test: Test::Function { path, cases: false },
                        ambiguous: false,
                    });
                }
            }
        }
    }
    Ok(claims)
}

/// The test target of the nearest folder.
fn target<'t>(targets: &'t [Target], file: &SourceId) -> Option<&'t Target> {
    let folder = |target: &Target| {
        let root = target.root.as_str();
        root.rfind('/').map_or(0, |slash| slash + 1)
    };
    let above = |target: &&Target| {
        let folder = &target.root.as_str()[..folder(target)];
        target.kind == "test" && file.as_str().starts_with(folder)
    };
    targets.iter().filter(above).max_by_key(|it| folder(it))
}
