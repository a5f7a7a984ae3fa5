//! Whole generation, from a document on disk to formatted text in memory: this toolkit against progenitor-impl
//! with prettyplease, user time and peak memory. Each sample is a process of its own, turn by turn.
//!
//! `cargo run --release -p contracts-benches --bin generation`

#![allow(clippy::print_stdout, reason = "this is a program that measures")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use clap::{Parser, ValueEnum};
use contracts_benches::{Failure, corpus, cpu, nested, peers};
use contracts_build::Project;
use tempfile::TempDir;

/// Measures generating.
#[derive(Debug, Parser)]
struct Args {
    /// The folder with the documents [default: ../shared/corpus beside the workspace]
    #[arg(long, value_name = "DIR")]
    corpus: Option<PathBuf>,
    /// A document of the corpus that both can generate, in JSON; may stand more than once
    #[arg(long, value_name = "FILE", default_values_t = BOTH.map(str::to_owned))]
    document: Vec<String>,
    /// A document whose peak of memory is shown, for this toolkit alone
    #[arg(long, value_name = "FILE", default_value = "github-3.7mb.json")]
    peak: String,
    /// Keys of the document in contracts.toml, as in `serde = "table"`
    #[arg(long, value_name = "KEYS", default_value = "")]
    ours: String,
    /// How often each document is generated; the least counts
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Generates here, and says what it took: how this program calls itself
    #[arg(long, hide = true, requires = "input")]
    once: Option<Generator>,
    /// The document for progenitor, contracts.toml for this toolkit
    #[arg(long, hide = true)]
    input: Option<PathBuf>,
}

const BOTH: [&str; 4] = [
    "keeper.json",
    "oai-uspto.json",
    "omicron-gateway.json",
    "omicron-nexus-lockstep.json",
];

/// A process that takes less time than this many ticks may seem to take none.
const ENOUGH: Duration = Duration::from_millis(400);

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Generator {
    Contracts,
    Progenitor,
}

/// What one run took; the least time comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Cost {
    user: Duration,
    memory: u64,
    text: usize,
}

fn main() -> Result<(), Failure> {
    let args = Args::parse();
    if let (Some(generator), Some(input)) = (args.once, &args.input) {
        return once(generator, input);
    }
    let corpus = args.corpus.clone().unwrap_or_else(corpus::beside);
    println!(
        "| document | generator | user ms | ratio | peak MB | text KB |\n|---|---|---|---|---|---|"
    );
    for name in &args.document {
        let document = corpus::document(&corpus, name)?;
        let project = project(&document, &args.ours)?;
        let runs = [
            (Generator::Progenitor, document),
            (Generator::Contracts, project.path().join("contracts.toml")),
        ];
        let least = cpu::least_of(args.rounds, &runs, |(generator, input)| {
            measured(*generator, input)
        })?;
        if let [theirs, ours] = &least[..] {
            line(name, "progenitor-impl", theirs, Some(theirs));
            line(name, "contracts", ours, Some(theirs));
        }
    }
    let document = corpus::document(&corpus, &args.peak)?;
    let project = project(&document, &args.ours)?;
    let cost = measured(Generator::Contracts, &project.path().join("contracts.toml"))?;
    line(&args.peak, "contracts", &cost, None);
    Ok(())
}

fn line(document: &str, generator: &str, cost: &Cost, against: Option<&Cost>) {
    let ratio = against.map_or_else(String::new, |against| {
        format!(
            "{:.2}",
            cost.user.as_secs_f64() / against.user.as_secs_f64()
        )
    });
    println!(
        "| {document} | {generator} | {:.1} | {ratio} | {} | {} |",
        cost.user.as_secs_f64() * 1000.0,
        cost.memory / 1_000_000,
        cost.text / 1000,
    );
}

/// A project with this document, its types and client.
fn project(document: &Path, keys: &str) -> Result<TempDir, Failure> {
    let folder = tempfile::tempdir()?;
    let name = document.file_name().and_then(|name| name.to_str());
    let name = name.ok_or("a document without a name")?;
    fs::copy(document, folder.path().join(name))?;
    fs::write(
        folder.path().join("contracts.toml"),
        peers::manifest(name, keys),
    )?;
    Ok(folder)
}

/// Lets a process of its own generate. This one has to stay small: see [`cpu::peak_memory`].
fn measured(generator: Generator, input: &Path) -> Result<Cost, Failure> {
    let word = generator.to_possible_value().ok_or("no such generator")?;
    let mut command = Command::new(std::env::current_exe()?);
    command
        .args(["--once", word.get_name(), "--input"])
        .arg(input);
    let said = nested::output(command)?;
    let numbers: Result<Vec<u64>, _> = said.split_whitespace().map(str::parse).collect();
    match numbers?[..] {
        [micros, memory, text] => Ok(Cost {
            user: Duration::from_micros(micros),
            memory,
            text: usize::try_from(text)?,
        }),
        _ => Err(format!("the run said `{said}`").into()),
    }
}

/// The first run says how much memory it needs; it is repeated until its time is many of the kernel's ticks.
fn once(generator: Generator, input: &Path) -> Result<(), Failure> {
    let generate = || match generator {
        Generator::Progenitor => peers::progenitors_text(input),
        Generator::Contracts => ours(input),
    };
    let before = cpu::Spent::by_this_process()?.user;
    let text = generate()?.len();
    let memory = cpu::peak_memory()?;
    let (mut runs, mut user) = (1, Duration::ZERO);
    while user < ENOUGH {
        generate()?;
        runs += 1;
        user = cpu::Spent::by_this_process()?.user.saturating_sub(before);
    }
    println!("{} {memory} {text}", (user / runs).as_micros());
    Ok(())
}

/// All text of a project.
fn ours(manifest: &Path) -> Result<String, Failure> {
    let mut project = Project::open(manifest)?;
    let artifacts = project.manifest.artifacts.clone();
    let generated = project.generate(&artifacts, &mut |_| Ok(serde_json::Value::Null))?;
    if project.has_errors() {
        return Err(format!("the document has mistakes: {:#?}", project.findings).into());
    }
    Ok(generated.into_iter().map(|it| it.text).collect())
}
