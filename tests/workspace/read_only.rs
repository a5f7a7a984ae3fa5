//! A source tree that cannot be written.

use std::{
    collections::BTreeMap,
    fs::{self, Permissions},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::SystemTime,
};

use crate::environment::{Clone, Outcome, target};

/// A copy of the workspace in which no file and no folder can be written, until it is dropped.
pub(crate) struct ReadOnly<'c> {
    clone: &'c Clone,
    /// Every file and folder with its permissions.
    before: Vec<(PathBuf, Permissions)>,
    /// What makes permissions bind whoever runs this.
    wrapper: Vec<String>,
    stamps: BTreeMap<PathBuf, Stamp>,
}

/// When something was last written and, of a file, its bytes.
type Stamp = (SystemTime, Option<Vec<u8>>);

impl<'c> ReadOnly<'c> {
    pub(crate) fn new(clone: &'c Clone) -> Self {
        let root = clone.path("");
        let before: Vec<(PathBuf, Permissions)> = stamps(&root)
            .into_keys()
            .map(|path| {
                let permissions = fs::metadata(&path).unwrap().permissions();
                (path, permissions)
            })
            .collect();
        for (path, permissions) in &before {
            let mut locked = permissions.clone();
            locked.set_readonly(true);
            fs::set_permissions(path, locked).unwrap();
        }
        Self {
            clone,
            before,
            wrapper: without_privilege(&root),
            stamps: stamps(&root),
        }
    }

    /// Runs Cargo there, in a way that permissions bind it wherever there is one.
    pub(crate) fn cargo(&self, arguments: impl IntoIterator<Item = &'static str>) -> Outcome {
        let cargo = self.clone.command("");
        let mut words = self.wrapper.iter();
        let mut command = match words.next() {
            None => Command::new(cargo.get_program()),
            Some(program) => {
                let mut command = Command::new(program);
                command.args(words).arg(cargo.get_program());
                command
            }
        };
        for (name, value) in cargo.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        let folder = cargo.get_current_dir().unwrap();
        Outcome::of(command.current_dir(folder).args(arguments))
    }

    /// The other half of the proof, which does not depend on who runs it: the same files and folders,
    /// with the same bytes, written when they were.
    #[track_caller]
    pub(crate) fn is_unchanged(&self) {
        let after = stamps(&self.clone.path(""));
        for path in self.stamps.keys().chain(after.keys()) {
            assert!(
                self.stamps.get(path) == after.get(path),
                "{} was written",
                path.display()
            );
        }
    }
}

impl Drop for ReadOnly<'_> {
    fn drop(&mut self) {
        for (path, permissions) in &self.before {
            let _ = fs::set_permissions(path, permissions.clone());
        }
    }
}

/// Permissions do not bind root, but they bind root without this capability. Empty where that is not
/// needed, and where it does not help: there only the comparison tells.
fn without_privilege(tree: &Path) -> Vec<String> {
    let probe = tree.join("probe");
    if fs::write(&probe, "").is_err() {
        return Vec::new();
    }
    fs::remove_file(&probe).unwrap();
    let wrapper = ["setpriv", "--bounding-set=-dac_override"];
    fs::create_dir_all(target()).unwrap();
    let works = Command::new(wrapper[0])
        .arg(wrapper[1])
        .args(["test", "-w"])
        .arg(target())
        .args(["-a", "!", "-w"])
        .arg(tree)
        .stderr(Stdio::null())
        .status();
    match works {
        Ok(status) if status.success() => wrapper.map(str::to_owned).to_vec(),
        _ => Vec::new(),
    }
}

/// Everything in a folder, and the folder.
fn stamps(folder: &Path) -> BTreeMap<PathBuf, Stamp> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(path) = open.pop() {
        let written = fs::metadata(&path).unwrap().modified().unwrap();
        let bytes = if path.is_dir() {
            let entries = fs::read_dir(&path).unwrap();
            open.extend(entries.map(|entry| entry.unwrap().path()));
            None
        } else {
            Some(fs::read(&path).unwrap())
        };
        found.insert(path, (written, bytes));
    }
    found
}
