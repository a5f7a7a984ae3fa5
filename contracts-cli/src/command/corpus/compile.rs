//! Generated packages, as one workspace, through Cargo.

use std::{
    collections::BTreeMap,
    env, fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use contracts_build::Failure;
use serde_json::Value;

use super::{Document, Outcome};
use crate::output::Output;

/// What the compiler said of one package.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    finished: bool,
    /// The first error or warning.
    complaint: Option<String>,
    /// The program that was built.
    program: Option<PathBuf>,
}

impl Verdict {
    /// The program, or why there is none.
    pub(super) fn program(self) -> Result<PathBuf, String> {
        let Self {
            complaint, program, ..
        } = self;
        program.ok_or_else(|| complaint.unwrap_or_else(|| UNFINISHED.to_owned()))
    }
}

const UNFINISHED: &str = "the compiler did not get to it";

/// Compiles every crate that was generated; they share one target folder.
pub(super) fn check(
    out: &Path,
    documents: &[Document],
    outcomes: &mut [Outcome],
    jobs: usize,
    output: &mut Output,
) -> Result<(), Failure> {
    let generated: Vec<&str> = documents
        .iter()
        .zip(outcomes.iter())
        .filter(|(_, outcome)| outcome.generated)
        .map(|(document, _)| document.package.as_str())
        .collect();
    if generated.is_empty() {
        return Ok(());
    }
    let mut verdicts = compile(out, ("check", &generated), jobs, output)?;
    for (document, outcome) in documents
        .iter()
        .zip(outcomes)
        .filter(|(_, outcome)| outcome.generated)
    {
        let verdict = verdicts.remove(&document.package).unwrap_or_default();
        outcome.compiled = Some(verdict.finished && verdict.complaint.is_none());
        outcome.error = verdict
            .complaint
            .or_else(|| (!verdict.finished).then(|| UNFINISHED.to_owned()));
    }
    Ok(())
}

fn write_workspace(out: &Path, members: &[&str]) -> Result<(), Failure> {
    let members: Vec<String> = members
        .iter()
        .map(|member| format!("\"{member}\""))
        .collect();
    let text = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n\n[profile.dev]\ndebug = false\nincremental = false\n",
        members.join(", ")
    );
    let path = out.join("Cargo.toml");
    let doing = format!("write {}", path.display());
    fs::write(path, text).map_err(|error| Failure::io(doing, error))
}

/// Takes packages that lie in a folder through one of Cargo's commands, as one workspace.
pub(super) fn compile(
    out: &Path,
    (command, packages): (&str, &[&str]),
    jobs: usize,
    output: &mut Output,
) -> Result<BTreeMap<String, Verdict>, Failure> {
    write_workspace(out, packages)?;
    let bar = output.progress(packages.len(), "Compiling");
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // One that somebody has filled already saves the dependencies.
    let target = env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    let running = |error| Failure::io("run cargo", error);
    let mut child = Command::new(cargo)
        .current_dir(out)
        .args([
            command,
            "--workspace",
            "--keep-going",
            "--message-format=json",
            "--quiet",
            "--jobs",
        ])
        .arg(jobs.to_string())
        .env("CARGO_TARGET_DIR", target)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(running)?;
    // Read beside stdout: a pipe that nobody empties stops the other side.
    let stderr = child
        .stderr
        .take()
        .map(|stderr| std::thread::spawn(move || std::io::read_to_string(stderr)));
    let mut verdicts: BTreeMap<String, Verdict> = BTreeMap::new();
    for line in child
        .stdout
        .take()
        .into_iter()
        .flat_map(|stdout| BufReader::new(stdout).lines())
    {
        let Some((package, message)) = line.ok().and_then(|line| about_a_package(&line)) else {
            continue;
        };
        if !packages.contains(&package.as_str()) {
            continue;
        }
        bar.set_message(package.clone());
        let verdict = verdicts.entry(package).or_default();
        if message
            .get("reason")
            .is_some_and(|reason| reason == "compiler-artifact")
        {
            verdict.finished = true;
            let program = message.get("executable").and_then(Value::as_str);
            verdict.program = program.map(PathBuf::from);
            bar.inc(1);
        } else if verdict.complaint.is_none() {
            verdict.complaint = complaint(&message);
        }
    }
    bar.finish_and_clear();
    let status = child.wait().map_err(running)?;
    let said = stderr
        .and_then(|thread| thread.join().ok())
        .and_then(Result::ok)
        .unwrap_or_default();
    if !status.success() && verdicts.is_empty() {
        return Err(Failure::io(
            format!("compile the crates: {}", said.trim()),
            std::io::Error::other("cargo failed"),
        ));
    }
    Ok(verdicts)
}

/// A message of Cargo's, and the name of the folder of the package that it is about.
fn about_a_package(line: &str) -> Option<(String, Value)> {
    let message: Value = serde_json::from_str(line).ok()?;
    let manifest = Path::new(message.get("manifest_path")?.as_str()?);
    let folder = manifest.parent()?.file_name()?.to_str()?.to_owned();
    Some((folder, message))
}

fn complaint(message: &Value) -> Option<String> {
    let message = message.get("message")?;
    let level = message.get("level")?.as_str()?;
    if !matches!(level, "error" | "warning") {
        return None;
    }
    let rendered = message.get("rendered").and_then(Value::as_str);
    Some(rendered.unwrap_or(level).to_owned())
}
