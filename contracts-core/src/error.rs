use std::path::{Path, PathBuf};

/// A file could not be used at all: it is missing, unreadable, or not text.
///
/// What is wrong *inside* a file is a [`Finding`](crate::Finding), never an error.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Error(#[from] Kind);

#[derive(Debug, thiserror::Error)]
enum Kind {
    #[error("cannot read {}: {source}", path.display())]
    Read {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("no contracts.toml in {} or any folder above it", start.display())]
    NoManifest { start: PathBuf },
}

impl Error {
    pub(crate) fn read(path: impl Into<PathBuf>, source: std::io::Error) -> Self {
        let path = path.into();
        Kind::Read { path, source }.into()
    }

    pub(crate) fn no_manifest(start: &Path) -> Self {
        let start = start.to_path_buf();
        Kind::NoManifest { start }.into()
    }

    /// Whether the search for a `contracts.toml` came to nothing, as opposed to a file that cannot be read.
    pub fn is_no_manifest(&self) -> bool {
        matches!(self.0, Kind::NoManifest { .. })
    }
}
