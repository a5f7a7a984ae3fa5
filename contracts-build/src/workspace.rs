//! What Cargo knows about the workspace.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use contracts_core::{source::SourceId, trace::Target};
use serde_json::Value;

use crate::Failure;

/// The packages of a workspace; none where there is no Cargo.toml.
#[derive(Debug, Default)]
pub struct Workspace {
    /// Its folder.
    pub root: PathBuf,
    /// Where Cargo builds.
    pub target: PathBuf,
    /// Its packages.
    pub packages: Vec<Package>,
}

/// A package of the workspace.
#[derive(Debug)]
pub struct Package {
    /// How Cargo's messages call it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The folder of its Cargo.toml.
    pub folder: PathBuf,
    targets: Vec<Value>,
}

/// Cargo with these arguments, in a folder.
pub fn command(root: &Path, arguments: &[&str]) -> Command {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .current_dir(root)
        .args(arguments)
        .stdin(Stdio::null());
    command
}

/// Asks Cargo, in the folder of `contracts.toml`.
///
/// # Errors
///
/// Cargo cannot be run, or cannot read the workspace.
pub fn workspace(root: &Path) -> Result<Workspace, Failure> {
    let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_path_buf());
    if !absolute
        .ancestors()
        .any(|folder| folder.join("Cargo.toml").is_file())
    {
        return Ok(Workspace::default());
    }
    let output = command(root, &["metadata", "--no-deps", "--format-version=1"])
        .output()
        .map_err(|error| Failure::io("run cargo", error))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let why = std::io::Error::other(said.trim_end().to_owned());
        return Err(Failure::io("read the workspace by cargo", why));
    }
    let metadata: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| Failure::io("read cargo's metadata", error.into()))?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    Ok(Workspace {
        root: PathBuf::from(text(&metadata["workspace_root"])),
        target: PathBuf::from(text(&metadata["target_directory"])),
        packages: packages.map(package).collect(),
    })
}

fn package(package: &Value) -> Package {
    let manifest = PathBuf::from(text(&package["manifest_path"]));
    Package {
        id: text(&package["id"]),
        name: text(&package["name"]),
        version: text(&package["version"]),
        folder: manifest
            .parent()
            .map_or_else(PathBuf::new, Path::to_path_buf),
        targets: package["targets"].as_array().cloned().unwrap_or_default(),
    }
}

impl Workspace {
    /// Every crate whose root is below the folder of `contracts.toml`.
    pub fn targets(&self, root: &Path) -> Vec<Target> {
        let targets = self.packages.iter().flat_map(|package| {
            let targets = package.targets.iter();
            targets.filter_map(|value| target(&package.name, value, root))
        });
        targets.collect()
    }

    /// The package that Cargo's messages call so.
    pub fn package(&self, id: &str) -> Option<&Package> {
        self.packages.iter().find(|package| package.id == id)
    }
}

/// A target as metadata and compiler messages describe it.
pub fn target(package: &str, value: &Value, root: &Path) -> Option<Target> {
    let file = PathBuf::from(value["src_path"].as_str()?);
    let base = root.canonicalize().ok()?;
    let inside = file
        .canonicalize()
        .ok()?
        .strip_prefix(base)
        .ok()?
        .to_path_buf();
    Some(Target {
        package: package.to_owned(),
        kind: kind(value),
        name: text(&value["name"]),
        root: SourceId::new(inside.to_str()?),
        doctest: value["doctest"].as_bool().unwrap_or(false),
    })
}

/// What a library is compiled to makes no difference here.
fn kind(value: &Value) -> String {
    match value["kind"][0].as_str() {
        Some("rlib" | "dylib" | "cdylib" | "staticlib") => "lib".to_owned(),
        kind => kind.unwrap_or_default().to_owned(),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
