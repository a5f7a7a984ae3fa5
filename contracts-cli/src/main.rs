//! The command line of the contracts toolkit: `cargo contracts …`, `cargo xtask …` in this workspace.
//!
//! It reads arguments, calls `contracts-build`, shows what came of it, and turns it into an exit code.

mod args;
mod command;
mod curl;
mod exit;
mod files;
mod output;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = args::without_subcommand_name(std::env::args_os());
    // Wrong usage ends here, with clap's message and exit code 2.
    let args = args::Args::parse_from(arguments);
    command::run(&args).into()
}
