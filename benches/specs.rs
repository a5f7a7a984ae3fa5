//! How long extracting and linting spec documents takes: 1,000 files with 20,000 requirements in less than two
//! seconds, and twice as many in about twice the time. Fails where that does not hold:
//! `cargo bench -p contracts-benches --bench specs`.

#![allow(clippy::print_stdout, reason = "this is a program that measures")]

use std::{
    error::Error,
    fs,
    path::Path,
    time::{Duration, Instant},
};

use contracts_build::{
    Project,
    drift::{Mode, Scope, reconcile},
};
use contracts_core::lint;
use tempfile::TempDir;

const PER_FILE: usize = 20;
const LIMIT: Duration = Duration::from_secs(2);

fn main() -> Result<(), Box<dyn Error>> {
    let (small, _) = measured(250)?;
    let (large, written) = measured(1000)?;
    if written > LIMIT {
        return Err(format!("1000 files took {written:?}, more than {LIMIT:?}").into());
    }
    // Four times the files; what is left leaves room for noise, not for a square. Writing is the disk's.
    let growth = large.as_secs_f64() / small.as_secs_f64();
    println!("growth of time for four times the files: {growth:.1}");
    if growth > 8.0 {
        return Err(format!("time grew {growth:.1} times with four times the files").into());
    }
    Ok(())
}

/// The best of five runs, without writing and with it.
fn measured(files: usize) -> Result<(Duration, Duration), Box<dyn Error>> {
    let (mut compared, mut written) = (Duration::MAX, Duration::MAX);
    for _ in 0..5 {
        let folder = TempDir::new()?;
        write(folder.path(), files)?;
        compared = compared.min(run(folder.path(), files, Mode::Check)?);
        written = written.min(run(folder.path(), files, Mode::Write)?);
    }
    let requirements = files * PER_FILE;
    println!("{files} files, {requirements} requirements: {compared:?}, with writing {written:?}");
    Ok((compared, written))
}

/// Extracts, as `spec-extract` does, and lints.
fn run(folder: &Path, files: usize, mode: Mode) -> Result<Duration, Box<dyn Error>> {
    let start = Instant::now();
    let mut project = Project::open(&folder.join("contracts.toml"))?;
    let report = reconcile(&mut project, Scope::Specs, mode)?;
    let specs = project.specs()?;
    let findings = lint::specs(specs).len();
    let took = start.elapsed();
    let requirements: usize = specs.documents.iter().map(|it| it.requirements.len()).sum();
    let found = (requirements, report.entries.len(), findings);
    // An index for each, one for all and the lock; one finding a file.
    let expected = (files * PER_FILE, files + 2, files);
    if found != expected {
        return Err(format!("{found:?} instead of {expected:?}").into());
    }
    Ok(took)
}

fn write(folder: &Path, files: usize) -> std::io::Result<()> {
    let manifest = "[specs]\npaths = [\"specs/**/*.md\"]\nids = [\"REQ-[A-Z0-9-]+-[0-9]{4}\"]\n\n\
                    [[artifacts]]\nkind = \"requirements\"\npath = \"requirements\"\n";
    fs::write(folder.join("contracts.toml"), manifest)?;
    for file in 0..files {
        let parent = folder.join(format!("specs/{}", file % 10));
        fs::create_dir_all(&parent)?;
        fs::write(parent.join(format!("area{file}.md")), document(file))?;
    }
    Ok(())
}

/// A document with prose, lists, tables and code, twenty requirements and a sentence without an id.
fn document(file: usize) -> String {
    let mut text = format!("# Area {file}\n\nWhat holds here. It MUST be said.\n");
    for number in 0..PER_FILE / 2 {
        text.push_str(&format!(
            "\n## Part {number}: `code`, and more\n\n\
             - REQ-A{file}-1{number:03}: Each *thing* MUST have a [name](#part-{number}), and keep it\n  for as long as it is there.\n\
             - Something that is not normative, as REQ-A{file}-1000 is.\n\n\
             | id | what |\n|---|---|\n| REQ-A{file}-2{number:03} | Each thing SHOULD be small. |\n\n\
             ```text\nREQ-A{file}-3{number:03}: It MUST NOT be read.\n```\n"
        ));
    }
    text
}
