//! One file per command.

mod config;
mod corpus;
mod dev_loop;
mod explain;
mod generate;
mod links;
mod lint;
mod list;
mod metrics;
mod propose;
mod reconcile;
mod trace;

use std::{
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use clap::CommandFactory;
use contracts_build::{
    Failure, Project, Timings,
    drift::{Mode, Scope},
};
use contracts_core::{Finding, Severity, manifest, metrics::Date};
use serde_json::Value;

use crate::{
    args::{Args, Command, Config, Format, Global, Metrics},
    exit::Exit,
    output::{Output, Tone},
};

/// Runs a command and says how it ended.
pub(crate) fn run(args: &Args) -> Exit {
    let mut output = Output::new(&args.global);
    match execute(args, &mut output) {
        Ok(exit) => exit,
        Err(failure) => {
            output.failure(&failure.to_string());
            if failure.is_io() {
                Exit::Usage
            } else {
                Exit::Findings
            }
        }
    }
}

fn execute(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let (scope, mode) = match &args.command {
        Command::Regen(regen) => (Scope::All, regen.mode()),
        Command::RegenOpenapi(regen) => (Scope::OpenApi, regen.mode()),
        Command::RegenSchema(regen) => (Scope::Schema, regen.mode()),
        Command::Check(check) if check.no_build => (Scope::NoBuild, Mode::Check),
        Command::Check(_) => (Scope::All, Mode::Check),
        Command::SpecExtract(regen) => (Scope::Specs, regen.mode()),
        Command::DocsIndex(regen) => (Scope::Tests, regen.mode()),
        Command::Lint(arguments) => {
            let today = arguments.today.unwrap_or_else(today);
            return lint::run(&mut open(&args.global)?, today, output);
        }
        Command::Trace(trace) => return trace::run(&mut open(&args.global)?, trace, output),
        Command::DevLoop(arguments) => {
            return dev_loop::run(&open(&args.global)?, arguments, output);
        }
        Command::Links { online } => {
            return links::run(&mut open(&args.global)?, *online, output);
        }
        Command::Propose { name } => return propose::run(&mut open(&args.global)?, name, output),
        Command::List => return list::run(&mut open(&args.global)?, output),
        Command::Corpus(corpus) => return corpus::run(corpus, output),
        Command::Explain { code } => return Ok(explain::run(code, output)),
        Command::Generate(generate) => return generate::run(generate, output),
        Command::Config(Config::Check(arguments)) => {
            return config::check(arguments, &args.global, output);
        }
        Command::Metrics(Metrics::Check(arguments)) => {
            return metrics::check(arguments, &args.global, output);
        }
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Args::command(), "cargo-contracts", &mut script);
            output.data(&String::from_utf8_lossy(&script));
            return Ok(Exit::Fine);
        }
    };
    let (explain, timings) = match &args.command {
        Command::Regen(regen)
        | Command::RegenOpenapi(regen)
        | Command::RegenSchema(regen)
        | Command::SpecExtract(regen)
        | Command::DocsIndex(regen) => (regen.explain, regen.timings),
        Command::Check(check) => (check.explain, false),
        _ => (false, false),
    };
    let shown = reconcile::Shown { explain, timings };
    reconcile::run(&mut open(&args.global)?, scope, mode, shown, output)
}

fn open(global: &Global) -> Result<Project, Failure> {
    let path = match &global.manifest_path {
        Some(path) => path.clone(),
        None => manifest::find(&current_folder())?,
    };
    Project::open(&path)
}

fn current_folder() -> PathBuf {
    std::env::current_dir().unwrap_or_else(|_| Path::new(".").to_path_buf())
}

/// The day it is, in UTC. Only what is told depends on it, never what is generated.
fn today() -> Date {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    Date::of_unix_time(since.map_or(0, |since| since.as_secs()))
}

/// The findings that are shown: people see simplifications when they ask for them, and otherwise their number.
fn told(findings: &[Finding], explain: bool, output: &Output) -> Vec<Finding> {
    let all = explain || output.format != Format::Human;
    let is_shown =
        |finding: &&Finding| all || finding.is_error() || !finding.code.is_simplification();
    findings.iter().filter(is_shown).cloned().collect()
}

/// How many warnings and simplifications there are, in words; nothing where there are none.
fn counts(findings: &[Finding], explain: bool) -> Vec<String> {
    let of = |simplifications: bool| {
        let warnings = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Warning);
        warnings
            .filter(|finding| finding.code.is_simplification() == simplifications)
            .count()
    };
    let hint = if explain {
        ""
    } else {
        " (--explain shows them)"
    };
    let counts = [
        (of(false), plural(of(false), "warning")),
        (
            of(true),
            format!("{}{hint}", plural(of(true), "simplification")),
        ),
    ];
    counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(_, text)| text)
        .collect()
}

/// A line for each step, where times were asked for.
fn show_timings(timings: Option<&Timings>, output: &mut Output) {
    for (step, took) in timings.iter().flat_map(|timings| timings.steps()) {
        output.status(Tone::Work, step, &format!("{:.1} ms", milliseconds(took)));
    }
}

/// An object to print, with the milliseconds of each step where somebody asked.
fn timed(mut object: Value, timings: Option<&Timings>) -> Value {
    if let Some(timings) = timings {
        let steps = timings.steps().into_iter();
        let steps = steps.map(|(step, took)| (step.to_owned(), milliseconds(took).into()));
        object["timings"] = Value::Object(steps.collect());
    }
    object
}

/// To the tenth.
fn milliseconds(took: Duration) -> f64 {
    (took.as_secs_f64() * 10_000.0).round() / 10.0
}

/// `1 artifact`, `2 artifacts`.
fn plural(count: usize, what: &str) -> String {
    if count == 1 {
        format!("1 {what}")
    } else {
        format!("{count} {what}s")
    }
}
