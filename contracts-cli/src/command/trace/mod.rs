//! `trace`: from requirements to what promises, implements and verifies them.

mod git;
mod junit;
mod run;
mod show;

use std::collections::BTreeMap;

use contracts_build::{
    Failure, Project, testing,
    workspace::{self, Workspace},
};
use contracts_core::{
    Finding,
    manifest::ArtifactKind,
    nearest,
    source::SourceId,
    spec::Ids,
    trace::{self, Claim, Outcome, Report, Sites, Target, Test},
};

use crate::{
    args,
    exit::Exit,
    output::{Output, Tone},
};

/// Why nothing can be said: how the command ends, and with which words.
#[derive(Debug)]
struct Stop(Exit, String);

/// What became of tests, by the crate they are compiled into.
type Outcomes = BTreeMap<(Target, Test), Outcome>;

/// Shows what promises, implements and verifies each requirement, or one of them.
pub(super) fn run(
    project: &mut Project,
    arguments: &args::Trace,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let artifacts = project.manifest.artifacts.clone();
    project.load(&artifacts)?;
    let specs = project.specs()?.clone();
    let (ids, _) = Ids::of(&project.manifest);
    let Some(ids) = ids.filter(|_| !project.has_errors()) else {
        if !project.has_errors() {
            output.failure(
                "there is no `[specs]` in contracts.toml\n    help: add it with `paths` and `ids`",
            );
            return Ok(Exit::Usage);
        }
        output.findings(&project.findings, &project.sources);
        return Ok(Exit::Findings);
    };
    if let Some(refused) = refused(arguments, &specs) {
        output.failure(&refused);
        return Ok(Exit::Usage);
    }
    let traced = Tracer { project, ids: &ids }
        .sites()
        .and_then(
            |(sites, workspace, findings)| match &arguments.changed_since {
                Some(base) => {
                    let before = git::specs_at(project, &ids, base)?;
                    show::changes(
                        &trace::changes(&before, &specs),
                        &sites,
                        &specs,
                        project,
                        output,
                    );
                    Ok((sites, Outcomes::new(), findings))
                }
                None => {
                    let outcomes = outcomes(arguments, &workspace, &sites, project, output)?;
                    Ok((sites, outcomes, findings))
                }
            },
        );
    let (sites, outcomes, mut findings) = match traced {
        Ok(traced) => traced,
        Err(Stop(exit, why)) => {
            output.failure(&why);
            return Ok(exit);
        }
    };
    findings.extend(trace::unknown(&specs, &sites));
    if arguments.changed_since.is_some() {
        output.findings(&findings, &project.sources);
        return Ok(exit(&findings));
    }
    let ran = arguments.run || arguments.junit.is_some();
    let outcome = |claim: &Claim| known(&outcomes, claim, ran);
    let report = trace::report(&specs, &sites, &outcome);
    show::report(&report, arguments, ran, project, output);
    findings.extend(below(&report, arguments));
    output.findings(&findings, &project.sources);
    conclude(&findings, output);
    Ok(exit(&findings))
}

fn exit(findings: &[Finding]) -> Exit {
    match findings.iter().any(Finding::is_error) {
        true => Exit::Findings,
        false => Exit::Fine,
    }
}

fn conclude(findings: &[Finding], output: &mut Output) {
    let errors = findings.iter().filter(|finding| finding.is_error()).count();
    if errors > 0 {
        output.problem("Failure", &super::plural(errors, "error"));
    } else {
        output.status(
            Tone::Good,
            "Finished",
            "every id in code and contracts is known",
        );
    }
}

/// Arguments that contradict each other, or an id that nobody knows.
fn refused(arguments: &args::Trace, specs: &contracts_core::spec::Specs) -> Option<String> {
    let ran = arguments.run || arguments.junit.is_some();
    if arguments.fail_under.is_some() && !ran {
        let help = "add `--run`, or `--junit FILE` where the tests ran already";
        return Some(format!(
            "without a run nothing is verified\n    help: {help}"
        ));
    }
    let id = arguments.id.as_ref()?;
    let known = specs.by_id();
    if known.contains_key(id.as_str()) {
        return None;
    }
    let help = match nearest(id, known.keys().copied()) {
        Some(near) => format!("\n    help: did you mean `{near}`?"),
        None => String::new(),
    };
    Some(format!("no requirement has the id `{id}`{help}"))
}

/// Findings for the levels whose coverage is too low.
fn below(report: &Report<'_>, arguments: &args::Trace) -> Vec<Finding> {
    let thresholds = arguments.fail_under.iter().flat_map(|it| &it.0);
    let low = thresholds.filter(|(level, least)| {
        let percent = report.coverage(*level).percent();
        percent.is_some_and(|percent| percent < *least)
    });
    low.flat_map(|(level, _)| report.unverified(*level))
        .collect()
}

/// What became of a claim's test. Of two functions with one name it is not known which one ran.
fn known(outcomes: &Outcomes, claim: &Claim, ran: bool) -> Outcome {
    let key = (claim.target.clone(), claim.test.clone());
    match outcomes.get(&key) {
        _ if !ran => Outcome::NotRun,
        Some(Outcome::Passed) if claim.ambiguous => Outcome::Missing,
        Some(outcome) => *outcome,
        None => Outcome::Missing,
    }
}

fn outcomes(
    arguments: &args::Trace,
    workspace: &Workspace,
    sites: &Sites,
    project: &Project,
    output: &mut Output,
) -> Result<Outcomes, Stop> {
    let wanted = |claim: &&Claim| arguments.id.as_ref().is_none_or(|id| *id == claim.site.id);
    let claims: Vec<&Claim> = sites.claimed.iter().filter(wanted).collect();
    if let Some(file) = &arguments.junit {
        return junit::outcomes(file, &claims);
    }
    if !arguments.run || claims.is_empty() {
        return Ok(Outcomes::new());
    }
    run::outcomes(workspace, &project.root, &claims, output)
}

struct Tracer<'t> {
    project: &'t mut Project,
    ids: &'t Ids,
}

impl Tracer<'_> {
    /// Everywhere that ids stand.
    fn sites(self) -> Result<(Sites, Workspace, Vec<Finding>), Stop> {
        let unusable = |error: contracts_core::Error| Stop(Exit::Usage, error.to_string());
        let Self { project, ids } = self;
        let workspace = workspace::workspace(&project.root)
            .map_err(|error| Stop(Exit::Usage, error.to_string()))?;
        let targets = workspace.targets(&project.root);
        let (mut sites, mut findings) =
            trace::code(&mut project.sources, &targets, ids).map_err(unusable)?;
        let scenarios = testing::claims(project, &targets, ids)
            .map_err(|error| Stop(Exit::Findings, error.to_string()))?;
        sites.claimed.extend(scenarios);
        for (name, document) in &project.manifest.documents {
            if let Some(contract) = project.contract(name) {
                let promised = trace::promises(&document.path, &contract.document);
                sites.promised.extend(promised);
            }
        }
        for file in promising(project) {
            let (value, mut found) = project.sources.parse(&file).map_err(unusable)?;
            findings.append(&mut found);
            let promised = value.iter().flat_map(|value| trace::promises(&file, value));
            sites.promised.extend(promised);
        }
        // Found file by file and module by module; people read them by place.
        let place = |site: &trace::Site| {
            let location = project
                .sources
                .range(&site.place)
                .map_or(0, |range| range.start);
            (site.place.source.clone(), location)
        };
        sites.promised.sort_by_cached_key(place);
        sites.implemented.sort_by_cached_key(place);
        sites.claimed.sort_by_cached_key(|claim| place(&claim.site));
        Ok((sites, workspace, findings))
    }
}

/// The files besides the documents whose `x-req-id` promise requirements.
fn promising(project: &Project) -> Vec<SourceId> {
    let listed = project
        .manifest
        .specs
        .iter()
        .flat_map(|specs| specs.promises.clone());
    let schemas = project.manifest.artifacts.iter().filter(|artifact| {
        let schema = matches!(artifact.kind, ArtifactKind::ConfigSchema { .. });
        schema && project.root.join(&artifact.path).is_file()
    });
    let schemas = schemas.map(|artifact| SourceId::new(&artifact.path));
    listed.chain(schemas).collect()
}
