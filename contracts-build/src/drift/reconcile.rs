use std::{collections::BTreeSet, fs};

use contracts_core::{
    Code, Finding,
    finding::Place,
    manifest::{Artifact, ArtifactKind},
};

use super::{
    LOCK_FILE, diff, file,
    lock::{Lock, Locked},
};
use crate::{Failure, Generated, Project, cargo};

/// Whether artifacts are compared only, or written where they differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Compare.
    Check,
    /// Write what differs.
    Write,
}

/// Which artifacts are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of them.
    All,
    /// What is made from OpenAPI documents.
    OpenApi,
    /// What is made from configuration types.
    Schema,
    /// All of them, but schemas of configuration types are judged by `contracts.lock` instead of
    /// building their package.
    NoBuild,
}

/// What was found out, and done.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// One entry per artifact, in the manifest's order; extra files and `contracts.lock` at the end.
    pub entries: Vec<Entry>,
}

/// How one artifact is.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its path, relative to the folder of `contracts.toml`.
    pub path: String,
    /// How it was found.
    pub state: State,
    /// Why it was not fresh.
    pub cause: Option<Cause>,
    /// From what was committed to what is generated; empty where there is nothing to compare.
    pub diff: String,
}

/// How an artifact was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Byte for byte what its sources generate.
    Fresh,
    /// Something else.
    Stale,
    /// Not there.
    Missing,
    /// There, but nothing generates it any more.
    Extra,
}

/// Why an artifact is not fresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Its sources changed after it was written.
    Source,
    /// Neither it nor its sources changed: the tool generates something else now.
    Tool,
    /// It was changed or deleted by hand.
    Edit,
}

impl Report {
    /// Whether something is not what its sources generate. After writing: whether something was not.
    pub fn has_drift(&self) -> bool {
        self.entries.iter().any(|entry| entry.state != State::Fresh)
    }
}

/// Compares the committed artifacts of a project with what their sources generate and, in
/// [`Mode::Write`], makes them so.
///
/// Everything is generated in memory first. While the project has findings at error level the
/// report is empty and no file is touched.
///
/// # Errors
///
/// A file cannot be read or written, or Cargo cannot build a package with configuration types.
pub fn reconcile(project: &mut Project, scope: Scope, mode: Mode) -> Result<Report, Failure> {
    let artifacts: Vec<Artifact> = project
        .manifest
        .artifacts
        .iter()
        .filter(|artifact| in_scope(artifact, scope))
        .cloned()
        .collect();
    // All documents, so that every mistake is told, whatever the scope generates.
    let all = project.manifest.artifacts.clone();
    project.load(&all)?;
    let root = project.root.clone();
    let generated = project.generate(&artifacts, &mut |artifact| {
        cargo::config_schema(&root, artifact)
    })?;
    if project.has_errors() {
        return Ok(Report::default());
    }
    let lock = Lock::read(&project.root)?;
    refuse_foreign_files(project, &lock, &generated)?;
    if project.has_errors() {
        return Ok(Report::default());
    }
    let mut work = Work {
        mode,
        next: lock.clone(),
        lock,
        report: Report::default(),
    };
    for generated in &generated {
        work.artifact(project, generated)?;
    }
    if scope == Scope::NoBuild {
        for artifact in all.iter().filter(|artifact| is_schema(artifact)) {
            work.by_lock(project, artifact)?;
        }
    }
    if matches!(scope, Scope::All | Scope::NoBuild) {
        work.extras(project)?;
    }
    work.finish(project)?;
    Ok(work.report)
}

fn is_schema(artifact: &Artifact) -> bool {
    matches!(artifact.kind, ArtifactKind::ConfigSchema { .. })
}

fn in_scope(artifact: &Artifact, scope: Scope) -> bool {
    match scope {
        Scope::All => true,
        Scope::OpenApi | Scope::NoBuild => !is_schema(artifact),
        Scope::Schema => is_schema(artifact),
    }
}

/// A file that somebody wrote by hand is never overwritten.
fn refuse_foreign_files(
    project: &mut Project,
    lock: &Lock,
    generated: &[Generated],
) -> Result<(), Failure> {
    for generated in generated {
        let path = &generated.artifact.path;
        let Some(text) = file::read(&project.root.join(path))? else {
            continue;
        };
        if lock.artifacts.contains_key(path) || file::is_generated(&text) {
            continue;
        }
        let place = Place::value(
            &project.manifest.source,
            &generated.artifact.pointer.child("path"),
        );
        let message = format!("`{path}` exists and was not generated by this tool");
        let finding = Finding::new(Code::NotGenerated, place, message)
            .help("move it away, or give the artifact another path");
        project.findings.push(finding);
    }
    Ok(())
}

struct Work {
    mode: Mode,
    lock: Lock,
    /// The lock as it has to be afterwards.
    next: Lock,
    report: Report,
}

impl Work {
    fn artifact(&mut self, project: &mut Project, generated: &Generated) -> Result<(), Failure> {
        let Generated { artifact, text } = generated;
        let sources = file::hash(&project.fingerprint(artifact)?);
        let path = project.root.join(&artifact.path);
        let committed = file::read(&path)?;
        let cause = self.cause(&artifact.path, committed.as_deref(), &sources);
        let (state, cause) = match &committed {
            None => (State::Missing, Some(cause)),
            Some(committed) if committed == text => (State::Fresh, None),
            Some(_) => (State::Stale, Some(cause)),
        };
        let diff = match state {
            State::Fresh => String::new(),
            _ => diff::unified(
                &artifact.path,
                committed.as_deref().unwrap_or_default(),
                text,
            ),
        };
        if self.mode == Mode::Write && state != State::Fresh {
            file::write(&path, text)?;
        }
        let bytes = file::hash(text);
        self.next
            .artifacts
            .insert(artifact.path.clone(), Locked { bytes, sources });
        let path = artifact.path.clone();
        self.report.entries.push(Entry {
            path,
            state,
            cause,
            diff,
        });
        Ok(())
    }

    fn cause(&self, path: &str, committed: Option<&str>, sources: &str) -> Cause {
        let Some(locked) = self.lock.artifacts.get(path) else {
            return Cause::Source;
        };
        let edited = committed.is_none_or(|text| file::hash(text) != locked.bytes);
        if edited {
            Cause::Edit
        } else if locked.sources != sources {
            Cause::Source
        } else {
            Cause::Tool
        }
    }

    /// Judges an artifact without generating it: it and its sources have to be what the lock knows.
    fn by_lock(&mut self, project: &mut Project, artifact: &Artifact) -> Result<(), Failure> {
        let sources = file::hash(&project.fingerprint(artifact)?);
        let committed = file::read(&project.root.join(&artifact.path))?;
        let cause = self.cause(&artifact.path, committed.as_deref(), &sources);
        let state = match (&committed, cause) {
            (None, _) => State::Missing,
            (Some(_), Cause::Tool) => State::Fresh,
            (Some(_), _) => State::Stale,
        };
        let cause = (state != State::Fresh).then_some(cause);
        let (path, diff) = (artifact.path.clone(), String::new());
        self.report.entries.push(Entry {
            path,
            state,
            cause,
            diff,
        });
        Ok(())
    }

    /// Files that the lock lists, or that say they were generated, and that no artifact owns.
    fn extras(&mut self, project: &Project) -> Result<(), Failure> {
        let owned: BTreeSet<&str> = project
            .manifest
            .artifacts
            .iter()
            .map(|a| a.path.as_str())
            .collect();
        let listed = self.lock.artifacts.keys().cloned();
        let found = marked_files(project, &owned)?;
        let extras: BTreeSet<String> = listed
            .chain(found)
            .filter(|path| !owned.contains(path.as_str()))
            .collect();
        for path in extras {
            self.next.artifacts.remove(&path);
            let file = project.root.join(&path);
            let Some(text) = file::read(&file)? else {
                continue;
            };
            if self.mode == Mode::Write && file::is_generated(&text) {
                fs::remove_file(&file)
                    .map_err(|error| Failure::io(format!("remove {}", file.display()), error))?;
            }
            let (state, cause, diff) = (State::Extra, Some(Cause::Source), String::new());
            self.report.entries.push(Entry {
                path,
                state,
                cause,
                diff,
            });
        }
        Ok(())
    }

    /// Compares and writes the lock itself.
    fn finish(&mut self, project: &Project) -> Result<(), Failure> {
        let text = self.next.to_text(&project.manifest.command);
        let path = project.root.join(LOCK_FILE);
        let committed = file::read(&path)?;
        let state = match &committed {
            None => State::Missing,
            Some(committed) if *committed == text => State::Fresh,
            Some(_) => State::Stale,
        };
        // The lock follows its artifacts; where it says what it has to, only its text can have been edited.
        let behind = (self.lock != self.next).then_some(Cause::Source);
        let cause = self
            .report
            .entries
            .iter()
            .find_map(|entry| entry.cause)
            .or(behind);
        let cause = (state != State::Fresh).then_some(cause.unwrap_or(Cause::Edit));
        let diff = match state {
            State::Fresh => String::new(),
            _ => diff::unified(LOCK_FILE, committed.as_deref().unwrap_or_default(), &text),
        };
        if self.mode == Mode::Write && state != State::Fresh {
            file::write(&path, &text)?;
        }
        let path = LOCK_FILE.to_owned();
        self.report.entries.push(Entry {
            path,
            state,
            cause,
            diff,
        });
        Ok(())
    }
}

/// Files beside artifacts that carry the generated header.
fn marked_files(project: &Project, owned: &BTreeSet<&str>) -> Result<Vec<String>, Failure> {
    let folders: BTreeSet<&str> = owned
        .iter()
        .map(|path| path.rsplit_once('/').map_or("", |(folder, _)| folder))
        .collect();
    let mut marked = Vec::new();
    for folder in folders {
        let Ok(entries) = fs::read_dir(project.root.join(folder)) else {
            continue;
        };
        for entry in entries.flatten() {
            let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
                continue;
            };
            let path = if folder.is_empty() {
                name
            } else {
                format!("{folder}/{name}")
            };
            if path == LOCK_FILE || !entry.path().is_file() {
                continue;
            }
            if file::read(&entry.path())?.is_some_and(|text| file::is_generated(&text)) {
                marked.push(path);
            }
        }
    }
    marked.sort();
    Ok(marked)
}
