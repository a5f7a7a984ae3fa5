//! Do the native types and typify's accept, refuse and write the same values? Over the examples of real documents, and
//! values that are made of their schemas and then changed.
//!
//! `cargo run --release -p contracts-benches --bin oracle -- [DOCUMENT…]`; docs/oracle.md says what it compares.

#![allow(clippy::print_stdout, reason = "this is a program that compares")]

#[path = "oracle/compare.rs"]
mod compare;
#[path = "oracle/document.rs"]
mod document;
#[path = "oracle/meant.rs"]
mod meant;
#[path = "oracle/mutate.rs"]
mod mutate;
#[path = "oracle/probe.rs"]
mod probe;
#[path = "oracle/report.rs"]
mod report;
#[path = "oracle/values.rs"]
mod values;

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Parser;
use contracts_benches::{
    Failure, corpus,
    nested::{self, Nested},
    peers,
};
use document::Document;
use fastrand::Rng;
use probe::Probe;
use report::Report;
use values::Maker;

/// Compares what the native types and typify's accept, refuse and write.
#[derive(Debug, Parser)]
struct Args {
    /// OpenAPI documents [default: ten of the corpus, and those of this workspace]
    documents: Vec<PathBuf>,
    /// The folder of real documents
    #[arg(long, value_name = "DIR", default_value_os_t = corpus::beside())]
    corpus: PathBuf,
    /// About how many values are made of a document's schemas
    #[arg(long, default_value_t = 6000)]
    values: usize,
    /// Other values with another number
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many examples of a difference are shown
    #[arg(long, default_value_t = 3)]
    show: usize,
    /// Show examples of differences that are meant, too
    #[arg(long)]
    all: bool,
}

/// Those of the corpus: below 500 KB, of ten authors, with unions, enums, maps and recursion of all kinds.
const CORPUS: [&str; 10] = [
    "firecracker.json",
    "hydra.json",
    "iceberg-rest.yaml",
    "kratos.json",
    "meilisearch.json",
    "ollama.yaml",
    "omicron-gateway.json",
    "omicron-nexus-lockstep.json",
    "openapi-python-client-baseline-31.yaml",
    "svix.json",
];

/// Folders of this workspace with documents.
const FOLDERS: [&str; 3] = [
    "api-types/openapi",
    "tests/fixtures",
    "tests/fixtures/classes",
];

fn main() -> Result<ExitCode, Failure> {
    let args = Args::parse();
    let documents = documents(&args)?;
    let mut nested = Nested::new("oracle")?;
    let mut probes = Vec::new();
    for (at, path) in documents.iter().enumerate() {
        // Some fixtures are for mistakes, and nothing can be generated of them.
        match Probe::write(&mut nested, at, path) {
            Ok(probe) => probes.push((path, probe)),
            Err(_) if args.documents.is_empty() && path.starts_with(peers::workspace()) => {
                println!("{}: no types can be generated", name_of(path));
            }
            Err(error) => return Err(error),
        }
    }
    let mut build = nested.cargo(&["build", "--quiet", "--bins"]);
    build.env("CARGO_PROFILE_DEV_DEBUG", "false");
    nested::output(build)?;
    let mut report = Report::default();
    for (path, probe) in probes {
        let document = Document::load(path)?;
        let values = values(&args, &document, &probe);
        let outcomes = probe.run(&nested, &values)?;
        report.add(&name_of(path), &values, &outcomes);
    }
    report.print(args.show, args.all);
    Ok(if report.has_mismatches() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn documents(args: &Args) -> Result<Vec<PathBuf>, Failure> {
    if !args.documents.is_empty() {
        return Ok(args.documents.clone());
    }
    let real = CORPUS.iter();
    let real = real.map(|name| corpus::document(&args.corpus, name));
    let mut documents: Vec<PathBuf> = real.collect::<Result<_, _>>()?;
    for folder in FOLDERS {
        let entries = fs::read_dir(peers::workspace().join(folder))?;
        let mut own: Vec<PathBuf> = entries
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        own.retain(|path| path.extension().is_some_and(|end| end == "yaml"));
        own.sort();
        documents.extend(own);
    }
    Ok(documents)
}

/// The values of a document, each with its type: its own examples, made-up ones, and both changed.
fn values<'p>(args: &Args, document: &Document, probe: &'p Probe) -> Vec<(&'p str, String)> {
    let schemas = &document.contract.schemas;
    let typed = schemas.iter();
    let typed = typed.filter_map(|(key, pointer)| Some((probe.type_of(key)?, pointer)));
    let typed: Vec<_> = typed.collect();
    // Half of them are changed ones.
    let each = (args.values / 2 / typed.len().max(1)).max(4);
    let mut maker = Maker {
        document: &document.contract.document,
        rng: Rng::with_seed(args.seed),
    };
    let mut values = Vec::new();
    for (name, pointer) in typed {
        let mut whole = document.examples.get(pointer).cloned().unwrap_or_default();
        whole.extend((0..each).map(|_| maker.component(pointer)));
        for mut value in whole {
            values.push((name, mutate::text(&value)));
            for _ in 0..maker.rng.usize(1..3) {
                mutate::mutate(&mut value, &document.words, &mut maker.rng);
            }
            values.push((name, mutate::text(&value)));
        }
    }
    values
}
