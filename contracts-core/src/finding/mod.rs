//! Findings: what is wrong with a source or an artifact.
//!
//! A finding is plain data. Its [`Place`] is a source and a JSON pointer or byte range; lines and
//! columns are worked out when it is rendered, by [`Sources::locate`](crate::source::Sources::locate),
//! so a contract without findings never pays for them.

mod code;
mod github;
mod json;
pub mod located;
mod sarif;
#[cfg(feature = "render")]
pub mod terminal;
mod text;

pub use code::Code;
pub use github::to_github;
pub use json::to_json;
pub use sarif::to_sarif;
pub use text::to_text;

use std::ops::Range;

use crate::{Pointer, source::SourceId};

/// Something wrong with a source or an artifact.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Which rule was broken.
    pub code: Code,
    /// How bad it is; starts as [`Code::severity`].
    pub severity: Severity,
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// Where it is wrong.
    pub place: Place,
    /// What to do about it.
    pub help: Option<String>,
}

impl Finding {
    /// A finding at `place` with the code's default severity and no help.
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            place,
            help: None,
        }
    }

    /// The same finding with a text that names the repair.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Whether nothing may be generated while this finding stands.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is generated or written.
    Error,
    /// Meaning is lost or a mistake is likely.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// `error`, `warning` or `info`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// Where a finding is: a source, and a spot in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The file.
    pub source: SourceId,
    /// The spot in the file.
    pub spot: Spot,
}

/// A spot in a source.
#[derive(Clone, Debug, PartialEq)]
pub enum Spot {
    /// The whole file; rendered without line and column.
    File,
    /// The value at a JSON pointer.
    Value(Pointer),
    /// The key of the member at a JSON pointer.
    Key(Pointer),
    /// A range of bytes.
    Bytes(Range<usize>),
}

impl Place {
    /// The whole file.
    pub fn file(source: &SourceId) -> Self {
        let source = source.clone();
        let spot = Spot::File;
        Self { source, spot }
    }

    /// The value at `pointer`.
    pub fn value(source: &SourceId, pointer: &Pointer) -> Self {
        let (source, pointer) = unbundled(source, pointer);
        let spot = Spot::Value(pointer);
        Self { source, spot }
    }

    /// The key of the member at `pointer`.
    pub fn key(source: &SourceId, pointer: &Pointer) -> Self {
        let (source, pointer) = unbundled(source, pointer);
        let spot = Spot::Key(pointer);
        Self { source, spot }
    }

    /// A range of bytes.
    pub fn bytes(source: &SourceId, range: Range<usize>) -> Self {
        let source = source.clone();
        let spot = Spot::Bytes(range);
        Self { source, spot }
    }
}

/// The member of a bundled document below which the files it refers to stand, by their paths.
pub const FILES: &str = "x-contracts-files";

/// The file that a node of a bundled document is from, and where it is in that.
fn unbundled(source: &SourceId, pointer: &Pointer) -> (SourceId, Pointer) {
    let mut steps = pointer.steps();
    match (steps.next(), steps.next()) {
        (Some(files), Some(file)) if files == FILES => {
            let base = Pointer::root().child(FILES).child(&file);
            let inner = pointer.below(&base).unwrap_or_default();
            (SourceId::new(&file), inner)
        }
        _ => (source.clone(), pointer.clone()),
    }
}
