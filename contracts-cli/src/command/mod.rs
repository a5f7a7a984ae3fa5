//! One file per command.

mod config;
mod corpus;
mod dev_loop;
mod explain;
mod generate;
mod links;
mod lint;
mod list;
mod propose;
mod reconcile;
mod trace;

use std::path::{Path, PathBuf};

use clap::CommandFactory;
use contracts_build::{
    Failure, Project,
    drift::{Mode, Scope},
};
use contracts_core::manifest;

use crate::{
    args::{Args, Command, Config, Global},
    exit::Exit,
    output::Output,
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
        Command::SpecExtract(regen) => (Scope::Specs, regen.mode()),
        Command::DocsIndex(regen) => (Scope::Tests, regen.mode()),
        Command::Check { no_build: false } => (Scope::All, Mode::Check),
        Command::Check { no_build: true } => (Scope::NoBuild, Mode::Check),
        Command::Lint => return lint::run(&mut open(&args.global)?, output),
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
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Args::command(), "cargo-contracts", &mut script);
            output.data(&String::from_utf8_lossy(&script));
            return Ok(Exit::Fine);
        }
    };
    reconcile::run(&mut open(&args.global)?, scope, mode, output)
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

/// `1 artifact`, `2 artifacts`.
fn plural(count: usize, what: &str) -> String {
    if count == 1 {
        format!("1 {what}")
    } else {
        format!("{count} {what}s")
    }
}
