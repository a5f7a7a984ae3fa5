use contracts_build::{
    Failure, Project,
    drift::{Cause, Entry, Mode, Report, Scope, State, reconcile},
};
use contracts_core::{Severity, manifest::ArtifactKind};
use serde_json::{Value, json};

use super::{plural, show_timings, timed, told};
use crate::{
    args::Format,
    exit::Exit,
    output::{Output, Tone},
};

/// What is shown besides what became of the artifacts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    /// Every simplification.
    pub(super) explain: bool,
    /// How long the steps took.
    pub(super) timings: bool,
}

/// `check` and the `regen` family: the same comparison, without and with writing.
pub(super) fn run(
    project: &mut Project,
    scope: Scope,
    mode: Mode,
    Shown { explain, timings }: Shown,
    output: &mut Output,
) -> Result<Exit, Failure> {
    announce(project, scope, mode, output);
    let report = reconcile(project, scope, mode)?;
    let mut findings = project.findings.clone();
    if mode == Mode::Check && matches!(output.format, Format::Sarif | Format::Github) {
        findings.extend(report.findings(&project.manifest.command));
    }
    output.findings(&told(&findings, explain, output), &project.sources);
    if project.has_errors() {
        let count = count(project, Severity::Error);
        let written = if mode.writes() {
            "; nothing was written"
        } else {
            ""
        };
        output.problem("Failure", &format!("{}{written}", plural(count, "error")));
        return Ok(Exit::Findings);
    }
    let timings = timings.then_some(&project.timings);
    show_timings(timings, output);
    match output.format {
        Format::Json => {
            let object = timed(object(&report), timings);
            output.data(&format!("{object:#}\n"));
        }
        Format::Human => {
            report
                .entries
                .iter()
                .for_each(|entry| show(entry, mode, output));
            conclude(project, &report, mode, explain, output);
        }
        Format::Sarif | Format::Github => {}
    }
    Ok(match mode {
        Mode::Check if report.has_drift() => Exit::Drift,
        _ => Exit::Fine,
    })
}

fn announce(project: &Project, scope: Scope, mode: Mode, output: &mut Output) {
    let verb = if mode == Mode::Check {
        "Checking"
    } else {
        "Generating"
    };
    let artifacts = &project.manifest.artifacts;
    let looked_at = artifacts
        .iter()
        .filter(|artifact| scope.covers(&artifact.kind));
    // A broken manifest does not say how many there are.
    let subject = if project.has_errors() {
        project.manifest.source.to_string()
    } else {
        plural(looked_at.count(), "artifact")
    };
    output.status(Tone::Work, verb, &subject);
    for artifact in artifacts {
        if let ArtifactKind::ConfigSchema { package, .. } = &artifact.kind
            && matches!(scope, Scope::All | Scope::Schema)
        {
            output.status(
                Tone::Work,
                "Building",
                &format!("{package}, for its schema"),
            );
        }
    }
}

fn show(entry: &Entry, mode: Mode, output: &mut Output) {
    let path = &entry.path;
    let reason = entry
        .reason()
        .map_or_else(String::new, |reason| format!(" ({reason})"));
    let subject = format!("{path}{reason}");
    match (entry.state, mode.writes()) {
        (State::Fresh, _) => output.status(Tone::Good, "Fresh", path),
        (State::Stale, true) => output.status(Tone::Work, "Updated", &subject),
        (State::Missing, true) => output.status(Tone::Work, "Created", path),
        (State::Extra, true) => output.status(Tone::Work, "Removed", &subject),
        (State::Stale, false) => output.problem("Stale", &subject),
        (State::Missing, false) => output.problem("Missing", &subject),
        (State::Extra, false) => output.problem("Extra", &subject),
    }
    if mode == Mode::Check && entry.state == State::Stale {
        show_diff(&entry.diff, output);
    }
}

/// Enough lines to recognise a change.
const DIFF_LINES: usize = 30;

fn show_diff(diff: &str, output: &mut Output) {
    let lines = diff.lines().count();
    if output.verbose || lines <= DIFF_LINES {
        output.detail(diff);
        return;
    }
    let first: Vec<&str> = diff.lines().take(DIFF_LINES).collect();
    output.detail(&first.join("\n"));
    output.detail(&format!(
        "… {} more lines; -v shows all",
        lines - DIFF_LINES
    ));
}

fn conclude(project: &Project, report: &Report, mode: Mode, explain: bool, output: &mut Output) {
    let of = |state| {
        report
            .entries
            .iter()
            .filter(|entry| entry.state == state)
            .count()
    };
    let counts = [
        (of(State::Fresh), "fresh"),
        (
            of(State::Stale),
            if mode.writes() { "updated" } else { "stale" },
        ),
        (
            of(State::Missing),
            if mode.writes() { "created" } else { "missing" },
        ),
        (
            of(State::Extra),
            if mode.writes() { "removed" } else { "extra" },
        ),
    ];
    let mut counts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    counts.extend(super::counts(&project.findings, explain));
    let done = if mode == Mode::Check {
        "checked"
    } else {
        "generated"
    };
    let summary = format!("{} {done}: {}", report.entries.len(), counts.join(", "));
    if mode == Mode::Check && report.has_drift() {
        output.problem("Failure", &summary);
        output.detail(&format!(
            "(run `{} regen` and commit what it writes)",
            project.manifest.command
        ));
    } else {
        output.status(Tone::Good, "Finished", &summary);
    }
}

fn count(project: &Project, severity: Severity) -> usize {
    project
        .findings
        .iter()
        .filter(|finding| finding.severity == severity)
        .count()
}

fn object(report: &Report) -> Value {
    let artifacts: Vec<Value> = report.entries.iter().map(entry).collect();
    json!({ "artifacts": artifacts })
}

fn entry(entry: &Entry) -> Value {
    json!({
        "path": entry.path,
        "state": entry.state.as_str(),
        "cause": entry.cause.map(Cause::as_str),
        "diff": entry.diff,
    })
}
