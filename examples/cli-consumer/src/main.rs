//! Talks to an orchestrator from the command line: submits prompts, prints tokens as they come, looks after pools.

mod args;
mod client;
mod exit;
mod failure;
mod pool;
mod progress;
mod submit;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;

use crate::args::{Args, Command};
use crate::client::Clients;
use crate::exit::Exit;
use crate::failure::Failure;

fn main() -> ExitCode {
    let args = Args::parse();
    let built = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let ended = match built {
        Ok(runtime) => {
            let ended = runtime.block_on(run(args));
            // A reader of stdout that does not read must not keep the program from ending.
            runtime.shutdown_background();
            ended
        }
        Err(error) => Err(Failure::new(Exit::Failed, format!("cannot begin: {error}"))),
    };
    match ended {
        Ok(exit) => exit.into(),
        Err(failure) => {
            // Nobody is left to tell when stderr is gone.
            let _ = write!(std::io::stderr(), "{failure}");
            failure.exit.into()
        }
    }
}

async fn run(args: Args) -> Result<Exit, Failure> {
    let clients = Clients::new(&args.server)?;
    match args.command {
        Command::Submit(task) => submit::run(&clients, task, args.quiet).await,
        Command::Health { pool } => pool::health(&clients, &pool).await,
        Command::Drain { pool, deadline_ms } => pool::drain(&clients, &pool, deadline_ms).await,
    }
}
