//! Whether steps and the functions that run them fit together, by the page that `cargo xtask regen` makes of them.

use std::{fs, path::Path};

use libtest_mimic::Failed;

/// Each step is run by exactly one function, and each function runs a step.
pub(crate) fn check() -> Result<(), Failed> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page = fs::read_to_string(root.join("docs/testing/bdd-mapping.md"))?;
    let mut wrong = steps(&page);
    let mut open = vec!["tests/features".to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(root.join(&folder))? {
            let entry = entry?;
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                open.push(path);
            } else if path.ends_with(".rs") {
                wrong.extend(unused(&page, &path, &fs::read_to_string(entry.path())?));
            }
        }
    }
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(wrong.join("\n").into()),
    }
}

/// The steps of the page that no function runs, or several.
fn steps(page: &str) -> Vec<String> {
    let kinds = ["| Given ", "| When ", "| Then ", "| And ", "| But "];
    let rows = page
        .lines()
        .filter(|row| kinds.iter().any(|kind| row.starts_with(kind)));
    let wrong = rows.filter(|row| row.matches("](../../tests/features/").count() != 1);
    wrong
        .map(|row| format!("this step needs exactly one function: {row}"))
        .collect()
}

/// The functions of a file that run no step of the page.
fn unused(page: &str, file: &str, text: &str) -> Vec<String> {
    let attributes = ["\n#[given(", "\n#[when(", "\n#[then("];
    let starts = attributes
        .iter()
        .flat_map(|attribute| text.match_indices(attribute));
    let names = starts.filter_map(|(at, _)| {
        let (_, name) = text[at..].split_once("fn ")?;
        Some(name.split_once('(')?.0)
    });
    let unused = names.filter(|name| !page.contains(&format!("[`{name}`](../../{file})")));
    unused
        .map(|name| format!("{file}: no step runs `{name}`"))
        .collect()
}
