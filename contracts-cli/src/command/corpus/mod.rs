//! `corpus`: every document of a folder through `generate` and, if wanted, through the compiler, and its examples
//! through its types.

mod compile;
mod documents;
mod roundtrip;
mod table;

use std::{
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use contracts_build::{
    Failure, Timings,
    one_off::{self, Backend, Options, Runtime},
    roundtrip::{Trial, Verdict},
};
use contracts_core::{
    Finding,
    manifest::{Directions, Modules, TypeStyle},
    source::Sources,
};
use serde_json::{Value, json};

use super::{plural, show_timings, timed};
use crate::{
    args::{Corpus, Format},
    exit::Exit,
    output::{Output, Tone},
};
use documents::Document;

/// What became of one document.
#[derive(Debug, Default)]
struct Outcome {
    name: String,
    version: Option<String>,
    operations: usize,
    generated: bool,
    /// `None` where nobody asked the compiler.
    compiled: Option<bool>,
    /// Places where generated code says less than the document.
    simplifications: usize,
    ms: u128,
    timings: Timings,
    lines: usize,
    /// Its examples, where they are wanted.
    trial: Option<Trial>,
    /// What became of them.
    roundtrip: Option<Verdict>,
    /// Why it cannot be used, does not compile, or why its examples were not tried.
    error: Option<String>,
}

/// Takes every document through, and says what became of each.
pub(super) fn run(args: &Corpus, output: &mut Output) -> Result<Exit, Failure> {
    let documents = documents::find(&args.dir)?;
    if documents.is_empty() {
        output.failure(&format!(
            "there is no OpenAPI document below {}",
            args.dir.display()
        ));
        return Ok(Exit::Usage);
    }
    let out = args
        .out
        .clone()
        .unwrap_or_else(|| PathBuf::from("target/contracts-corpus"));
    let jobs = args.jobs.unwrap_or_else(cores).max(1);
    let runtime = args.runtime.clone().or_else(super::generate::neighbour);
    let options = Options {
        backend: Backend::Native,
        runtime: runtime.map_or(Runtime::Registry, Runtime::Path),
        style: style(args),
        strings: args.style.strings.into(),
        modules: Modules::Tags,
        server: args.server,
    };
    let place = Place {
        out: &out,
        options: &options,
        roundtrip: args.roundtrip,
    };
    let mut outcomes = generate_all(&documents, place, jobs, output);
    if args.check {
        compile::check(&out, &documents, &mut outcomes, jobs, output)?;
    }
    if args.roundtrip {
        roundtrip::run(place, &documents, &mut outcomes, jobs, output)?;
    }
    let mut timings = Timings::default();
    for outcome in &outcomes {
        timings.add(&outcome.timings);
    }
    let timings = args.timings.then_some(&timings);
    show_timings(timings, output);
    match output.format {
        Format::Json => {
            let documents: Vec<Value> = outcomes.iter().map(Outcome::to_json).collect();
            let object = timed(json!({ "documents": documents }), timings);
            output.data(&format!("{object:#}\n"));
        }
        _ => output.data(&table::table(&outcomes, args.roundtrip, output.verbose)),
    }
    conclude(args, &outcomes, output)
}

/// The types of a round trip are read and written, whoever else only reads or writes them.
fn style(args: &Corpus) -> TypeStyle {
    let style = args.style.types();
    match args.roundtrip {
        true => TypeStyle {
            directions: Directions::Both,
            ..style
        },
        false => style,
    }
}

fn conclude(args: &Corpus, outcomes: &[Outcome], output: &mut Output) -> Result<Exit, Failure> {
    let failed = outcomes.iter().filter(|outcome| outcome.failed()).count();
    if failed > 0 {
        output.problem(
            "Failure",
            &format!("{failed} of {}", plural(outcomes.len(), "document")),
        );
        return Ok(Exit::Findings);
    }
    let mut said = plural(outcomes.len(), "document");
    if args.roundtrip {
        let total = roundtrip::Total::of(outcomes);
        if let Some(least) = args.fail_under.filter(|least| total.percent() < *least) {
            output.problem("Failure", &format!("{total}, but {least} % are asked for"));
            return Ok(Exit::Findings);
        }
        said = format!("{said}; {total}");
    }
    output.status(Tone::Good, "Finished", &said);
    Ok(Exit::Fine)
}

/// Where crates go, and what they are like.
#[derive(Clone, Copy)]
struct Place<'p> {
    out: &'p Path,
    options: &'p Options,
    /// Whether examples are wanted.
    roundtrip: bool,
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Generates a crate of each document, several at once; the outcomes are in the documents' order.
fn generate_all(
    documents: &[Document],
    place: Place<'_>,
    jobs: usize,
    output: &mut Output,
) -> Vec<Outcome> {
    let bar = output.progress(documents.len(), "Generating");
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Outcome)>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..jobs.min(documents.len()) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(document) = documents.get(index) else {
                        return;
                    };
                    bar.set_message(document.name.clone());
                    let outcome = guarded(document, place);
                    if let Ok(mut done) = done.lock() {
                        done.push((index, outcome));
                    }
                    bar.inc(1);
                }
            });
        }
    });
    bar.finish_and_clear();
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, outcome)| outcome).collect()
}

/// One document; a crash of the generator is its outcome, not the end of the run.
fn guarded(document: &Document, place: Place<'_>) -> Outcome {
    let started = Instant::now();
    let result = std::panic::catch_unwind(|| generate(document, place));
    let mut outcome = result.unwrap_or_else(|_| Outcome {
        error: Some("the generator crashed".to_owned()),
        ..Outcome::default()
    });
    outcome.name.clone_from(&document.name);
    outcome.ms = started.elapsed().as_millis();
    outcome
}

fn generate(document: &Document, place: Place<'_>) -> Outcome {
    let folder = place.out.join(&document.package);
    let generated = one_off::generate(&document.path, &folder, place.options);
    let (project, entries) = match generated {
        Ok(generated) => generated,
        Err(failure) => {
            return Outcome {
                error: Some(failure.to_string()),
                ..Outcome::default()
            };
        }
    };
    let contract = project.contract(one_off::DOCUMENT);
    let errors: Vec<&Finding> = project
        .findings
        .iter()
        .filter(|finding| finding.is_error())
        .collect();
    let texts = entries
        .iter()
        .filter_map(|entry| std::fs::read_to_string(folder.join(&entry.path)).ok());
    let mut outcome = Outcome {
        version: contract.map(|contract| contract.version.to_string()),
        operations: contract.map_or(0, |contract| contract.operations.len()),
        generated: !entries.is_empty(),
        timings: project.timings,
        simplifications: project
            .findings
            .iter()
            .filter(|finding| finding.code.is_simplification())
            .count(),
        lines: texts.map(|text| text.lines().count()).sum(),
        error: first(&errors, &project.sources),
        ..Outcome::default()
    };
    if place.roundtrip && outcome.generated {
        outcome.trial = Trial::of(&project);
    }
    outcome
}

/// The first of several mistakes, with its place.
fn first(errors: &[&Finding], sources: &Sources) -> Option<String> {
    let (first, rest) = errors.split_first()?;
    let more = match rest.len() {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    let place = sources.locate(&first.place);
    Some(format!(
        "{place}: [{}] {}{more}",
        first.code.id(),
        first.message
    ))
}

impl Outcome {
    fn failed(&self) -> bool {
        let untried = self.trial.is_some() && self.roundtrip.is_none();
        !self.generated || self.compiled == Some(false) || untried
    }

    fn to_json(&self) -> Value {
        json!({
            "name": self.name,
            "version": self.version,
            "operations": self.operations,
            "generated": self.generated,
            "compiled": self.compiled,
            "simplifications": self.simplifications,
            "ms": u64::try_from(self.ms).unwrap_or(u64::MAX),
            "lines": self.lines,
            "roundtrip": self.roundtrip.as_ref().map(roundtrip::to_json),
            "error": self.error,
        })
    }
}
