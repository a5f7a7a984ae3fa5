//! Steps about configuration files.

use std::{fs, path::Path};

use contracts_runtime::config::{ConfigError, check_file, check_file_compatible};
use cucumber::{gherkin::Step, given, then, when};
use tempfile::TempDir;

use super::World;

/// A configuration, and what checking it said.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    text: String,
    /// Each mistake as `line:column: …`; none where the file is fine.
    mistakes: Vec<String>,
    left_out: usize,
}

fn schema() -> String {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../config-schema/schemas/config.schema.json");
    fs::read_to_string(path).expect("the committed schema")
}

#[given("the configuration")]
fn configuration(world: &mut World, step: &Step) {
    let text = step.docstring.as_deref().expect("a text");
    world.config.text = text.trim_start_matches('\n').to_owned();
}

fn checked<T>(
    text: &str,
    check: impl FnOnce(&Path, &str) -> Result<T, ConfigError>,
) -> Result<T, String> {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("config.yaml");
    fs::write(&file, text).expect("a file");
    check(&file, &schema()).map_err(|error| error.to_string())
}

/// The mistakes of a report, each with its help.
fn mistakes(said: &str) -> Vec<String> {
    let parts = said.split("config.yaml:").skip(1);
    parts.map(str::to_owned).collect()
}

#[when("it is checked")]
fn check(world: &mut World) {
    let said = checked(&world.config.text, |file, schema| check_file(file, schema));
    world.config.mistakes = said.err().map(|said| mistakes(&said)).unwrap_or_default();
}

#[when("it is checked in compatible mode")]
fn check_compatible(world: &mut World) {
    let said = checked(&world.config.text, |file, schema| {
        check_file_compatible(file, schema)
    });
    match said {
        Ok(unknown) => world.config.left_out = unknown.len(),
        Err(said) => world.config.mistakes = mistakes(&said),
    }
}

#[then("it is accepted")]
fn accepted(world: &mut World) {
    assert_eq!(world.config.mistakes, [""; 0]);
}

#[then(expr = "{int} unknown field(s) is/are left out")]
fn left_out(world: &mut World, count: usize) {
    assert_eq!(world.config.left_out, count);
}

#[then(expr = "it is refused at line {int} because of {string}")]
fn refused(world: &mut World, line: usize, word: String) {
    let mistakes = &world.config.mistakes;
    let there = format!("{line}:");
    let found = mistakes
        .iter()
        .any(|it| it.starts_with(&there) && it.contains(&word));
    assert!(found, "{mistakes:#?}");
}
