//! The examples of documents through programs that read them as generated types and write them again.

use std::{
    fmt, fs,
    path::{Path, PathBuf},
    process::Command,
};

use contracts_build::{
    Failure,
    roundtrip::{Trial, Verdict},
};
use serde_json::{Value, json};

use super::{Document, Outcome, Place, compile};
use crate::output::Output;

/// The folder of the programs, below that of the crates.
const FOLDER: &str = "roundtrip";

/// Builds a program for each document that has examples, and runs it.
pub(super) fn run(
    place: Place<'_>,
    documents: &[Document],
    outcomes: &mut [Outcome],
    jobs: usize,
    output: &mut Output,
) -> Result<(), Failure> {
    let folder = place.out.join(FOLDER);
    let mut packages = Vec::new();
    for (document, outcome) in documents.iter().zip(outcomes.iter_mut()) {
        match &outcome.trial {
            Some(trial) if !trial.is_empty() => {
                write(&folder.join(&document.package), trial, place)?;
                packages.push(document.package.as_str());
            }
            // Without examples there is nothing to build, and nothing that could be said.
            Some(trial) => outcome.roundtrip = trial.verdict("").ok(),
            None => {}
        }
    }
    if packages.is_empty() {
        return Ok(());
    }
    let mut built = compile::compile(&folder, ("build", &packages), jobs, output)?;
    for (document, outcome) in documents.iter().zip(outcomes) {
        let Some(trial) = outcome.trial.as_ref().filter(|trial| !trial.is_empty()) else {
            continue;
        };
        let program = built
            .remove(&document.package)
            .unwrap_or_default()
            .program();
        let input = folder.join(&document.package).join("examples");
        match program.and_then(|program| ask(&program, &input, trial)) {
            Ok(verdict) => outcome.roundtrip = Some(verdict),
            Err(why) => {
                let why = format!("the round trip failed: {why}");
                outcome.error.get_or_insert(why);
            }
        }
    }
    Ok(())
}

fn write(folder: &Path, trial: &Trial, place: Place<'_>) -> Result<(), Failure> {
    let package = folder.file_name().unwrap_or_default().to_string_lossy();
    let types = format!("../../../{package}/src/types.rs");
    let files = [
        ("Cargo.toml", Trial::manifest(folder, place.options)),
        ("src/main.rs", trial.program(&types)),
        ("examples", trial.input()),
    ];
    let write = |path: PathBuf, text: String| {
        // What is the same stays as old as it is, so that it is compiled once.
        if fs::read(&path).is_ok_and(|old| old == text.as_bytes()) {
            return Ok(());
        }
        fs::write(&path, text)
            .map_err(|error| Failure::io(format!("write {}", path.display()), error))
    };
    let source = folder.join("src");
    fs::create_dir_all(&source)
        .map_err(|error| Failure::io(format!("make {}", source.display()), error))?;
    files
        .into_iter()
        .try_for_each(|(name, text)| write(folder.join(name), text))
}

/// What the program makes of the examples.
fn ask(program: &Path, input: &Path, trial: &Trial) -> Result<Verdict, String> {
    let mut command = Command::new(program);
    let output = command.arg(input).output();
    let output = output.map_err(|error| format!("{} cannot be run: {error}", program.display()))?;
    let said = String::from_utf8_lossy(&output.stdout);
    trial.verdict(&said).map_err(|why| {
        let complaint = String::from_utf8_lossy(&output.stderr);
        format!("{why}\n{}", complaint.trim_end())
    })
}

/// What became of the examples of all documents.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Total {
    pub(super) valid: usize,
    pub(super) equal: usize,
    pub(super) ignored: usize,
}

impl Total {
    pub(super) fn of(outcomes: &[Outcome]) -> Self {
        let mut total = Self::default();
        for verdict in outcomes.iter().filter_map(|it| it.roundtrip.as_ref()) {
            total.valid += verdict.valid;
            total.equal += verdict.equal;
            total.ignored += verdict.ignored;
        }
        total
    }

    /// How many of a hundred are equal; all, where there is none.
    #[expect(clippy::cast_precision_loss, reason = "nobody has that many examples")]
    pub(super) fn percent(self) -> f64 {
        match self.valid {
            0 => 100.0,
            valid => self.equal as f64 * 100.0 / valid as f64,
        }
    }

    /// The same for people, rounded down: 100 % means all.
    pub(super) fn share(self) -> String {
        format!("{:.2} %", (self.percent() * 100.0).floor() / 100.0)
    }
}

impl fmt::Display for Total {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { valid, equal, .. } = self;
        write!(
            f,
            "{equal} of {valid} examples came back equal ({})",
            self.share()
        )
    }
}

pub(super) fn to_json(verdict: &Verdict) -> Value {
    let exceptions = verdict.exceptions.iter().map(|exception| {
        json!({
            "file": exception.place.file,
            "line": exception.place.line,
            "column": exception.place.column,
            "type": exception.ty,
            "message": exception.message,
            "reason": exception.reason,
        })
    });
    json!({
        "examples": verdict.examples,
        "untyped": verdict.untyped,
        "unjudged": verdict.unjudged,
        "valid": verdict.valid,
        "equal": verdict.equal,
        "ignored": verdict.ignored,
        "exceptions": exceptions.collect::<Vec<_>>(),
    })
}
