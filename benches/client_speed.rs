//! How many small JSON calls a generated client makes in a second, against the same calls by hand with reqwest:
//! release, one connection, one after the other, server and client in one thread.
//!
//! `cargo run --release -p contracts-benches --bin client-speed`

#![allow(clippy::print_stdout, reason = "this is a program that measures")]

use std::process::Command;

use clap::Parser;
use contracts_benches::{
    Failure,
    nested::{self, Nested},
    peers,
};

/// Measures calls.
#[derive(Debug, Parser)]
struct Args {
    /// How often each candidate has its turn, with 200 calls; the best counts
    #[arg(long, default_value_t = 200)]
    rounds: usize,
}

const MANIFEST: &str = "[package]\nname = \"calls\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
    tasks = { path = \"../tasks\" }\n\
    reqwest = { version = \"0.13\", default-features = false, features = [\"json\", \"query\", \"stream\"] }\n\
    serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n\
    tokio = { version = \"1\", features = [\"io-util\", \"macros\", \"net\", \"rt\", \"time\"] }\n";

fn main() -> Result<(), Failure> {
    let args = Args::parse();
    let mut nested = Nested::new("client-speed")?;
    nested.write("tasks.yaml", include_str!("client_speed/tasks.yaml"))?;
    let document = nested.folder.join("tasks.yaml");
    peers::ours(&mut nested, "tasks", &document, "")?;
    nested.write("calls/Cargo.toml", MANIFEST)?;
    nested.write("calls/src/main.rs", include_str!("client_speed/program.rs"))?;
    nested.add("calls")?;
    nested::output(nested.cargo(&["build", "--quiet", "--release", "--package", "calls"]))?;
    let mut program = Command::new(nested.built("release/calls"));
    program.arg(args.rounds.to_string());
    let output = nested::output(program)?;
    let numbers: Result<Vec<f64>, _> = output.split_whitespace().map(str::parse).collect();
    println!("| call | by hand, calls/s | generated, calls/s | ratio |\n|---|---|---|---|");
    for (call, pair) in ["GET", "POST"].iter().zip(numbers?.chunks(2)) {
        if let [by_hand, generated] = pair {
            let ratio = generated / by_hand;
            println!("| {call} | {by_hand:.0} | {generated:.0} | {ratio:.2} |");
        }
    }
    Ok(())
}
