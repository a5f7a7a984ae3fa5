//! What each step last passed with: a hash of its inputs, below Cargo's target folder.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use contracts_build::{Failure, workspace::Workspace};
use sha2::{Digest, Sha256};

use super::step::Step;
use crate::files;

/// The stamps of a project.
pub(super) struct Stamps {
    file: PathBuf,
    /// The folder whose files are inputs.
    root: PathBuf,
    compiler: String,
    passed: BTreeMap<String, String>,
}

impl Stamps {
    /// Reads what is known; nothing where the file is not there or is broken.
    pub(super) fn read(root: &Path, workspace: &Workspace) -> Self {
        let target = match workspace.packages.is_empty() {
            true => root.join("target"),
            false => workspace.target.clone(),
        };
        let file = target.join("contracts").join("dev-loop.json");
        let text = fs::read_to_string(&file).unwrap_or_default();
        // Packages beside the folder of contracts.toml are compiled and tested too.
        let inside = root
            .canonicalize()
            .is_ok_and(|root| root.starts_with(&workspace.root));
        let root = match inside && !workspace.packages.is_empty() {
            true => workspace.root.clone(),
            false => root.to_path_buf(),
        };
        Self {
            file,
            root,
            compiler: compiler(),
            passed: serde_json::from_str(&text).unwrap_or_default(),
        }
    }

    /// The hash of everything that a step depends on: files, its command, the compiler and this tool.
    pub(super) fn inputs(&self, step: &Step) -> Result<String, Failure> {
        let mut hash = Sha256::new();
        for part in [&step.shown(), &self.compiler, env!("CARGO_PKG_VERSION")] {
            hash.update(part);
            hash.update([0]);
        }
        for file in files::of_project(&self.root)? {
            let ends = |end: &&str| file.ends_with(end);
            if step.inputs.is_empty() || step.inputs.iter().any(ends) {
                hash.update(&file);
                hash.update([0]);
                // A link that leads nowhere has no text.
                let text = fs::read(self.root.join(&file)).unwrap_or_default();
                hash.update(Sha256::digest(&text));
            }
        }
        let bytes = hash.finalize();
        Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    pub(super) fn passed(&self, step: &Step, inputs: &str) -> bool {
        self.passed.get(step.name).is_some_and(|it| it == inputs)
    }

    pub(super) fn note(&mut self, step: &Step, inputs: String) {
        self.passed.insert(step.name.to_owned(), inputs);
    }

    pub(super) fn forget(&mut self, step: &Step) {
        self.passed.remove(step.name);
    }

    pub(super) fn write(&self) -> Result<(), Failure> {
        let failed = |error| Failure::io(format!("write {}", self.file.display()), error);
        let folder = self.file.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(failed)?;
        let text = serde_json::json!(self.passed).to_string();
        fs::write(&self.file, text).map_err(failed)
    }
}

/// The compiler's own words about itself. Cargo says so when there is none.
fn compiler() -> String {
    let program = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let said = Command::new(program).arg("-vV").output();
    said.map(|said| String::from_utf8_lossy(&said.stdout).into_owned())
        .unwrap_or_default()
}
