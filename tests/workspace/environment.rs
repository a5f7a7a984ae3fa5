//! A copy of the workspace in a temporary folder, and Cargo in it.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use tempfile::TempDir;

/// The artifacts that are committed, `contracts.lock` included.
pub(crate) const COMMITTED: &[&str] = &[
    "api-types/src/generated.rs",
    "api-types/src/generated_control.rs",
    "openapi-client/src/generated.rs",
    "config-schema/schemas/config.schema.json",
    "examples/orchestratord/src/metrics/generated.rs",
    "contracts.lock",
];

/// The folder of this workspace.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_path_buf()
}

/// The one target folder of all nested builds.
pub(crate) fn target() -> PathBuf {
    let own = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| workspace().join("target"), PathBuf::from);
    workspace().join(own).join("nested")
}

/// A copy of every file that Git knows or would know.
pub(crate) struct Clone {
    folder: TempDir,
    /// As they were copied.
    files: BTreeMap<String, Vec<u8>>,
}

impl Clone {
    pub(crate) fn new() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("contracts-clone-")
            .tempdir()
            .unwrap();
        let listed = Command::new("git")
            .current_dir(workspace())
            .args([
                "ls-files",
                "-z",
                "--cached",
                "--others",
                "--exclude-standard",
            ])
            .output()
            .expect("git is there");
        assert!(
            listed.status.success(),
            "{}",
            String::from_utf8_lossy(&listed.stderr)
        );
        let listed = String::from_utf8(listed.stdout).unwrap();
        let names = listed.split_terminator('\0').map(str::to_owned);
        // What is not there was deleted and not yet committed.
        let names = names.filter(|name| workspace().join(name).is_file());
        let mut files = BTreeMap::new();
        for name in names {
            let to = folder.path().join(&name);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(workspace().join(&name), &to).unwrap();
            files.insert(name, fs::read(to).unwrap());
        }
        Self { folder, files }
    }

    /// The files that are no longer what they were copied from.
    pub(crate) fn changed(&self) -> Vec<&str> {
        let files = self.files.iter();
        let changed = files.filter(|(name, copied)| {
            let now = fs::read(self.path(name));
            now.ok().as_ref() != Some(copied)
        });
        changed.map(|(name, _)| name.as_str()).collect()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Replaces the only occurrence of a text.
    #[track_caller]
    pub(crate) fn edit(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert_eq!(text.matches(from).count(), 1, "`{from}` in {name}");
        self.write(name, &text.replace(from, to));
    }

    /// The bytes of all committed artifacts.
    pub(crate) fn committed(&self) -> Vec<Vec<u8>> {
        COMMITTED
            .iter()
            .map(|name| fs::read(self.path(name)).unwrap())
            .collect()
    }

    pub(crate) fn cargo<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Outcome {
        self.cargo_in("", arguments)
    }

    /// Runs Cargo in a folder of the copy, as from a shell: without what this test run set.
    pub(crate) fn cargo_in<A: AsRef<OsStr>>(
        &self,
        folder: &str,
        arguments: impl IntoIterator<Item = A>,
    ) -> Outcome {
        self.cargo_with(folder, &[], arguments)
    }

    /// The same with additional variables; an empty one is not set at all.
    pub(crate) fn cargo_with<A: AsRef<OsStr>>(
        &self,
        folder: &str,
        variables: &[(&str, &str)],
        arguments: impl IntoIterator<Item = A>,
    ) -> Outcome {
        let mut command = self.command(folder);
        for (name, value) in variables {
            if value.is_empty() {
                command.env_remove(name);
            } else {
                command.env(name, value);
            }
        }
        Outcome::of(command.args(arguments))
    }

    /// Cargo in a folder of the copy, for whoever has more to say about how it runs.
    pub(crate) fn command(&self, folder: &str) -> Command {
        let mut command = Command::new(env!("CARGO"));
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_")
                || text.starts_with("CARGO_MANIFEST")
                || text == "OUT_DIR"
            {
                command.env_remove(&name);
            }
        }
        command
            .current_dir(self.path(folder))
            .env("CARGO_TARGET_DIR", target())
            .env("CARGO_TERM_COLOR", "never")
            // Nobody debugs these builds, and each clone is built once.
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("CARGO_PROFILE_DEV_BUILD_OVERRIDE_DEBUG", "0");
        command
    }
}

/// What a command ended with.
pub(crate) struct Outcome(Output);

impl Outcome {
    pub(crate) fn of(command: &mut Command) -> Self {
        Self(command.output().unwrap())
    }

    pub(crate) fn code(&self) -> Option<i32> {
        self.0.status.code()
    }

    pub(crate) fn stdout(&self) -> String {
        String::from_utf8_lossy(&self.0.stdout).into_owned()
    }

    pub(crate) fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }

    /// Everything it said.
    pub(crate) fn text(&self) -> String {
        self.stdout() + &self.stderr()
    }

    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        assert!(self.0.status.success(), "{}", self.text());
        self
    }
}
