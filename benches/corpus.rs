//! The folder of real documents, which is no part of the repository.

use std::path::{Path, PathBuf};

use crate::Failure;

/// Where the corpus lies unless a program is told otherwise: beside the workspace.
pub fn beside() -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    let around = workspace.and_then(Path::parent);
    around
        .unwrap_or(Path::new(".."))
        .join("shared")
        .join("corpus")
}

/// The document called `name` in the corpus.
///
/// # Errors
///
/// There is none.
///
/// ```
/// let missing = contracts_benches::corpus::document("/nowhere".as_ref(), "d.json");
/// assert!(missing.is_err_and(|error| error.to_string().contains("--corpus")));
/// ```
pub fn document(corpus: &Path, name: &str) -> Result<PathBuf, Failure> {
    let path = corpus.join(name);
    if path.is_file() {
        return Ok(path);
    }
    let path = path.display();
    Err(format!("there is no {path}; say with `--corpus DIR` where the corpus lies").into())
}
