//! A project in a temporary folder, and what the binary answers there.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::SystemTime,
};

use serde_json::Value;
use tempfile::TempDir;

use crate::schemas;

/// What a [`Env::project`] generates, in the order of its manifest.
pub(crate) const ARTIFACTS: [&str; 3] = ["types/pets.rs", "types/shops.rs", "client/generated.rs"];
pub(crate) const LOCK: &str = "contracts.lock";
pub(crate) const MANIFEST: &str = "contracts.toml";
pub(crate) const PETS: &str = "api/pets.yaml";
pub(crate) const SHOPS: &str = "api/shops.json";

/// A folder with a project; removed in the end.
pub(crate) struct Env {
    root: PathBuf,
    _folder: TempDir,
}

/// When a file was last written, and what it holds.
pub(crate) type Stamped = (SystemTime, Vec<u8>);

impl Env {
    /// A folder without files.
    pub(crate) fn empty() -> Self {
        Self::below("")
    }

    /// Two documents and a manifest; nothing is generated yet.
    pub(crate) fn sources() -> Self {
        Self::sources_below("")
    }

    /// The same in a checkout some folders below the temporary one.
    pub(crate) fn sources_below(checkout: &str) -> Self {
        let env = Self::below(checkout);
        env.write(MANIFEST, include_str!("fixture/contracts.toml"));
        env.write(PETS, include_str!("fixture/pets.yaml"));
        env.write(SHOPS, include_str!("fixture/shops.json"));
        env
    }

    /// The same with fresh artifacts.
    pub(crate) fn project() -> Self {
        let env = Self::sources();
        env.succeed(&["regen"]);
        env
    }

    fn below(checkout: &str) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let root = folder.path().join(checkout);
        fs::create_dir_all(&root).expect("a folder for the project");
        Self {
            root,
            _folder: folder,
        }
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    #[track_caller]
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file in a folder")).expect("a folder");
        fs::write(&path, text).expect("a file that can be written");
    }

    #[track_caller]
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub(crate) fn exists(&self, path: &str) -> bool {
        self.path(path).exists()
    }

    #[track_caller]
    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// Replaces the first `from`, which has to be there.
    #[track_caller]
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} has no `{from}`:\n{text}");
        self.write(path, &text.replacen(from, to, 1));
    }

    /// Every file by its path.
    pub(crate) fn tree(&self) -> BTreeMap<String, Stamped> {
        let mut files = BTreeMap::new();
        collect(&self.root, &self.root, &mut files);
        files
    }

    /// Every file's bytes by its path.
    pub(crate) fn bytes(&self) -> BTreeMap<String, Vec<u8>> {
        let files = self.tree().into_iter();
        files.map(|(path, (_, bytes))| (path, bytes)).collect()
    }

    /// The binary in the project's folder, without settings of whoever runs the tests.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-contracts"));
        command.args(args).current_dir(&self.root);
        command.stdin(Stdio::null());
        for name in ["CI", "CONTRACTS", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Output {
        Output::of(&mut self.command(args))
    }

    /// Runs what has to end well.
    #[track_caller]
    pub(crate) fn succeed(&self, args: &[&str]) -> Output {
        let output = self.run(args);
        assert_eq!(output.code, 0, "{args:?}\n{output:#?}");
        if self.exists(MANIFEST) {
            schemas::check("contracts", &schemas::toml(&self.read(MANIFEST)));
        }
        output
    }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Stamped>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, files);
            continue;
        }
        let name = path.strip_prefix(root).expect("a file below the root");
        let written = path.metadata().and_then(|data| data.modified());
        let bytes = fs::read(&path).expect("a file that can be read");
        let name = name.to_str().expect("a name in UTF-8").replace('\\', "/");
        files.insert(name, (written.expect("a time"), bytes));
    }
}

/// How a run ended and what it said.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Output {
    #[track_caller]
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().expect("the binary starts");
        let text = |bytes| String::from_utf8(bytes).expect("output in UTF-8");
        let output = Self {
            code: output.status.code().expect("no signal ended it"),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        };
        let args: Vec<&str> = command.get_args().filter_map(OsStr::to_str).collect();
        if args.windows(2).any(|pair| pair == ["--format", "json"]) {
            schemas::check_output(&args, &output);
        }
        output
    }

    /// What `--format json` says about artifacts, on stdout.
    #[track_caller]
    pub(crate) fn artifacts(&self) -> Vec<Value> {
        list(&self.stdout, "artifacts")
    }

    /// What `--format json` says about findings, on stderr.
    #[track_caller]
    pub(crate) fn findings(&self) -> Vec<Value> {
        list(&self.stderr, "findings")
    }

    /// Its findings as `code file:line:column`.
    #[track_caller]
    pub(crate) fn places(&self) -> Vec<String> {
        let findings = self.findings();
        let place = |finding: &Value| {
            let [code, file] = ["code", "file"].map(|key| text(finding, key));
            match (finding["line"].as_u64(), finding["column"].as_u64()) {
                (Some(line), Some(column)) => format!("{code} {file}:{line}:{column}"),
                _ => format!("{code} {file}"),
            }
        };
        findings.iter().map(place).collect()
    }
}

/// A member that has to be text.
#[track_caller]
pub(crate) fn text(object: &Value, key: &str) -> String {
    let text = object[key].as_str();
    text.unwrap_or_else(|| panic!("no text `{key}` in {object:#}"))
        .to_owned()
}

#[track_caller]
fn list(text: &str, key: &str) -> Vec<Value> {
    let object: Value = serde_json::from_str(text)
        .unwrap_or_else(|error| panic!("this is not one JSON object: {error}\n{text}"));
    let list = object[key].as_array();
    list.unwrap_or_else(|| panic!("no list `{key}` in {object:#}"))
        .clone()
}
