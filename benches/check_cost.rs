//! What the compiler pays for a crate of one document, types and client: user time of `cargo check` for that
//! crate alone, dependencies checked before, not incremental. This toolkit against progenitor and
//! openapi-to-rust, all crates generated and checked here and now, turn by turn.
//!
//! `cargo run --release -p contracts-benches --bin check-cost`

#![allow(clippy::print_stdout, reason = "this is a program that measures")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use clap::{Parser, ValueEnum};
use contracts_benches::{
    Failure, corpus, cpu,
    nested::{self, Nested},
    peers::{self, OpenapiToRust},
};

/// Measures `cargo check` of generated crates.
#[derive(Debug, Parser)]
struct Args {
    /// The folder with the documents [default: ../shared/corpus beside the workspace]
    #[arg(long, value_name = "DIR")]
    corpus: Option<PathBuf>,
    /// With whom to compare
    #[arg(long, value_enum, default_value_t = Peer::Progenitor)]
    peer: Peer,
    /// A document of the corpus, by file name; may stand more than once [default: those of the peer]
    #[arg(long, value_name = "FILE")]
    document: Vec<String>,
    /// A made-up document of so many operations and hardly any types, instead of the corpus
    #[arg(long, value_name = "COUNT")]
    operations: Option<usize>,
    /// What `cargo contracts generate` is told besides; may stand more than once, to compare
    #[arg(
        long,
        value_name = "WORDS",
        default_value = "",
        allow_hyphen_values = true
    )]
    ours: Vec<String>,
    /// How often each crate is checked; the least counts
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Peer {
    /// Positional, from JSON
    Progenitor,
    /// Types and async client
    OpenapiToRust,
}

impl Peer {
    fn documents(self) -> &'static [&'static str] {
        match self {
            Self::Progenitor => &["omicron-gateway.json", "omicron-nexus-lockstep.json"],
            Self::OpenapiToRust => &[
                "airflow-v2.yaml",
                "meilisearch.json",
                "kratos.json",
                "spotify-fixed.yaml",
            ],
        }
    }
}

fn main() -> Result<ExitCode, Failure> {
    if let Some(code) = nested::as_compiler()? {
        return Ok(code);
    }
    let args = Args::parse();
    let corpus = args.corpus.clone().unwrap_or_else(corpus::beside);
    let documents = if args.document.is_empty() {
        args.peer
            .documents()
            .iter()
            .map(ToString::to_string)
            .collect()
    } else {
        args.document.clone()
    };
    let openapi_to_rust = match args.peer {
        Peer::OpenapiToRust => Some(OpenapiToRust::new()?),
        Peer::Progenitor => None,
    };
    let theirs = |to: &mut Nested, document: &Path| match &openapi_to_rust {
        Some(peer) => peer.crate_of(to, THEIRS, document),
        None => peers::progenitors(to, THEIRS, document),
    };
    let synthetic = tempfile::Builder::new().suffix(".json").tempfile()?;
    let (corpus, documents) = match args.operations {
        None => (corpus, documents),
        Some(count) => {
            fs::write(synthetic.path(), contracts_benches::operations(count))?;
            // Joined to anything, an absolute path is itself.
            (
                corpus,
                vec![synthetic.path().to_string_lossy().into_owned()],
            )
        }
    };
    println!("| document | generator | user seconds of `cargo check` | ratio |\n|---|---|---|---|");
    for name in documents {
        let document = corpus::document(&corpus, &name)?;
        let name = match args.operations {
            Some(count) => format!("{count} operations"),
            None => name,
        };
        // One that a peer cannot do says so, and the next has its turn.
        if let Err(error) = compare(&args, &document, &name, &theirs) {
            println!("| {name} | | | |");
            eprint(&format!("{name}: {error}"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

const THEIRS: &str = "theirs";

fn eprint(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// A line for the peer, and one for each of ours.
fn compare(
    args: &Args,
    document: &Path,
    name: &str,
    theirs: &dyn Fn(&mut Nested, &Path) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut nested = Nested::new("check-cost")?;
    theirs(&mut nested, document)?;
    let mut members = vec![THEIRS.to_owned()];
    for (index, words) in args.ours.iter().enumerate() {
        let member = format!("ours-{index}");
        peers::ours(&mut nested, &member, document, words)?;
        members.push(member);
    }
    // Downloads and dependencies first; it also shows whether the crate compiles.
    for member in &members {
        nested::output(nested.cargo(&["check", "--quiet", "--package", member]))?;
        nested.check(member)?;
    }
    let least = cpu::least_of(args.rounds, &members, |member| nested.check(member))?;
    let [peer, ours @ ..] = &least[..] else {
        return Err("nothing was measured".into());
    };
    let word = args.peer.to_possible_value();
    let word = word.as_ref().map_or("", |value| value.get_name());
    line(name, word, *peer, *peer);
    for (words, seconds) in args.ours.iter().zip(ours) {
        line(name, &format!("contracts {words}"), *seconds, *peer);
    }
    Ok(())
}

fn line(document: &str, generator: &str, seconds: Duration, peer: Duration) {
    let (seconds, peer) = (seconds.as_secs_f64(), peer.as_secs_f64());
    let (generator, ratio) = (generator.trim(), seconds / peer);
    println!("| {document} | {generator} | {seconds:.2} | {ratio:.2} |");
}
