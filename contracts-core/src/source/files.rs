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

    /// Every file in a folder (`""` is the root) and in the folders below it, in no particular order;
    /// none where there is no such folder. Links to folders are not followed.
    ///
    /// # Errors
    ///
    /// A folder cannot be read.
    fn list(&self, folder: &str) -> Result<Vec<SourceId>, Error>;
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

    fn list(&self, folder: &str) -> Result<Vec<SourceId>, Error> {
        let mut files = Vec::new();
        let mut open = vec![folder.to_owned()];
        while let Some(folder) = open.pop() {
            let path = self.root.join(&folder);
            let entries = match std::fs::read_dir(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                entries => entries.map_err(|error| Error::read(&path, error))?,
            };
            for entry in entries {
                let entry = entry.map_err(|error| Error::read(&path, error))?;
                let kind = entry
                    .file_type()
                    .map_err(|error| Error::read(&path, error))?;
                let name = entry.file_name();
                // A name that is no text cannot be written into contracts.toml either.
                let Some(name) = name.to_str() else { continue };
                let name = if folder.is_empty() {
                    name.to_owned()
                } else {
                    format!("{folder}/{name}")
                };
                if kind.is_dir() {
                    open.push(name);
                } else {
                    files.push(SourceId::new(&name));
                }
            }
        }
        Ok(files)
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

    fn list(&self, folder: &str) -> Result<Vec<SourceId>, Error> {
        let below = |path: &&String| match path.strip_prefix(folder) {
            Some(rest) => folder.is_empty() || rest.starts_with('/'),
            None => false,
        };
        let files = self.texts.keys().filter(below);
        Ok(files.map(|path| SourceId::new(path)).collect())
    }
}
