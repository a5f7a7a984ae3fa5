//! Scenarios that run: each is a test of its own, called `FEATURE::SCENARIO`, so that it can be listed,
//! picked and traced as any other test.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "these are tests"
)]

mod config;
mod coverage;
mod orchestrator;
mod project;

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use cucumber::{
    World as _, WriterExt as _,
    writer::{Basic, Coloring, Stats as _, Verbosity},
};
use gherkin::{Feature, GherkinEnv};
use libtest_mimic::{Arguments, Failed, Trial};

/// What the steps of one scenario know.
#[derive(Debug, Default, cucumber::World)]
pub(crate) struct World {
    project: Option<project::Folder>,
    config: config::Checked,
    orchestrator: Option<orchestrator::Running>,
}

impl World {
    fn orchestrator(&mut self) -> &mut orchestrator::Running {
        self.orchestrator.as_mut().expect("an orchestrator")
    }
}

fn main() {
    let arguments = Arguments::from_args();
    let mut trials: Vec<Trial> = files().into_iter().flat_map(trials).collect();
    assert!(!trials.is_empty(), "there is no scenario");
    let coverage = "each step has its function, and each function a step";
    trials.push(Trial::test(coverage, coverage::check));
    libtest_mimic::run(&arguments, trials).exit();
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("features");
    let entries = std::fs::read_dir(folder).expect("the folder of features");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|it| it == "feature"))
        .collect();
    files.sort();
    files
}

fn trials(file: PathBuf) -> Vec<Trial> {
    let feature = Feature::parse_path(&file, GherkinEnv::default())
        .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let scenarios = feature.scenarios.iter().map(|it| it.name.clone());
    scenarios
        .map(|name| {
            let test = format!("{}::{name}", feature.name);
            let file = file.clone();
            Trial::test(test, move || run(&file, &name))
        })
        .collect()
}

/// Runs one scenario. A step that no function runs is a failure, too. What the steps did is said when one
/// of them failed.
fn run(file: &Path, name: &str) -> Result<(), Failed> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let wanted = name.to_owned();
    let said = Said::default();
    let writer = Basic::new(said.clone(), Coloring::Never, Verbosity::Default);
    let scenarios = World::cucumber()
        .with_writer(writer.summarized().fail_on_skipped())
        .with_default_cli()
        .filter_run(file.to_path_buf(), move |_, _, scenario| {
            scenario.name == wanted
        });
    let ran = runtime.block_on(scenarios);
    if ran.execution_has_failed() || ran.passed_steps() == 0 {
        return Err(said.text().into());
    }
    Ok(())
}

/// Where a scenario's output goes: lines of their own between those of other tests would be none.
#[derive(Clone, Default)]
struct Said(Arc<Mutex<Vec<u8>>>);

impl Said {
    fn text(&self) -> String {
        let bytes = self.0.lock().expect("no writer panics");
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Write for Said {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no writer panics").write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
