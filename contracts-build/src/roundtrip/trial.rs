use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use contracts_core::{
    finding::Place,
    source::{Location, SourceId, Sources},
};
use serde_json::Value;

use super::{
    cases::{Case, Cases},
    compare::{self, Difference},
    program, reason,
};
use crate::{Project, generate::ONE_OFF, one_off};

/// The examples of one document that are valid by its schemas, each with the type that it goes through.
#[derive(Debug)]
pub struct Trial {
    /// The folder of the document, and what it is called there: places become lines only where something is told of them.
    root: PathBuf,
    source: SourceId,
    cases: Cases,
}

/// What became of a document's examples.
#[derive(Debug, Default)]
pub struct Verdict {
    /// How many examples there are; one that goes through two types is two.
    pub examples: usize,
    /// How many of them are of a schema that has no type of its own.
    pub untyped: usize,
    /// How many of them are of a schema that no validator takes.
    pub unjudged: usize,
    /// How many are valid by their schemas.
    pub valid: usize,
    /// How many came back equal.
    pub equal: usize,
    /// How many members that no schema declares did not come back.
    pub ignored: usize,
    /// Those that are not equal.
    pub exceptions: Vec<Exception>,
}

/// An example that did not come back equal.
#[derive(Debug)]
pub struct Exception {
    /// Where the example stands.
    pub place: Location,
    /// Its Rust type.
    pub ty: String,
    /// What is not the same.
    pub message: String,
    /// Why, where the reason is a known one.
    pub reason: &'static str,
}

impl Trial {
    /// The examples of the document that a project of [`one_off::generate`] is about.
    pub fn of(project: &Project) -> Option<Self> {
        let (_, lowered) = project.document(ONE_OFF)?;
        Some(Self {
            root: project.root.clone(),
            source: lowered.contract.source.clone(),
            cases: Cases::of(&lowered.contract, &lowered.ir),
        })
    }

    /// How many examples there are to try.
    pub fn len(&self) -> usize {
        self.cases.valid.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.cases.valid.is_empty()
    }

    /// The `main.rs` of the program; `types` is the way to the file of the generated types.
    pub fn program(&self, types: &str) -> String {
        let names: BTreeSet<&str> = self
            .cases
            .valid
            .iter()
            .map(|case| case.ty.as_str())
            .collect();
        let modules =
            format!("#[allow(warnings)]\n#[rustfmt::skip]\n#[path = {types:?}]\nmod types;\n");
        let types = names.into_iter().map(|name| (name, vec![name.to_owned()]));
        program::source(&modules, types)
    }

    /// The `Cargo.toml` of the program in `folder`, which is its package's name, too.
    pub fn manifest(folder: &Path, options: &one_off::Options) -> String {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{}",
            one_off::types_dependencies(folder, options)
        )
    }

    /// What the program is to read.
    pub fn input(&self) -> String {
        let values = self.cases.valid.iter();
        let values = values.map(|case| (case.ty.as_str(), case.example.value.to_string()));
        program::input(values)
    }

    /// What became of the examples, by what the program said.
    ///
    /// # Errors
    ///
    /// It did not answer all of them: what it was at.
    pub fn verdict(&self, said: &str) -> Result<Verdict, String> {
        let mut sources = Sources::disk(&self.root);
        let outcomes = program::outcomes(said);
        if outcomes.len() != self.cases.valid.len() {
            let at = self.cases.valid.get(outcomes.len().saturating_sub(1));
            let at = at.map_or_else(String::new, |case| {
                format!(
                    ": {} as `{}`",
                    self.locate(&mut sources, case),
                    shown(&case.ty)
                )
            });
            let (got, all) = (outcomes.len(), self.cases.valid.len());
            return Err(format!("it answered {got} of {all} examples{at}"));
        }
        let mut verdict = Verdict {
            examples: self.cases.examples,
            untyped: self.cases.untyped,
            unjudged: self.cases.unjudged,
            valid: self.cases.valid.len(),
            ..Verdict::default()
        };
        for (case, outcome) in self.cases.valid.iter().zip(outcomes) {
            let outcome = outcome.into_iter().next();
            let written = match outcome {
                Some(Ok(text)) => serde_json::from_str(&text).map_err(|error| error.to_string()),
                Some(Err(why)) => Err(why),
                None => Err("it said nothing".to_owned()),
            };
            if let Some((message, reason)) = self.weigh(&mut verdict, case, written) {
                verdict.exceptions.push(Exception {
                    place: self.locate(&mut sources, case),
                    ty: shown(&case.ty),
                    message,
                    reason,
                });
            }
        }
        Ok(verdict)
    }

    /// Counts an example; what is wrong with it, and why.
    fn weigh(
        &self,
        verdict: &mut Verdict,
        case: &Case,
        written: Result<Value, String>,
    ) -> Option<(String, &'static str)> {
        let (value, nodes) = (&case.example.value, self.cases.nodes(case));
        let written = match written {
            Ok(written) => written,
            Err(why) => {
                let reason = reason::of_refusal(value, nodes, &case.meaning);
                return Some((format!("refused: {why}"), reason));
            }
        };
        let found = compare::compare(value, &written, nodes, &case.meaning);
        verdict.ignored += found.ignored;
        let Some(first) = found.differences.first() else {
            verdict.equal += 1;
            return None;
        };
        let more = match found.differences.len() {
            1 => String::new(),
            count => format!(" (and {} more)", count - 1),
        };
        Some((
            format!("{}{more}", told(first)),
            reason::of_differences(&found.differences),
        ))
    }

    fn locate(&self, sources: &mut Sources, case: &Case) -> Location {
        let place = Place::value(&self.source, &case.example.at);
        // What cannot be read any more has no lines.
        let _ = sources.read(&place.source);
        sources.locate(&place)
    }
}

/// A type as people write it.
fn shown(ty: &str) -> String {
    let paths = [
        "types::",
        "::serde_json::",
        "::std::collections::",
        "::std::option::",
        "::std::string::",
        "::std::vec::",
    ];
    let mut ty = ty.to_owned();
    for path in paths {
        ty = ty.replace(path, "");
    }
    ty
}

/// A difference in words.
fn told(difference: &Difference) -> String {
    let Difference { at, given, written } = difference;
    let at = if at.is_empty() { "the value" } else { at };
    match (given, written) {
        (Some(given), Some(written)) => {
            format!("{at}: {} became {}", short(given), short(written))
        }
        (Some(given), None) => format!("{at}: {} was lost", short(given)),
        (_, written) => {
            let written = written.as_ref().map(short).unwrap_or_default();
            format!("{at}: {written} was added")
        }
    }
}

fn short(value: &Value) -> String {
    const MOST: usize = 80;
    let text = value.to_string();
    if text.chars().count() <= MOST {
        return text;
    }
    text.chars().take(MOST).chain(['…']).collect()
}
