//! The arguments; their doc comments are the help.

use std::path::PathBuf;

use api_types::data::{Engine, Priority};
use clap::Parser;
use uuid::Uuid;

/// Submits prompts to an orchestrator, prints tokens as they come, and looks after its pools
///
/// The API key comes from the variable ORCHESTRATOR_API_KEY or from a file. It is no argument, because arguments are
/// seen by everybody on the machine.
#[derive(Debug, Parser)]
#[command(version, after_help = crate::exit::HELP)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) server: Server,
    /// Show tokens and errors only
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Whom to talk to.
#[derive(Debug, clap::Args)]
pub(crate) struct Server {
    /// Where the orchestrator is
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "ORCHESTRATOR_URL",
        default_value = openapi_client::data::Client::SERVER
    )]
    pub(crate) url: String,
    /// A file whose first line is the API key; goes before ORCHESTRATOR_API_KEY
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "ORCHESTRATOR_API_KEY_FILE"
    )]
    pub(crate) api_key_file: Option<PathBuf>,
    /// How long an answer may take; a stream may go on as long as its task's deadline
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) timeout: u64,
}

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Submit a prompt and print its tokens as they come; Ctrl-C cancels the task
    Submit(Submit),
    /// Tell whether a pool is ready, and what it measures
    Health {
        /// The pool's id
        pool: String,
    },
    /// Let a pool finish its tasks and take no new ones
    Drain {
        /// The pool's id
        pool: String,
        /// Milliseconds after which tasks that still run are stopped
        #[arg(long, value_name = "MS", default_value_t = 30_000, value_parser = clap::value_parser!(i64).range(0..))]
        deadline_ms: i64,
    },
}

/// A task; what is left out are values that suit the example's configuration.
#[derive(Debug, clap::Args)]
pub(crate) struct Submit {
    /// The text to complete; `-` reads it from stdin
    pub(crate) prompt: String,
    /// The model
    #[arg(long, value_name = "REF", default_value = "llama-3.1-8b-instruct-q4")]
    pub(crate) model: String,
    /// The engine that runs the model: llamacpp, vllm, tgi or triton
    #[arg(long, default_value = "llamacpp", value_parser = engine)]
    pub(crate) engine: Engine,
    /// The queue to wait in: interactive or batch
    #[arg(long, default_value = "interactive")]
    pub(crate) priority: Priority,
    /// Context length in tokens
    #[arg(long, value_name = "TOKENS", default_value_t = 4096, value_parser = clap::value_parser!(i32).range(1..))]
    pub(crate) ctx: i32,
    /// Most tokens to generate
    #[arg(long, value_name = "TOKENS", default_value_t = 64, value_parser = clap::value_parser!(i32).range(1..))]
    pub(crate) max_tokens: i32,
    /// Milliseconds within which the task has to be done
    #[arg(long, value_name = "MS", default_value_t = 60_000, value_parser = clap::value_parser!(i64).range(1..))]
    pub(crate) deadline_ms: i64,
    /// Seed of the sampler; the same seed gives the same tokens
    #[arg(long)]
    pub(crate) seed: Option<i64>,
    /// The session to go on with [default: a new one]
    #[arg(long, value_name = "UUID")]
    pub(crate) session: Option<Uuid>,
}

/// The contract keeps enums open for answers; a request has to name one that exists.
fn engine(text: &str) -> Result<Engine, String> {
    match text.parse() {
        Ok(Engine::Unknown(_)) | Err(_) => {
            Err("the engines are llamacpp, vllm, tgi and triton".to_owned())
        }
        Ok(engine) => Ok(engine),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::{Args, engine};

    #[test]
    fn the_arguments_are_consistent_and_the_help_has_the_exit_codes() {
        let mut command = Args::command();
        command.build();
        command.clone().debug_assert();
        let help = command.render_long_help().to_string();
        for expect in ["130  cancelled with Ctrl-C", "ORCHESTRATOR_URL"] {
            assert!(help.contains(expect), "{help}");
        }
    }

    #[test]
    fn only_declared_engines_are_taken() {
        assert_eq!(engine("vllm").unwrap().to_string(), "vllm");
        assert!(engine("abacus").unwrap_err().contains("triton"));
    }
}
