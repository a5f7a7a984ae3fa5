use contracts_build::{Failure, Project};
use contracts_core::{
    Code, Finding, Severity,
    finding::Place,
    lint,
    metrics::{self, Date},
};

use super::plural;
use crate::{
    exit::Exit,
    output::{Output, Tone},
};

/// Shows what is wrong with the documents of the manifest and with the spec documents.
pub(super) fn run(
    project: &mut Project,
    today: Date,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let artifacts = project.manifest.artifacts.clone();
    project.load(&artifacts)?;
    let mut metrics = metrics(project, today)?;
    let specs = project.specs()?;
    let documents = specs.documents.len();
    let mut findings = lint::specs(specs);
    findings.splice(0..0, project.findings.drain(..));
    findings.append(&mut metrics);
    findings.append(&mut promises(project));
    output.status(Tone::Work, "Linting", &plural(documents, "spec document"));
    output.findings(&findings, &project.sources);
    let count = |severity| findings.iter().filter(|it| it.severity == severity).count();
    let errors = count(Severity::Error);
    let summary = format!(
        "{}, {}, {} worth knowing",
        plural(errors, "error"),
        plural(count(Severity::Warning), "warning"),
        count(Severity::Info)
    );
    if errors > 0 {
        output.problem("Failure", &summary);
        return Ok(Exit::Findings);
    }
    output.status(Tone::Good, "Finished", &summary);
    Ok(Exit::Fine)
}

/// What Prometheus' conventions and the calendar say of metrics contracts; what else is wrong with them goes to the
/// project's findings.
fn metrics(project: &mut Project, today: Date) -> Result<Vec<Finding>, Failure> {
    let names: Vec<String> = project.manifest.metrics.keys().cloned().collect();
    let mut findings = Vec::new();
    for name in names {
        if let Some(contract) = project.metrics(&name)? {
            findings.append(&mut metrics::conventions(contract));
            findings.append(&mut metrics::expired(contract, today));
        }
    }
    Ok(findings)
}

/// What is wrong with the files that `promises` of `[specs]` names.
fn promises(project: &mut Project) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(specs) = project.manifest.specs.clone() else {
        return findings;
    };
    for (index, file) in specs.promises.iter().enumerate() {
        match project.sources.parse(file) {
            Ok((_, mut found)) => findings.append(&mut found),
            Err(error) => {
                let pointer = specs.pointer.child("promises").item(index);
                let place = Place::value(&project.manifest.source, &pointer);
                let help = "write it relative to contracts.toml";
                findings
                    .push(Finding::new(Code::InvalidValue, place, error.to_string()).help(help));
            }
        }
    }
    findings
}
