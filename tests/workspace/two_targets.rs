//! Two builds of the same tree at once, each with a target folder of its own.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    thread,
};

use crate::environment::{Clone, Outcome, target};

/// A copy of the warm target folder, because a cold one would cost minutes.
pub(crate) struct SecondTarget(PathBuf);

impl SecondTarget {
    pub(crate) fn new() -> Self {
        let second = Self(target().with_file_name("nested-second"));
        let _ = fs::remove_dir_all(&second.0);
        // The lock that Cargo holds while it builds: other tests use the folder too.
        let lock = File::open(target().join("debug/.cargo-lock")).unwrap();
        lock.lock().unwrap();
        for folder in ["deps", "build", ".fingerprint"] {
            let below = Path::new("debug").join(folder);
            copy(&target().join(&below), &second.0.join(&below));
        }
        second
    }

    /// Builds in both target folders at the same time.
    pub(crate) fn build_at_once<'a>(
        &self,
        clone: &Clone,
        arguments: impl IntoIterator<Item = &'a str>,
    ) -> [Outcome; 2] {
        let arguments: Vec<&str> = arguments.into_iter().collect();
        let folder = self.0.to_str().unwrap();
        thread::scope(|scope| {
            let second =
                scope.spawn(|| clone.cargo_with("", &[("CARGO_TARGET_DIR", folder)], &arguments));
            let first = clone.cargo(&arguments);
            [first, second.join().unwrap()]
        })
    }
}

impl Drop for SecondTarget {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Copies a folder with the times of its files, which Cargo compares.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
            continue;
        }
        fs::copy(entry.path(), &target).unwrap();
        let written = entry.metadata().unwrap().modified().unwrap();
        let file = File::options().append(true).open(&target).unwrap();
        file.set_modified(written).unwrap();
    }
}
