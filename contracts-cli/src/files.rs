//! Which files belong to a project: all but those that Git ignores.

use std::path::Path;

use contracts_build::Failure;
use ignore::{DirEntry, WalkBuilder, gitignore::Gitignore};

/// Every file below a folder, by its path from there, in order. Settings of whoever runs the tool make no
/// difference, nor does whether there is a repository.
///
/// # Errors
///
/// A folder cannot be read.
pub(crate) fn of_project(root: &Path) -> Result<Vec<String>, Failure> {
    let mut walk = WalkBuilder::new(root);
    walk.hidden(false)
        .ignore(false)
        .git_global(false)
        .git_exclude(false)
        .require_git(false)
        .filter_entry(belongs);
    let mut files = Vec::new();
    for entry in walk.build() {
        let entry = entry.map_err(unreadable)?;
        let is_folder = entry.file_type().is_none_or(|kind| kind.is_dir());
        let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
        if let Some(path) = path.to_str().filter(|_| !is_folder) {
            files.push(path.replace('\\', "/"));
        }
    }
    files.sort();
    Ok(files)
}

fn unreadable(error: ignore::Error) -> Failure {
    let why = std::io::Error::other(error);
    Failure::io("list the project's files", why)
}

/// Git's own folder, other repositories and folders of tools, such as `target`, do not.
fn belongs(entry: &DirEntry) -> bool {
    if entry.depth() == 0 || !entry.file_type().is_some_and(|kind| kind.is_dir()) {
        return entry.file_name() != ".git";
    }
    let holds = |name| entry.path().join(name).exists();
    entry.file_name() != ".git" && !holds(".git") && !holds("CACHEDIR.TAG")
}

/// Whether the project's `.gitignore` says that a path is made, not committed.
pub(crate) fn ignored(root: &Path) -> impl Fn(&str) -> bool {
    let (rules, _) = Gitignore::new(root.join(".gitignore"));
    move |path| {
        let folder = path.ends_with('/');
        let path = path.trim_end_matches('/');
        // The matcher takes paths below its folder only.
        !path.starts_with("..") && rules.matched_path_or_any_parents(path, folder).is_ignore()
    }
}
