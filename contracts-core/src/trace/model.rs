use crate::{finding::Place, source::SourceId};

/// What Cargo compiles as one crate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// The package's name.
    pub package: String,
    /// `lib`, `bin`, `test`, `example`, `bench`, `proc-macro` or `custom-build`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The file it begins in.
    pub root: SourceId,
    /// Whether its docs are tested.
    pub doctest: bool,
}

impl Target {
    /// Whether all of it is there to test something else.
    pub fn is_test(&self) -> bool {
        matches!(self.kind.as_str(), "test" | "bench")
    }
}

/// An id somewhere in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// The id.
    pub id: String,
    /// Where it stands.
    pub place: Place,
}

/// Everywhere that ids stand, apart from the spec documents.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sites {
    /// Documents that promise a requirement.
    pub promised: Vec<Site>,
    /// Code that implements one.
    pub implemented: Vec<Site>,
    /// Tests that say they verify one.
    pub claimed: Vec<Claim>,
    /// Test code that is no test: it is worth a look when a requirement changes.
    pub mentioned: Vec<Site>,
}

impl Sites {
    /// All of them, by what they do.
    pub fn all(&self) -> impl Iterator<Item = (&'static str, &Site)> {
        let claimed = self.claimed.iter().map(|claim| &claim.site);
        let promised = self.promised.iter().map(|site| ("promised", site));
        let implemented = self.implemented.iter().map(|site| ("implemented", site));
        let mentioned = self.mentioned.iter().map(|site| ("mentioned", site));
        promised
            .chain(implemented)
            .chain(claimed.map(|site| ("claimed", site)))
            .chain(mentioned)
    }
}

/// A test that says it verifies a requirement.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The id, and where it stands.
    pub site: Site,
    /// The crate it is compiled into.
    pub target: Target,
    /// The test.
    pub test: Test,
    /// Whether another function has the same name in the same crate and claims nothing: which of the
    /// two is compiled cannot be seen.
    pub ambiguous: bool,
}

/// A test function, and what it claims.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// The crate it is compiled into.
    pub target: Target,
    /// The file it stands in.
    pub file: SourceId,
    /// Its modules and its name, as in `module::inner::name`.
    pub path: String,
    /// The ids it names, in their order.
    pub ids: Vec<String>,
}

/// How a test is called by whoever runs it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Test {
    /// A function, by its modules and its name. `cases` where an attribute makes several tests of it.
    Function {
        /// As in `module::inner::name`.
        path: String,
        /// Whether it is run as `path::case`, for any number of cases.
        cases: bool,
    },
    /// A block of code in the docs.
    Doc {
        /// The file.
        file: SourceId,
        /// The line its first fence stands in, counting from 1.
        line: usize,
    },
}

/// What became of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It ran and passed.
    Passed,
    /// It ran and failed.
    Failed,
    /// It is there and did not run.
    Ignored,
    /// No test of that name was run.
    Missing,
    /// Nobody ran tests.
    NotRun,
}

impl Outcome {
    /// In a word or two.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Ignored => "ignored",
            Self::Missing => "missing",
            Self::NotRun => "not run",
        }
    }
}
