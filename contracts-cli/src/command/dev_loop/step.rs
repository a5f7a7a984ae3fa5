use std::{env, ffi::OsStr};

use contracts_build::Project;

use crate::args;

/// A command that people run, and which files it depends on.
pub(super) struct Step {
    pub(super) name: &'static str,
    /// Behind `cargo` or the tool's own name.
    pub(super) words: Vec<String>,
    /// How people call it.
    program: String,
    /// Ends of the names of its inputs; every file where there is none.
    pub(super) inputs: &'static [&'static str],
    /// Why there is nothing to do.
    pub(super) skipped: Option<&'static str>,
}

impl Step {
    /// Whether it is a command of this tool; all others are Cargo's.
    pub(super) fn is_own(&self) -> bool {
        self.program != "cargo"
    }

    /// The command line.
    pub(super) fn shown(&self) -> String {
        format!("{} {}", self.program, self.words.join(" "))
    }
}

/// Where Cargo and its tools look.
const CODE: &[&str] = &[".rs", ".toml", ".lock", ".json", ".yaml", ".yml"];

/// What formatting depends on.
const STYLE: &[&str] = &[".rs", "rustfmt.toml", "Cargo.toml"];

/// Documents and their manifest.
const DOCUMENTS: &[&str] = &[".md", ".toml", ".json", ".yaml", ".yml"];

/// Tests read what they like, and links lead to any file.
const EVERYTHING: &[&str] = &[];

/// All steps, those that have nothing to do in this project included.
pub(super) fn steps(project: &Project, cargo: bool, arguments: &args::DevLoop) -> Vec<Step> {
    let no_cargo = (!cargo).then_some("there is no Cargo.toml");
    let no_specs = project.manifest.specs.is_none();
    let no_specs = no_specs.then_some("there is no `[specs]` in contracts.toml");
    // On a build server nothing may repair what has to be told.
    let on_ci =
        env::var_os("CI").is_some_and(|it| it != OsStr::new("") && it != OsStr::new("false"));
    let on_ci = on_ci.then_some("CI is set: `check` tells instead");
    let cargo = |name, words: &str, inputs| Step {
        name,
        words: words.split(' ').map(str::to_owned).collect(),
        program: "cargo".to_owned(),
        inputs,
        skipped: no_cargo,
    };
    let own = |name, words: &[&str], inputs, skipped| Step {
        name,
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        program: project.manifest.command.clone(),
        inputs,
        skipped,
    };
    let mut trace = vec!["trace", "--run"];
    if let Some(least) = &arguments.fail_under {
        trace.extend(["--fail-under", least]);
    }
    let mut steps = vec![
        cargo("fmt", "fmt --all --check", STYLE),
        cargo(
            "clippy",
            "clippy --workspace --all-targets -- -D warnings",
            CODE,
        ),
        own("regen", &["regen"], EVERYTHING, on_ci),
        own("check", &["check"], EVERYTHING, None),
        own("lint", &["lint"], DOCUMENTS, None),
        cargo("tests", "test --workspace", EVERYTHING),
        own("trace", &trace, EVERYTHING, no_specs),
        own("links", &["links"], EVERYTHING, None),
    ];
    // The manifest may have another name than the tool looks for.
    let manifest = project.manifest.source.as_str().to_owned();
    for step in steps.iter_mut().filter(|step| step.is_own()) {
        if manifest != contracts_core::manifest::FILE_NAME {
            step.words
                .extend(["--manifest-path".to_owned(), manifest.clone()]);
        }
    }
    steps
}
