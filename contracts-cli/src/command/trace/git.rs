//! Spec documents as they were.

use std::process::{Command, Output, Stdio};

use contracts_build::Project;
use contracts_core::{
    source::{SourceId, Sources},
    spec::{self, Ids, Specs},
};

use super::Stop;
use crate::exit::Exit;

/// The spec documents at a commit, by the patterns of today.
pub(super) fn specs_at(project: &Project, ids: &Ids, base: &str) -> Result<Specs, Stop> {
    let commit = format!("{base}^{{commit}}");
    let verified = git(
        project,
        &[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &commit,
        ],
    )?;
    if !verified.status.success() {
        return Err(unusable(&format!("git knows no commit `{base}` here")));
    }
    let commit = String::from_utf8_lossy(&verified.stdout).trim().to_owned();
    let listed = git(project, &["ls-tree", "-r", "-z", "--name-only", &commit])?;
    let names = String::from_utf8_lossy(&listed.stdout).into_owned();
    let names: Vec<&str> = names.split('\0').filter(|name| !name.is_empty()).collect();
    // The patterns choose among the names; then their texts are read.
    let empty = Sources::memory(names.iter().map(|name| (*name, String::new())));
    let (files, _) =
        spec::files(&empty, &project.manifest).map_err(|error| unusable(&error.to_string()))?;
    let mut specs = Specs::default();
    for file in files {
        let text = text(project, &commit, &file)?;
        specs.documents.push(spec::parse(&file, &text, ids));
    }
    Ok(specs)
}

fn text(project: &Project, commit: &str, file: &SourceId) -> Result<String, Stop> {
    // A path that begins with a dot is relative to the folder that git runs in.
    let shown = git(project, &["show", &format!("{commit}:./{file}")])?;
    if !shown.status.success() {
        return Err(unusable(&format!("git cannot show {file} at {commit}")));
    }
    let text = String::from_utf8_lossy(&shown.stdout).into_owned();
    Ok(text
        .strip_prefix('\u{feff}')
        .map_or(text.clone(), str::to_owned))
}

fn git(project: &Project, arguments: &[&str]) -> Result<Output, Stop> {
    Command::new("git")
        .arg("-C")
        .arg(&project.root)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| unusable(&format!("cannot run git: {error}")))
}

fn unusable(why: &str) -> Stop {
    Stop(Exit::Usage, why.to_owned())
}
