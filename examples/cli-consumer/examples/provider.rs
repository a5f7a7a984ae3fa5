//! The orchestrator's own program. Cargo builds examples before tests, which is how this package's tests have it
//! without asking Cargo again.

use std::process::ExitCode;

fn main() -> ExitCode {
    orchestratord::program::main()
}
