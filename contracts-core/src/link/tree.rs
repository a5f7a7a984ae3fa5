use std::collections::BTreeSet;

use super::path::folder;
use crate::nearest;

/// The files that links may lead to, and their folders.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    files: BTreeSet<String>,
    folders: BTreeSet<String>,
}

impl Tree {
    /// Files given by their paths from the root.
    pub fn new<P: Into<String>>(files: impl IntoIterator<Item = P>) -> Self {
        let mut tree = Self::default();
        tree.folders.insert(String::new());
        for file in files {
            let file = file.into();
            tree.folders
                .extend(super::path::upwards(folder(&file)).map(str::to_owned));
            tree.files.insert(file);
        }
        tree
    }

    /// Something that is there, and that only who asks for it by name finds.
    pub fn add(&mut self, path: &str) {
        self.files.insert(path.to_owned());
        self.folders.insert(path.to_owned());
    }

    pub(super) fn is_file(&self, path: &str) -> bool {
        self.files.contains(path)
    }

    pub(super) fn is_folder(&self, path: &str) -> bool {
        self.folders.contains(path)
    }

    /// Whether there is such a file or folder. What is written with a slash at its end is a folder.
    pub fn has(&self, path: &str) -> bool {
        match path.strip_suffix('/') {
            Some(folder) => self.is_folder(folder),
            None => self.is_file(path) || self.is_folder(path),
        }
    }

    /// Whether some folder has this name, wherever it is.
    pub(super) fn has_folder_named(&self, name: &str) -> bool {
        let end = format!("/{name}");
        let mut folders = self.folders.iter();
        folders.any(|folder| folder == name || folder.ends_with(&end))
    }

    /// What somebody who wrote `path` may have meant: the same name in another folder, or nearly the
    /// same path.
    pub(super) fn nearest(&self, path: &str) -> Option<&str> {
        let name = |path: &str| path.rsplit('/').next().map(str::to_owned);
        let all = || {
            self.files
                .iter()
                .chain(self.folders.iter().filter(|it| !it.is_empty()))
        };
        let end = format!("/{path}");
        let namesakes = all().filter(|it| name(it) == name(path));
        let moved = namesakes.min_by_key(|it| {
            let distance = strsim::damerau_levenshtein(it, path);
            (!it.ends_with(&end), distance)
        });
        moved.map(String::as_str).or_else(|| nearest(path, all()))
    }
}
