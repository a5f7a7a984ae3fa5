use contracts_build::{
    Failure, Project,
    drift::{Cause, Entry, Mode, Report, Scope, State, reconcile},
};
use contracts_core::{Severity, manifest::ArtifactKind};
use serde_json::{Value, json};

use crate::{
    args::Format,
    exit::Exit,
    output::{Output, Tone},
};

/// `check` and the `regen` family: the same comparison, without and with writing.
pub(super) fn run(
    project: &mut Project,
    scope: Scope,
    mode: Mode,
    output: &mut Output,
) -> Result<Exit, Failure> {
    announce(project, scope, mode, output);
    let report = reconcile(project, scope, mode)?;
    output.findings(&project.findings, &project.sources);
    if project.has_errors() {
        let count = count(project, Severity::Error);
        output.problem(
            "Failure",
            &format!("{}; nothing was written", plural(count, "error")),
        );
        return Ok(Exit::Findings);
    }
    match output.format {
        Format::Json => output.data(&format!("{:#}\n", object(&report))),
        Format::Human => {
            report
                .entries
                .iter()
                .for_each(|entry| show(entry, mode, output));
            conclude(project, &report, mode, output);
        }
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
    output.status(Tone::Work, verb, &plural(artifacts.len(), "artifact"));
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
    let Entry {
        path,
        state,
        cause,
        diff,
    } = entry;
    let why = match cause {
        None => String::new(),
        Some(Cause::Source) => " (its sources changed)".to_owned(),
        Some(Cause::Tool) => " (the tool changed)".to_owned(),
        Some(Cause::Edit) => " (it was edited)".to_owned(),
    };
    match (state, mode) {
        (State::Fresh, _) => output.status(Tone::Good, "Fresh", path),
        (State::Stale, Mode::Write) => {
            output.status(Tone::Work, "Updated", &format!("{path}{why}"))
        }
        (State::Missing, Mode::Write) => output.status(Tone::Work, "Created", path),
        (State::Extra, Mode::Write) => output.status(
            Tone::Work,
            "Removed",
            &format!("{path} (nothing generates it)"),
        ),
        (State::Stale, Mode::Check) => output.problem("Stale", &format!("{path}{why}")),
        (State::Missing, Mode::Check) => output.problem("Missing", &format!("{path}{why}")),
        (State::Extra, Mode::Check) => {
            output.problem("Extra", &format!("{path} (nothing generates it)"))
        }
    }
    if mode == Mode::Check && *state == State::Stale {
        show_diff(diff, output);
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

fn conclude(project: &Project, report: &Report, mode: Mode, output: &mut Output) {
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
            if mode == Mode::Write {
                "updated"
            } else {
                "stale"
            },
        ),
        (
            of(State::Missing),
            if mode == Mode::Write {
                "created"
            } else {
                "missing"
            },
        ),
        (
            of(State::Extra),
            if mode == Mode::Write {
                "removed"
            } else {
                "extra"
            },
        ),
    ];
    let mut counts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let warnings = count(project, Severity::Warning);
    if warnings > 0 {
        counts.push(plural(warnings, "warning"));
    }
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

fn plural(count: usize, what: &str) -> String {
    if count == 1 {
        format!("1 {what}")
    } else {
        format!("{count} {what}s")
    }
}

fn object(report: &Report) -> Value {
    let artifacts: Vec<Value> = report.entries.iter().map(entry).collect();
    json!({ "artifacts": artifacts })
}

fn entry(entry: &Entry) -> Value {
    let state = match entry.state {
        State::Fresh => "fresh",
        State::Stale => "stale",
        State::Missing => "missing",
        State::Extra => "extra",
    };
    let cause = entry.cause.map(|cause| match cause {
        Cause::Source => "source",
        Cause::Tool => "tool",
        Cause::Edit => "edit",
    });
    json!({"path": entry.path, "state": state, "cause": cause, "diff": entry.diff})
}
