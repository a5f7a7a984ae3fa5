use std::path::{Path, PathBuf};

use contracts_build::{
    Failure,
    drift::State,
    one_off::{self, Options, Runtime},
};
use contracts_core::Severity;
use serde_json::json;

use super::{counts, plural, show_timings, timed, told};
use crate::{
    args::{Backend, Format, Generate},
    exit::Exit,
    output::{Output, Tone},
};

/// Writes a crate of one document.
pub(super) fn run(args: &Generate, output: &mut Output) -> Result<Exit, Failure> {
    if args.server && matches!(args.backend, Backend::Progenitor) {
        output.failure("progenitor makes clients only; leave out `--server` or `--backend`");
        return Ok(Exit::Usage);
    }
    let runtime = match args.runtime.clone().or_else(neighbour) {
        Some(path) => Runtime::Path(path),
        None => Runtime::Registry,
    };
    let options = Options {
        backend: match args.backend {
            Backend::Native => one_off::Backend::Native,
            Backend::Progenitor => one_off::Backend::Progenitor,
        },
        modules: args.modules,
        server: args.server,
        runtime,
        style: args.style.types(),
        strings: args.style.strings.into(),
    };
    output.status(
        Tone::Work,
        "Generating",
        &args.crate_dir.display().to_string(),
    );
    let (project, entries) = one_off::generate(&args.document, &args.crate_dir, &options)?;
    let told = told(&project.findings, args.explain, output);
    output.findings(&told, &project.sources);
    let of = |severity| {
        project
            .findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    };
    if project.has_errors() {
        let errors = plural(of(Severity::Error), "error");
        output.problem("Failure", &format!("{errors}; nothing was written"));
        return Ok(Exit::Findings);
    }
    let timings = args.timings.then_some(&project.timings);
    show_timings(timings, output);
    if output.format == Format::Json {
        let files: Vec<_> = entries
            .iter()
            .map(|entry| json!({"path": entry.path, "state": entry.state.as_str()}))
            .collect();
        let object = timed(json!({ "files": files }), timings);
        output.data(&format!("{object:#}\n"));
    }
    for entry in &entries {
        let (tone, verb) = match entry.state {
            State::Fresh => (Tone::Good, "Fresh"),
            State::Missing => (Tone::Work, "Created"),
            State::Stale | State::Extra => (Tone::Work, "Updated"),
        };
        output.status(
            tone,
            verb,
            &args.crate_dir.join(&entry.path).display().to_string(),
        );
    }
    let counts: String = counts(&project.findings, args.explain)
        .into_iter()
        .map(|count| format!(", {count}"))
        .collect();
    output.status(
        Tone::Good,
        "Finished",
        &format!("{}{counts}", plural(entries.len(), "file")),
    );
    Ok(Exit::Fine)
}

/// contracts-runtime in the toolkit's own workspace, when this runs there or was built there.
pub(super) fn neighbour() -> Option<PathBuf> {
    let here = super::current_folder();
    let program = std::env::current_exe().unwrap_or_default();
    let folders = here.ancestors().chain(program.ancestors());
    let mut found = folders.map(|folder| folder.join("contracts-runtime"));
    found.find(|folder| is_runtime(folder))
}

fn is_runtime(folder: &Path) -> bool {
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml"));
    manifest.is_ok_and(|text| text.contains("name = \"contracts-runtime\""))
}
