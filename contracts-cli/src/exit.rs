//! What the exit code says.

use std::process::ExitCode;

/// How a command ended. Where several hold, the first of: usage, findings, drift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0: all is well.
    Fine,
    /// 1: a contract has findings at error level.
    Findings,
    /// 2: wrong usage, or a file that cannot be used.
    Usage,
    /// 4: an artifact is not what its sources generate.
    Drift,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::Drift => 4,
        })
    }
}
