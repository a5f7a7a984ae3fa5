//! The orchestrator's program.

use std::process::ExitCode;

fn main() -> ExitCode {
    orchestratord::program::main()
}
