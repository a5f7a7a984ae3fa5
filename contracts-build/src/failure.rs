use std::{fmt, path::PathBuf};

use contracts_core::source::Location;

#[cfg(feature = "guard")]
use contracts_core::{Finding, finding, source::Sources};

/// Why nothing was generated, or what is stale. Shows a report for people, in `Debug` too, so that
/// `main` and tests can return it.
pub struct Failure(Kind);

enum Kind {
    /// Findings or drift, already rendered.
    Report(String),
    /// A file that cannot be used.
    Core(contracts_core::Error),
    /// The same, and where it is asked for.
    At(Location, contracts_core::Error),
    /// A file that cannot be written, or a program that cannot be run.
    Io {
        doing: String,
        error: std::io::Error,
    },
}

impl Failure {
    pub(crate) fn report(text: impl Into<String>) -> Self {
        Self(Kind::Report(text.into()))
    }

    /// A file that cannot be used, or a program that cannot be run: `doing` is what failed, such as `read a.txt`.
    pub fn io(doing: impl Into<String>, error: std::io::Error) -> Self {
        let doing = doing.into();
        Self(Kind::Io { doing, error })
    }

    pub(crate) fn writing(path: impl Into<PathBuf>, error: std::io::Error) -> Self {
        Self::io(format!("write {}", path.into().display()), error)
    }

    #[cfg(feature = "guard")]
    pub(crate) fn findings(findings: &[Finding], sources: &Sources) -> Self {
        let text = finding::to_text(findings, sources);
        let errors = findings.iter().filter(|finding| finding.is_error()).count();
        Self::report(format!("the contracts have {errors} error(s)\n\n{text}"))
    }

    pub(crate) fn at(location: Location, error: contracts_core::Error) -> Self {
        Self(Kind::At(location, error))
    }

    /// Whether a file or program could not be used, as opposed to a contract or artifact that is wrong.
    pub fn is_io(&self) -> bool {
        matches!(self.0, Kind::Core(_) | Kind::At(..) | Kind::Io { .. })
    }
}

impl From<contracts_core::Error> for Failure {
    fn from(error: contracts_core::Error) -> Self {
        Self(Kind::Core(error))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Report(text) => f.write_str(text),
            Kind::Core(error) => error.fmt(f),
            // Without a manifest the document is asked for by the caller.
            Kind::At(location, error) if location.line.is_none() => error.fmt(f),
            Kind::At(location, error) => write!(f, "{location}: {error}"),
            Kind::Io { doing, error } => write!(f, "cannot {doing}: {error}"),
        }
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0 {
            Kind::Report(_) => None,
            Kind::Core(error) | Kind::At(_, error) => Some(error),
            Kind::Io { error, .. } => Some(error),
        }
    }
}
