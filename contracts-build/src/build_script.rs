//! The one line of a contract crate's build.rs.
//!
//! It writes to `OUT_DIR` only: the source tree stays as it is, and the drift guard sees what is committed.

use std::{
    env, fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use contracts_core::manifest::{self, Artifact, ArtifactKind};
use serde_json::Value;

use crate::{Failure, Project};

/// Generates this package's types and clients into `OUT_DIR` and sets `cfg(contracts_fresh)`.
///
/// The package's artifacts are those whose path in `contracts.toml` lies in the package. Without a
/// `contracts.toml` in reach no cfg is set, so that the committed copy is compiled, and a warning says so.
///
/// # Errors
///
/// A contract has findings at error level, or a file cannot be read or written.
pub fn build() -> Result<(), Failure> {
    run(&mut |_| {
        Err(Failure::report(
            "this build.rs has to call `build_config` for its config-schema artifact",
        ))
    })
}

/// The same for a package with configuration types: `schema` is their JSON Schema, such as
/// `schemars::schema_for!(Config).to_value()`.
///
/// # Errors
///
/// Those of [`build`].
pub fn build_config(schema: Value) -> Result<(), Failure> {
    run(&mut |_| Ok(schema.clone()))
}

fn run(schema: &mut dyn FnMut(&Artifact) -> Result<Value, Failure>) -> Result<(), Failure> {
    let package = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(variable("OUT_DIR")?);
    let Ok(manifest) = manifest::find(&package) else {
        directive("rerun-if-changed=build.rs")?;
        return committed_copy("there is no contracts.toml in reach");
    };
    let mut project = Project::open(&manifest)?;
    let own = own_artifacts(&project, &package);
    rerun_if_changed(&project, &own)?;
    if own.is_empty() && !project.has_errors() {
        return committed_copy("contracts.toml lists no artifact of this package");
    }
    check_file_names(&own)?;
    let generated = project.generate(&own, schema)?;
    if project.has_errors() {
        return Err(Failure::findings(&project.findings, &project.sources));
    }
    for generated in generated {
        let path = out.join(file_name(&generated.artifact));
        fs::write(&path, generated.text).map_err(|error| Failure::writing(path, error))?;
    }
    directive("rustc-cfg=contracts_fresh")
}

fn variable(name: &str) -> Result<String, Failure> {
    env::var(name)
        .map_err(|_| Failure::report(format!("{name} is not set: this is for build scripts only")))
}

/// The artifacts that are committed inside the package, and not inside a package inside it.
fn own_artifacts(project: &Project, package: &Path) -> Vec<Artifact> {
    let is_own = |artifact: &&Artifact| {
        let path = project.root.join(&artifact.path);
        let mut folders = path.ancestors().skip(1);
        folders.find(|folder| folder.join("Cargo.toml").is_file()) == Some(package)
    };
    project
        .manifest
        .artifacts
        .iter()
        .filter(is_own)
        .cloned()
        .collect()
}

/// `OUT_DIR` has no folders, so the names of a package's artifacts have to differ.
fn check_file_names(artifacts: &[Artifact]) -> Result<(), Failure> {
    let mut names = std::collections::BTreeMap::new();
    for artifact in artifacts {
        if let Some(other) = names.insert(file_name(artifact), &artifact.path) {
            let path = &artifact.path;
            return Err(Failure::report(format!(
                "`{other}` and `{path}` would both be OUT_DIR/{}; give one of them another file name",
                file_name(artifact)
            )));
        }
    }
    Ok(())
}

/// The name of an artifact's file in `OUT_DIR`.
pub(crate) fn file_name(artifact: &Artifact) -> &str {
    artifact.path.rsplit('/').next().unwrap_or(&artifact.path)
}

/// Names the real inputs and nothing else, so that nothing else makes Cargo run this again.
fn rerun_if_changed(project: &Project, artifacts: &[Artifact]) -> Result<(), Failure> {
    let mut inputs = std::collections::BTreeSet::from([project.manifest.source.clone()]);
    for artifact in artifacts {
        if let ArtifactKind::ConfigSchema { source, .. } = &artifact.kind {
            inputs.insert(source.clone());
        }
        let documents = artifact.kind.documents().iter();
        let paths = documents.filter_map(|name| project.manifest.documents.get(name));
        inputs.extend(paths.map(|document| document.path.clone()));
    }
    for input in inputs {
        let path = project.root.join(input.as_str());
        directive(&format!("rerun-if-changed={}", path.display()))?;
    }
    Ok(())
}

fn committed_copy(why: &str) -> Result<(), Failure> {
    directive(&format!(
        "warning={why}: compiling the committed copy of what it generates"
    ))
}

fn directive(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout();
    writeln!(out, "cargo::{text}").map_err(|error| Failure::io("talk to Cargo", error))
}
