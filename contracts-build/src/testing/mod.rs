//! Which tests there are, for those who read specs: scenarios with the functions of their steps, tests
//! that stand in the files of the code, and the requirements that both name.

#[cfg(feature = "test-docs")]
mod claims;
#[cfg(feature = "test-docs")]
mod features;
#[cfg(feature = "test-docs")]
mod inventory;
#[cfg(feature = "test-docs")]
mod steps;

use contracts_core::manifest::Artifact;

use crate::{Failure, Project};

#[cfg(feature = "test-docs")]
pub use claims::claims;

/// The files of the artifact: their names in its folder and their texts.
///
/// # Errors
///
/// A file cannot be read or is no Rust or no Gherkin, or Cargo does not know the workspace.
#[cfg(feature = "test-docs")]
pub(crate) fn files(
    project: &mut Project,
    artifact: &Artifact,
    features: Option<&str>,
) -> Result<Vec<(String, String)>, Failure> {
    // From the artifact's folder to that of contracts.toml.
    let up = "../".repeat(artifact.path.split('/').count());
    let (ids, _) = contracts_core::spec::Ids::of(&project.manifest);
    let mapping = features::mapping(project, features, ids.as_ref(), &up)?;
    let inventory = inventory::inventory(project, ids.as_ref(), &up)?;
    Ok(vec![
        ("bdd-mapping.md".to_owned(), mapping),
        ("infile-test-inventory.md".to_owned(), inventory),
    ])
}

/// Build scripts and most guards do without reading code.
#[cfg(not(feature = "test-docs"))]
pub(crate) fn files(
    _: &mut Project,
    artifact: &Artifact,
    _: Option<&str>,
) -> Result<Vec<(String, String)>, Failure> {
    let path = &artifact.path;
    let why = format!("`{path}` needs contracts-build with the feature `test-docs`");
    Err(Failure::report(why))
}
