//! Feature files, and what their steps run.

use contracts_core::{source::SourceId, spec::Ids};
use gherkin::{Feature, GherkinEnv, Scenario, Step, StepType};

use super::steps::{self, StepFn};
use crate::{Failure, Project};

/// The page about the feature files in a folder.
pub(super) fn mapping(
    project: &mut Project,
    folder: Option<&str>,
    ids: Option<&Ids>,
    up: &str,
) -> Result<String, Failure> {
    let mut text =
        "# Scenarios\n\nFeature files, their scenarios, and the functions that the steps run.\n"
            .to_owned();
    if let Some(folder) = folder
        && project.sources.list(folder)?.is_empty()
    {
        let why = format!(
            "there is no folder `{folder}`, which `features` of a `test-docs` artifact names"
        );
        return Err(Failure::report(why));
    }
    let functions = match folder {
        Some(folder) => steps::functions(project, folder)?,
        None => Vec::new(),
    };
    let files = match folder {
        Some(folder) => below(project, folder, ".feature")?,
        None => Vec::new(),
    };
    if files.is_empty() {
        text.push_str("\nThere are no feature files.\n");
    }
    for file in &files {
        let feature = read(project, file)?;
        text.push_str(&format!(
            "\n## {}\n\nFrom [{file}]({up}{file}).\n",
            feature.name
        ));
        for (before, tags, scenario) in scenarios(&feature) {
            let named = named(tags.into_iter(), ids);
            text.push_str(&section(scenario, &before, &named, &functions, up));
        }
    }
    Ok(text)
}

/// A scenario with the steps before its own and all tags that it has, its feature's and its rule's too.
type Placed<'f> = (Vec<&'f Step>, Vec<&'f String>, &'f Scenario);

pub(super) fn scenarios(feature: &Feature) -> Vec<Placed<'_>> {
    let rules = feature.rules.iter();
    let grouped = rules.map(|rule| {
        (
            rule.background.as_ref(),
            rule.tags.as_slice(),
            &rule.scenarios,
        )
    });
    let own = std::iter::once((None, [].as_slice(), &feature.scenarios));
    let groups = own
        .chain(grouped)
        .flat_map(|(background, tags, scenarios)| {
            scenarios.iter().map(move |scenario| {
                let backgrounds = feature.background.iter().chain(background);
                let before = backgrounds.flat_map(|it| &it.steps).collect();
                let tags = feature.tags.iter().chain(tags).chain(&scenario.tags);
                (before, tags.collect(), scenario)
            })
        });
    groups.collect()
}

/// The files in a folder and below it whose names end so, in order.
pub(super) fn below(project: &Project, folder: &str, end: &str) -> Result<Vec<SourceId>, Failure> {
    let listed = project.sources.list(folder)?;
    let mut files: Vec<SourceId> = listed
        .into_iter()
        .filter(|file| file.as_str().ends_with(end))
        .collect();
    files.sort();
    Ok(files)
}

pub(super) fn read(project: &mut Project, file: &SourceId) -> Result<Feature, Failure> {
    let text = project.sources.read(file)?;
    Feature::parse(text, GherkinEnv::default())
        .map_err(|error| Failure::report(format!("{file}: this is no Gherkin: {error}")))
}

/// The requirements among tags, each once.
pub(super) fn named<'t>(tags: impl Iterator<Item = &'t String>, ids: Option<&Ids>) -> Vec<String> {
    let mut named: Vec<String> = Vec::new();
    for tag in tags {
        for range in ids.into_iter().flat_map(|ids| ids.find(tag)) {
            let id = &tag[range];
            if !named.iter().any(|known| known == id) {
                named.push(id.to_owned());
            }
        }
    }
    named
}

fn section(
    scenario: &Scenario,
    before: &[&Step],
    ids: &[String],
    functions: &[StepFn],
    up: &str,
) -> String {
    let proves = match ids {
        [] => "It names no requirement.".to_owned(),
        ids => format!("It proves {}.", ids.join(", ")),
    };
    let mut text = format!(
        "\n### {}\n\n{proves}\n\n| step | function |\n|---|---|\n",
        scenario.name
    );
    for step in before.iter().copied().chain(&scenario.steps) {
        let kind = match step.ty {
            StepType::Given => "given",
            StepType::When => "when",
            StepType::Then => "then",
        };
        let running = functions.iter().filter(|it| it.runs(kind, &step.value));
        let running: Vec<String> = running
            .map(|it| format!("[`{}`]({up}{})", it.name, it.file))
            .collect();
        let running = match running.as_slice() {
            [] => "none".to_owned(),
            functions => functions.join(", "),
        };
        let said = step.value.replace('|', "\\|").replace('<', "\\<");
        text.push_str(&format!("| {} {said} | {running} |\n", step.keyword.trim()));
    }
    text
}
