use std::path::{Path, PathBuf};

use crate::Error;

/// The name of the manifest.
pub const FILE_NAME: &str = "contracts.toml";

/// The nearest `contracts.toml` in `start` or a folder above it.
///
/// # Errors
///
/// There is none.
pub fn find(start: &Path) -> Result<PathBuf, Error> {
    start
        .ancestors()
        .map(|folder| folder.join(FILE_NAME))
        .find(|path| path.is_file())
        .ok_or_else(|| Error::no_manifest(start))
}
