//! What the exit code says.

use std::process::ExitCode;

/// The table of `--help`.
pub(crate) const HELP: &str = "\
Exit codes:
    0  fine: the task ended, the pool is ready, the drain has begun
    1  the task failed, or the pool is not ready
    2  wrong usage: an argument, the URL, the prompt or the file of the API key
    3  the API key is missing or wrong
    4  no room at the moment; the same may work later
    5  the server refuses the request
    6  the server does not answer, or the connection broke off
    7  the server's answer is not what its contract says
  130  cancelled with Ctrl-C";

/// How the program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// What was asked for happened.
    Fine,
    /// The task failed, or the pool is not ready.
    Failed,
    /// An argument, the URL or a file cannot be used.
    Usage,
    /// The key is missing or wrong.
    Key,
    /// The same may work later.
    Later,
    /// The server will not have this request.
    Refused,
    /// No answer, or not all of it.
    Unreachable,
    /// An answer that the contract does not allow.
    Broken,
    /// Cancelled by whoever started it; the code that shells give to a program that an interrupt ends.
    Cancelled,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::Key => 3,
            Exit::Later => 4,
            Exit::Refused => 5,
            Exit::Unreachable => 6,
            Exit::Broken => 7,
            Exit::Cancelled => 130,
        })
    }
}
