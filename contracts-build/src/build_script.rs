//! The one line of a contract crate's build.rs.
//!
//! It writes to `OUT_DIR` only: the source tree stays as it is, and the drift guard sees what is committed.

use std::{
    env, fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use contracts_core::{
    Finding, Severity,
    manifest::{self, Artifact, ArtifactKind},
};
use serde_json::Value;

use crate::{Failure, Project, steady::steady};

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
    if own.is_empty() && !project.has_errors() {
        rerun_if_changed(&project, &own)?;
        return committed_copy("contracts.toml lists no artifact of this package");
    }
    check_file_names(&own)?;
    let generated = project.generate(&own, schema);
    rerun_if_changed(&project, &own)?;
    let generated = generated?;
    tell(&project)?;
    if project.has_errors() {
        return Err(Failure::report(
            "the contracts have mistakes; nothing was generated",
        ));
    }
    for generated in generated {
        let path = out.join(file_name(&generated.artifact));
        // Whoever reads a schema from there compares it with the committed one.
        let text = match path.extension().is_some_and(|extension| extension == "rs") {
            true => steady(&generated.text),
            false => generated.text,
        };
        fs::write(&path, text).map_err(|error| Failure::writing(path, error))?;
    }
    directive("rustc-cfg=contracts_fresh")
}

fn variable(name: &str) -> Result<String, Failure> {
    env::var(name)
        .map_err(|_| Failure::report(format!("{name} is not set: this is for build scripts only")))
}

/// The artifacts that are committed inside the package, and not inside a package inside it. Those that
/// are folders are for readers, no code.
fn own_artifacts(project: &Project, package: &Path) -> Vec<Artifact> {
    let is_own = |artifact: &&Artifact| {
        if artifact.kind.is_folder() {
            return false;
        }
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

/// Names the real inputs, which are the files that were read, and nothing else, so that nothing else
/// makes Cargo run this again.
fn rerun_if_changed(project: &Project, artifacts: &[Artifact]) -> Result<(), Failure> {
    let types = artifacts
        .iter()
        .filter_map(|artifact| match &artifact.kind {
            ArtifactKind::ConfigSchema { source, .. } => Some(source),
            _ => None,
        });
    let inputs: std::collections::BTreeSet<_> = project.sources.ids().chain(types).collect();
    for input in inputs {
        let path = project.root.join(input.as_str());
        directive(&format!("rerun-if-changed={}", path.display()))?;
    }
    Ok(())
}

/// Warnings are repeated by Cargo at every build; more of them than this are for `check` to show.
const MOST_WARNINGS: usize = 5;

/// Hands the findings to Cargo, which shows them in its own way.
fn tell(project: &Project) -> Result<(), Failure> {
    let (errors, others): (Vec<&Finding>, Vec<&Finding>) = project
        .findings
        .iter()
        .partition(|finding| finding.is_error());
    for finding in errors {
        directive(&format!("error={}", line(finding, project)))?;
    }
    let warnings: Vec<&Finding> = others
        .into_iter()
        .filter(|finding| finding.severity == Severity::Warning)
        .collect();
    for finding in warnings.iter().take(MOST_WARNINGS) {
        directive(&format!("warning={}", line(finding, project)))?;
    }
    if warnings.len() > MOST_WARNINGS {
        let more = warnings.len() - MOST_WARNINGS;
        let command = &project.manifest.command;
        directive(&format!(
            "warning=… and {more} more; `{command} check` shows them"
        ))?;
    }
    Ok(())
}

/// A finding on one line, as a directive needs it.
fn line(finding: &Finding, project: &Project) -> String {
    let location = project.sources.locate(&finding.place);
    let help = finding
        .help
        .as_ref()
        .map_or_else(String::new, |help| format!(" (help: {help})"));
    let text = format!(
        "{location}: [{}] {}{help}",
        finding.code.id(),
        finding.message
    );
    text.replace(['\r', '\n'], " ")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_compiles_its_own_files_and_no_folder() {
        let folder = tempfile::TempDir::new().unwrap();
        let root = folder.path();
        let manifest = "[documents.a]\npath = \"a.yaml\"\n\n\
             [[artifacts]]\nkind = \"types\"\npath = \"src/types.rs\"\ndocument = \"a\"\n\n\
             [[artifacts]]\nkind = \"types\"\npath = \"inner/src/types.rs\"\ndocument = \"a\"\n\n\
             [[artifacts]]\nkind = \"finding-pages\"\npath = \"docs\"\n";
        fs::create_dir_all(root.join("inner/src")).unwrap();
        for (path, text) in [
            ("contracts.toml", manifest),
            ("Cargo.toml", ""),
            ("inner/Cargo.toml", ""),
        ] {
            fs::write(root.join(path), text).unwrap();
        }
        let project = Project::open(&root.join("contracts.toml")).unwrap();
        assert!(project.findings.is_empty(), "{:?}", project.findings);
        let paths = |package: &Path| -> Vec<String> {
            let own = own_artifacts(&project, package).into_iter();
            own.map(|artifact| artifact.path).collect()
        };
        assert_eq!(paths(root), ["src/types.rs"]);
        assert_eq!(paths(&root.join("inner")), ["inner/src/types.rs"]);
    }
}
