//! `dev:loop`: everything that has to hold before a change goes in, in the order in which it fails soonest.

mod show;
mod stamp;
mod step;

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use contracts_build::{Failure, Project, drift::LOCK_FILE, workspace};
use contracts_core::manifest::Artifact;

use crate::{
    args::{self, Format},
    exit::Exit,
    files,
    output::{Output, Tone},
};
use stamp::Stamps;
use step::{Step, steps};

/// How a step ended.
enum Ended {
    Passed,
    /// It passed, and wrote this many artifacts.
    Wrote(usize),
    Failed(Exit),
    /// It has nothing to do here, and why.
    Skipped(&'static str),
    /// None of its inputs changed since it passed.
    Unchanged,
    /// A step before it failed.
    NotRun,
}

/// A step, how it ended and how long it took.
struct Done {
    step: Step,
    ended: Ended,
    took: Duration,
}

/// Where steps run, and what is known of them.
struct Loop {
    root: PathBuf,
    /// The tool itself, as it was called.
    tool: PathBuf,
    artifacts: Vec<Artifact>,
    stamps: Stamps,
    json: bool,
}

/// Runs the steps and shows what came of them.
pub(super) fn run(
    project: &Project,
    arguments: &args::DevLoop,
    output: &mut Output,
) -> Result<Exit, Failure> {
    if matches!(output.format, Format::Sarif | Format::Github) {
        output.failure("`dev:loop` answers with `--format human` or `--format json` only");
        return Ok(Exit::Usage);
    }
    let workspace = workspace::workspace(&project.root)?;
    let tool = env::current_exe().map_err(|error| Failure::io("find the tool itself", error))?;
    let mut work = Loop {
        root: project.root.clone(),
        tool,
        artifacts: project.manifest.artifacts.clone(),
        stamps: Stamps::read(&project.root, &workspace),
        json: output.format == Format::Json,
    };
    let mut done: Vec<Done> = Vec::new();
    let mut worst = Exit::Fine;
    for step in steps(project, !workspace.packages.is_empty(), arguments) {
        let begun = Instant::now();
        let ended = match step.skipped {
            Some(why) => Ended::Skipped(why),
            None if worst != Exit::Fine && !arguments.keep_going => Ended::NotRun,
            None => work.step(&step, arguments.quick, output)?,
        };
        let took = begun.elapsed();
        if let (Ended::Failed(exit), Exit::Fine) = (&ended, worst) {
            worst = *exit;
        }
        show::ended(&step, &ended, took, output);
        done.push(Done { step, ended, took });
    }
    show::all(&done, &project.manifest.command, output);
    Ok(worst)
}

impl Loop {
    fn step(&mut self, step: &Step, quick: bool, output: &mut Output) -> Result<Ended, Failure> {
        // What changes while a step runs is looked at the next time.
        let inputs = self.stamps.inputs(step)?;
        if quick && self.stamps.passed(step, &inputs) {
            return Ok(Ended::Unchanged);
        }
        output.status(Tone::Work, "Running", &step.shown());
        let ended = match step.name {
            "regen" => self.regen(step)?,
            _ => match self.spawn(step)? {
                Exit::Fine => Ended::Passed,
                exit => Ended::Failed(exit),
            },
        };
        match ended {
            Ended::Failed(_) => self.stamps.forget(step),
            _ => self.stamps.note(step, inputs),
        }
        self.stamps.write()?;
        Ok(ended)
    }

    /// Regeneration repairs what is stale, so that nobody would hear of it from `check`: it is told here.
    fn regen(&self, step: &Step) -> Result<Ended, Failure> {
        let before = self.artifacts()?;
        match self.spawn(step)? {
            Exit::Fine => {}
            exit => return Ok(Ended::Failed(exit)),
        }
        let after = self.artifacts()?;
        let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let written = paths
            .into_iter()
            .filter(|it| before.get(*it) != after.get(*it));
        Ok(match written.count() {
            0 => Ended::Passed,
            count => Ended::Wrote(count),
        })
    }

    /// What stands in the committed artifacts and the lock.
    fn artifacts(&self) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
        let files = files::of_project(&self.root)?.into_iter();
        let owned = files.filter(|path| {
            path == LOCK_FILE || self.artifacts.iter().any(|artifact| artifact.owns(path))
        });
        let read = |path: String| {
            let text = fs::read(self.root.join(&path)).unwrap_or_default();
            (path, text)
        };
        Ok(owned.map(read).collect())
    }

    /// Runs a step's command. What the steps say is for people: with `--format json`, stdout is ours.
    fn spawn(&self, step: &Step) -> Result<Exit, Failure> {
        let mut command = self.command(step);
        command.stdin(Stdio::null());
        if self.json {
            command.stdout(io::stderr());
        }
        let ran = command
            .status()
            .map_err(|error| Failure::io(format!("run {}", step.shown()), error))?;
        Ok(match ran.code() {
            Some(0) => Exit::Fine,
            Some(2) if step.is_own() => Exit::Usage,
            Some(4) if step.is_own() => Exit::Drift,
            _ => Exit::Findings,
        })
    }

    fn command(&self, step: &Step) -> Command {
        if !step.is_own() {
            let arguments: Vec<&str> = step.words.iter().map(String::as_str).collect();
            return workspace::command(&self.root, &arguments);
        }
        let mut command = Command::new(&self.tool);
        command.current_dir(absolute(&self.root)).args(&step.words);
        command
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}
