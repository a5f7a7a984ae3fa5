use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};

use super::SourceId;
use crate::Error;

/// Where sources are read from: a folder on disk, or memory in tests.
pub trait Files {
    /// The whole text of a file.
    ///
    /// # Errors
    ///
    /// The file cannot be opened, or is not UTF-8.
    fn read(&self, id: &SourceId) -> Result<String, Error>;
}

/// Files below a folder.
#[derive(Debug)]
pub struct Disk {
    root: PathBuf,
}

impl Disk {
    /// Files below `root`.
    pub fn new(root: &Path) -> Self {
        let root = root.to_path_buf();
        Self { root }
    }
}

impl Files for Disk {
    fn read(&self, id: &SourceId) -> Result<String, Error> {
        let path = self.root.join(id.as_str());
        std::fs::read_to_string(&path).map_err(|error| Error::read(path, error))
    }
}

/// Files in memory.
#[derive(Debug)]
pub struct Memory {
    texts: BTreeMap<String, String>,
}

impl Memory {
    /// Files given as `(path, text)`.
    pub fn new<P: AsRef<str>, T: Into<String>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        let texts = files
            .into_iter()
            .map(|(path, text)| (path.as_ref().to_owned(), text.into()))
            .collect();
        Self { texts }
    }
}

impl Files for Memory {
    fn read(&self, id: &SourceId) -> Result<String, Error> {
        let missing = || Error::read(id.as_str(), io::ErrorKind::NotFound.into());
        self.texts.get(id.as_str()).cloned().ok_or_else(missing)
    }
}
