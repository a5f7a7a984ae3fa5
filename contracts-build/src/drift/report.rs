use contracts_core::{Code, Finding, finding::Place, manifest::ArtifactKind, source::SourceId};

/// Whether artifacts are compared only, or written where they differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Compare.
    Check,
    /// Write what differs; refused where the lock was written by another version of this crate.
    Write,
    /// Write what differs, whatever version wrote it before.
    Upgrade,
}

impl Mode {
    /// Whether files are written.
    pub fn writes(self) -> bool {
        self != Self::Check
    }
}

/// Which artifacts are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of them.
    All,
    /// What is made from OpenAPI documents.
    OpenApi,
    /// What is made from configuration types.
    Schema,
    /// What is made from spec documents.
    Specs,
    /// What is made from tests.
    Tests,
    /// All of them, but schemas of configuration types are judged by `contracts.lock` instead of
    /// building their package.
    NoBuild,
}

impl Scope {
    /// Whether artifacts of a kind are looked at. What is made of neither documents nor types belongs to
    /// no narrower scope than all.
    pub fn covers(self, kind: &ArtifactKind) -> bool {
        match self {
            Self::All | Self::NoBuild => true,
            Self::OpenApi => !kind.documents().is_empty(),
            Self::Schema => matches!(kind, ArtifactKind::ConfigSchema { .. }),
            Self::Tests => matches!(kind, ArtifactKind::TestDocs { .. }),
            Self::Specs => *kind == ArtifactKind::Requirements,
        }
    }
}

/// What was found out, and done.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// One entry per file of an artifact, in the manifest's order; extra files and `contracts.lock` at the end.
    pub entries: Vec<Entry>,
}

/// How one file of an artifact is.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its path, relative to the folder of `contracts.toml`.
    pub path: String,
    /// How it was found.
    pub state: State,
    /// Why it was not fresh.
    pub cause: Option<Cause>,
    /// From what was committed to what is generated; empty where there is nothing to compare.
    pub diff: String,
}

/// How an artifact was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Byte for byte what its sources generate.
    Fresh,
    /// Something else.
    Stale,
    /// Not there.
    Missing,
    /// There, but nothing generates it any more.
    Extra,
}

impl State {
    /// Every state there is.
    pub const ALL: [Self; 4] = [Self::Fresh, Self::Stale, Self::Missing, Self::Extra];

    /// `fresh`, `stale`, `missing` or `extra`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Stale => "stale",
            Self::Missing => "missing",
            Self::Extra => "extra",
        }
    }
}

/// Why an artifact is not fresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Its sources changed after it was written.
    Source,
    /// Neither it nor its sources changed: the tool generates something else now.
    Tool,
    /// It was changed or deleted by hand.
    Edit,
}

impl Cause {
    /// Every cause there is.
    pub const ALL: [Self; 3] = [Self::Source, Self::Tool, Self::Edit];

    /// `source`, `tool` or `edit`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Tool => "tool",
            Self::Edit => "edit",
        }
    }
}

impl Entry {
    /// Why it is not fresh, for people; `None` where it is.
    pub fn reason(&self) -> Option<&'static str> {
        Some(match (self.state, self.cause?) {
            (State::Extra, _) => "nothing generates it",
            (State::Missing, Cause::Edit) => "it was deleted",
            (State::Missing, _) => "it was not generated yet",
            (_, Cause::Source) => "its sources changed",
            (_, Cause::Tool) => "the tool changed",
            (_, Cause::Edit) => "it was edited",
        })
    }
}

impl Report {
    /// Whether something is not what its sources generate. After writing: whether something was not.
    pub fn has_drift(&self) -> bool {
        self.entries.iter().any(|entry| entry.state != State::Fresh)
    }

    /// The drift as findings about whole files, for renderings that know nothing else. `command` is
    /// how the tool is called.
    pub fn findings(&self, command: &str) -> Vec<Finding> {
        self.entries
            .iter()
            .filter_map(|entry| entry.finding(command))
            .collect()
    }
}

impl Entry {
    fn finding(&self, command: &str) -> Option<Finding> {
        let code = match self.state {
            State::Fresh => return None,
            State::Stale => Code::StaleArtifact,
            State::Missing => Code::MissingArtifact,
            State::Extra => Code::ExtraArtifact,
        };
        let place = Place::file(&SourceId::new(&self.path));
        let reason = self.reason().unwrap_or("it differs");
        let message = format!("this artifact is {}: {reason}", self.state.as_str());
        let help = format!("run `{command} regen` and commit what it writes");
        Some(Finding::new(code, place, message).help(help))
    }
}
