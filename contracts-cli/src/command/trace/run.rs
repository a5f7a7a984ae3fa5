//! Running the tests that claim something.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use contracts_build::workspace::{self as cargo, Package, Workspace};
use contracts_core::trace::{Claim, Outcome, Target, Test};
use serde_json::Value;

use super::{Outcomes, Stop};
use crate::{
    exit::Exit,
    output::{Output, Tone},
};

/// Builds all tests and runs those that claim something, each in its own binary.
pub(super) fn outcomes(
    workspace: &Workspace,
    root: &Path,
    claims: &[&Claim],
    output: &mut Output,
) -> Result<Outcomes, Stop> {
    let mut outcomes = Outcomes::new();
    let functions = claims
        .iter()
        .any(|claim| matches!(claim.test, Test::Function { .. }));
    if functions {
        output.status(Tone::Work, "Building", "tests");
        for binary in build(workspace, root)? {
            let tests: BTreeSet<&Test> = claims
                .iter()
                .filter(|claim| claim.target == binary.target)
                .map(|claim| &claim.test)
                .collect();
            if !tests.is_empty() {
                let Target {
                    package,
                    kind,
                    name,
                    ..
                } = &binary.target;
                output.status(Tone::Work, "Running", &format!("{package} {kind} {name}"));
                outcomes.extend(binary.run(&tests)?);
            }
        }
    }
    for package in &workspace.packages {
        let docs = claims
            .iter()
            .filter(|claim| claim.target.package == package.name);
        let mut docs = docs.filter(|claim| matches!(claim.test, Test::Doc { .. }));
        if let Some(claim) = docs.next() {
            output.status(Tone::Work, "Running", &format!("{} docs", package.name));
            outcomes.extend(doctests(workspace, package, root, &claim.target)?);
        }
    }
    Ok(outcomes)
}

/// A test binary, and what Cargo runs it with.
struct Binary {
    target: Target,
    executable: PathBuf,
    folder: PathBuf,
    variables: Vec<(&'static str, String)>,
}

fn build(workspace: &Workspace, root: &Path) -> Result<Vec<Binary>, Stop> {
    let arguments = [
        "test",
        "--workspace",
        "--no-run",
        "--quiet",
        "--message-format=json-render-diagnostics",
    ];
    let built = cargo::command(root, &arguments)
        .stderr(Stdio::inherit())
        .output()
        .map_err(cannot_run)?;
    if !built.status.success() {
        let why = "the tests do not build, so that nothing is verified";
        return Err(Stop(Exit::Findings, why.to_owned()));
    }
    let messages = String::from_utf8_lossy(&built.stdout);
    let messages: Vec<Value> = messages
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let out_dirs: BTreeMap<String, String> = messages
        .iter()
        .filter(|message| message["reason"] == "build-script-executed")
        .map(|message| (text(&message["package_id"]), text(&message["out_dir"])))
        .collect();
    let binaries = messages.iter().filter_map(|message| {
        let test = message["profile"]["test"].as_bool()?;
        let executable = message["executable"].as_str().filter(|_| test)?;
        let package = workspace.package(message["package_id"].as_str()?)?;
        let target = cargo::target(&package.name, &message["target"], root)?;
        let out_dir = out_dirs
            .get(&package.id)
            .map(|out| ("OUT_DIR", out.clone()));
        let own = [
            ("CARGO_MANIFEST_DIR", package.folder.display().to_string()),
            ("CARGO_PKG_NAME", package.name.clone()),
            ("CARGO_PKG_VERSION", package.version.clone()),
        ];
        Some(Binary {
            target,
            executable: PathBuf::from(executable),
            folder: package.folder.clone(),
            variables: own.into_iter().chain(out_dir).collect(),
        })
    });
    Ok(binaries.collect())
}

impl Binary {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.executable);
        command.args(arguments).current_dir(&self.folder);
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Runs tests by their exact names. What the binary does not list is not among the outcomes.
    fn run(&self, tests: &BTreeSet<&Test>) -> Result<Outcomes, Stop> {
        let listed = self.command(&["--list", "--format", "terse"]).output();
        let listed = listed.map_err(cannot_run)?;
        let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
        let listed: Vec<&str> = listed
            .lines()
            .filter_map(|line| line.strip_suffix(": test"))
            .collect();
        let named: Vec<(&Test, Vec<&str>)> = tests
            .iter()
            .map(|test| (*test, names(test, &listed)))
            .collect();
        let mut arguments = vec!["--exact", "--color", "never", "--format", "pretty"];
        arguments.extend(named.iter().flat_map(|(_, names)| names));
        if named.iter().all(|(_, names)| names.is_empty()) {
            return Ok(Outcomes::new());
        }
        let ran = self.command(&arguments).output().map_err(cannot_run)?;
        let mut results = results(&String::from_utf8_lossy(&ran.stdout));
        // What a test prints may stand in its line, and one that ends the process takes the others along: those
        // whose line is not there run once more, alone.
        for name in named.iter().flat_map(|(_, names)| names) {
            if !results.contains_key(*name) {
                results.insert((*name).to_owned(), self.run_alone(name)?);
            }
        }
        let outcomes = named.into_iter().filter_map(|(test, names)| {
            // A test of several cases passed when all of them did.
            let each = names
                .iter()
                .map(|name| *results.get(*name).unwrap_or(&Outcome::Missing));
            Some(((self.target.clone(), test.clone()), each.max()?))
        });
        Ok(outcomes.collect())
    }
}

impl Binary {
    /// What the summary says of one test. A process that ends without one has failed.
    fn run_alone(&self, name: &str) -> Result<Outcome, Stop> {
        let arguments = ["--exact", "--color", "never", "--format", "pretty", name];
        let ran = self.command(&arguments).output().map_err(cannot_run)?;
        let stdout = String::from_utf8_lossy(&ran.stdout);
        let says = |summary: &str| stdout.contains(&format!("test result: ok. {summary}"));
        Ok(if ran.status.success() && says("1 passed; 0 failed;") {
            Outcome::Passed
        } else if ran.status.success() && says("0 passed; 0 failed; 1 ignored;") {
            Outcome::Ignored
        } else {
            Outcome::Failed
        })
    }
}

/// The listed names that a test runs under.
fn names<'l>(test: &Test, listed: &[&'l str]) -> Vec<&'l str> {
    let Test::Function { path, cases } = test else {
        return Vec::new();
    };
    let is_case = |name: &str| {
        let rest = name.strip_prefix(path.as_str());
        *cases && rest.is_some_and(|rest| rest.starts_with("::"))
    };
    let named = listed.iter().filter(|name| **name == path || is_case(name));
    named.copied().collect()
}

/// What the lines `test NAME ... ok` say. Of two lines about one test the worse one counts: what tests
/// print looks like a line too.
fn results(stdout: &str) -> BTreeMap<String, Outcome> {
    let mut results = BTreeMap::new();
    for line in stdout.lines() {
        let Some((name, result)) = line
            .strip_prefix("test ")
            .and_then(|it| it.rsplit_once(" ... "))
        else {
            continue;
        };
        let outcome = match result {
            "ok" => Outcome::Passed,
            ignored if ignored.starts_with("ignored") => Outcome::Ignored,
            _ => Outcome::Failed,
        };
        // Other harnesses than Rust's own put the results below each other.
        let name = name.trim_end();
        let name = name.strip_suffix(" - should panic").unwrap_or(name);
        let known = results.entry(name.to_owned()).or_insert(outcome);
        *known = outcome.max(*known);
    }
    results
}

/// Runs the doc tests of a package. rustdoc calls them `FILE - ITEM (line N)`.
fn doctests(
    workspace: &Workspace,
    package: &Package,
    root: &Path,
    target: &Target,
) -> Result<Outcomes, Stop> {
    let arguments = [
        "test",
        "--doc",
        "--quiet",
        "--no-fail-fast",
        "--package",
        &package.id,
    ];
    let arguments: Vec<&str> = arguments
        .into_iter()
        .chain(["--", "--format", "pretty", "--color", "never"])
        .collect();
    let ran = cargo::command(root, &arguments)
        .stderr(Stdio::null())
        .output()
        .map_err(cannot_run)?;
    let root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    let results = results(&String::from_utf8_lossy(&ran.stdout));
    let outcomes = results.into_iter().filter_map(|(name, outcome)| {
        let (file, rest) = name.split_once(" - ")?;
        let (_, line) = rest.rsplit_once("(line ")?;
        let (line, compiled_only) = line.split_once(')')?;
        let file = [&workspace.root, &package.folder]
            .into_iter()
            .filter_map(|folder| folder.join(file).canonicalize().ok())
            .find_map(|file| file.strip_prefix(&root).ok()?.to_str().map(str::to_owned))?;
        let test = Test::Doc {
            file: contracts_core::source::SourceId::new(&file),
            line: line.parse().ok()?,
        };
        let outcome = match compiled_only {
            " - compile" => Outcome::Ignored,
            _ => outcome,
        };
        Some(((target.clone(), test), outcome))
    });
    Ok(outcomes.collect())
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn cannot_run(error: std::io::Error) -> Stop {
    Stop(Exit::Usage, format!("cannot run a test: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_read_from_lines() {
        let stdout = "\nrunning 5 tests\ntest a ... ok\ntest b::c ... FAILED\ntest d ... ignored, slow\n\
                      test e - should panic ... ok\ntest f ... ok\ntest f ... FAILED\n\
                      test g ... bench: 5 ns/iter\ntest result: ok. 1 passed; 0 failed\n";
        let found = results(stdout);
        let expect = [
            ("a", Outcome::Passed),
            ("b::c", Outcome::Failed),
            ("d", Outcome::Ignored),
            ("e", Outcome::Passed),
            ("f", Outcome::Failed),
            ("g", Outcome::Failed),
        ];
        let expect = expect.map(|(name, outcome)| (name.to_owned(), outcome));
        assert_eq!(found.into_iter().collect::<Vec<_>>(), expect);
    }

    #[test]
    fn cases_are_found_by_their_function() {
        let listed = ["a::b", "a::b::case_1", "a::bc", "x::a::b"];
        let names = |cases| {
            let path = "a::b".to_owned();
            names(&Test::Function { path, cases }, &listed)
        };
        assert_eq!(names(false), ["a::b"]);
        assert_eq!(names(true), ["a::b", "a::b::case_1"]);
    }
}
