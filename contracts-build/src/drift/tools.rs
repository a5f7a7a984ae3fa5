use std::collections::BTreeMap;

use contracts_core::{
    manifest::{Artifact, ArtifactKind},
    source::{SourceId, Sources},
};
use serde_json::Value;

use super::file;
use crate::{Failure, Project};

/// The crate whose version decides who may write.
pub(super) const OWN: &str = "contracts-build";

/// The versions that artifacts written now are made with: of this crate and, as far as the project's
/// Cargo.lock tells them, of the crates that shape bytes: what emits and prints Rust for this crate,
/// what makes schemas for packages with configuration types.
pub(super) fn current(project: &Project) -> Result<BTreeMap<String, String>, Failure> {
    let mut tools = BTreeMap::from([(OWN.to_owned(), env!("CARGO_PKG_VERSION").to_owned())]);
    let Some(text) = file::read(&project.root.join("Cargo.lock"))? else {
        return Ok(tools);
    };
    let mut sources = Sources::memory([("Cargo.lock", text)]);
    let (lock, _) = sources.parse(&SourceId::new("Cargo.lock"))?;
    let Some(packages) = lock
        .as_ref()
        .and_then(|lock| lock.get("package")?.as_array())
    else {
        return Ok(tools);
    };
    let stock = |artifact: &Artifact| matches!(artifact.kind, ArtifactKind::Progenitor { .. });
    let stock = project.manifest.artifacts.iter().any(stock);
    let shaping = ["prettyplease", "typify"].into_iter();
    for shaping in shaping.chain(stock.then_some("progenitor-impl")) {
        let version = dependency(packages, OWN, shaping);
        tools.extend(version.map(|version| (shaping.to_owned(), version)));
    }
    for artifact in &project.manifest.artifacts {
        if let ArtifactKind::ConfigSchema { package, .. } = &artifact.kind {
            let version = dependency(packages, package, "schemars");
            tools.extend(version.map(|version| ("schemars".to_owned(), version)));
        }
    }
    Ok(tools)
}

/// The version of `name` that the package `of` depends on. Cargo.lock writes a dependency as
/// `name`, or as `name version` where there are several.
fn dependency(packages: &[Value], of: &str, name: &str) -> Option<String> {
    let named = |package: &&Value, name: &str| package.get("name").is_some_and(|n| n == name);
    let package = packages.iter().find(|package| named(package, of))?;
    let dependencies = package.get("dependencies")?.as_array()?;
    let mut words = dependencies
        .iter()
        .filter_map(Value::as_str)
        .map(|dependency| dependency.split(' '))
        .find(|words| words.clone().next() == Some(name))?;
    if let Some(version) = words.nth(1) {
        return Some(version.to_owned());
    }
    let only = packages.iter().find(|package| named(package, name))?;
    only.get("version")?.as_str().map(str::to_owned)
}
