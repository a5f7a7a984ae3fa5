//! The drift guard: one line in a test.

use std::{
    env,
    path::{Path, PathBuf},
};

use contracts_core::manifest;

use crate::{
    Failure, Project,
    drift::{Entry, Mode, Scope, State, reconcile},
};

/// Fails while a committed artifact is not byte for byte what its sources generate.
///
/// For a test; finds the `contracts.toml` of the package under test or a folder above it. Writes
/// nothing, unless the environment has `CONTRACTS=sync`: then it does what `regen` does, and passes.
/// That is refused where `CI` is set, because it would mend what CI is there to find.
///
/// # Errors
///
/// An artifact is stale, missing or extra, a contract is broken, or a file cannot be read. The
/// message shows the difference and ends with the command that repairs it.
pub fn guard() -> Result<(), Failure> {
    let package =
        env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from("."), PathBuf::from);
    guard_in(&package)
}

/// The same for the `contracts.toml` in `folder` or a folder above it.
///
/// # Errors
///
/// Those of [`guard`].
pub fn guard_in(folder: &Path) -> Result<(), Failure> {
    let mut project = Project::open(&manifest::find(folder)?)?;
    let mode = mode()?;
    let report = reconcile(&mut project, Scope::All, mode)?;
    if project.has_errors() {
        return Err(Failure::findings(&project.findings, &project.sources));
    }
    if mode.writes() {
        return Ok(());
    }
    let stale: Vec<&Entry> = report
        .entries
        .iter()
        .filter(|entry| entry.state != State::Fresh)
        .collect();
    if stale.is_empty() {
        return Ok(());
    }
    let mut text = "committed artifacts are not what their sources generate\n\n".to_owned();
    for entry in &stale {
        text.push_str(&format!("{}: {}\n", entry.path, describe(entry)));
    }
    for entry in &stale {
        text.push_str(&format!("\n{}", entry.diff));
    }
    text.push_str(&format!(
        "\nrun `{} regen` and commit what it writes\n",
        project.manifest.command
    ));
    Err(Failure::report(text))
}

/// What the environment asks for.
fn mode() -> Result<Mode, Failure> {
    match env::var("CONTRACTS").as_deref() {
        Err(_) | Ok("") => Ok(Mode::Check),
        Ok("sync") if env::var_os("CI").is_some_and(|value| !value.is_empty()) => {
            Err(Failure::report(
                "CONTRACTS=sync is refused where CI is set: run it where you work, and commit what it writes",
            ))
        }
        Ok("sync") => Ok(Mode::Write),
        Ok(other) => Err(Failure::report(format!(
            "CONTRACTS can be `sync` or nothing, not `{other}`"
        ))),
    }
}

fn describe(entry: &Entry) -> String {
    let state = entry.state.as_str();
    match entry.reason() {
        None => state.to_owned(),
        Some(reason) => format!("{state}, because {reason}"),
    }
}
