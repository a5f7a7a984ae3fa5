//! Tests that stand in the files of the code, by file.

use std::collections::BTreeMap;

use contracts_core::{
    source::SourceId,
    spec::Ids,
    trace::{self, Target},
};

use crate::{Failure, Project, workspace};

/// A test's path and the ids it names.
type Named = (String, Vec<String>);

/// The page about the tests of libraries and programs.
pub(super) fn inventory(
    project: &mut Project,
    ids: Option<&Ids>,
    up: &str,
) -> Result<String, Failure> {
    let targets = workspace::workspace(&project.root)?.targets(&project.root);
    let code: Vec<Target> = targets
        .into_iter()
        .filter(|target| matches!(target.kind.as_str(), "lib" | "bin" | "proc-macro"))
        .collect();
    // Without specs nothing is an id.
    let none = Ids::new(&[r"[^\s\S]".to_owned()]);
    let Some(ids) = ids.or(none.as_ref()) else {
        return Err(Failure::report("no pattern of ids can be read"));
    };
    let (functions, mut findings) = trace::functions(&mut project.sources, &code, ids)?;
    project.findings.append(&mut findings);
    let mut packages: BTreeMap<String, BTreeMap<SourceId, Vec<Named>>> = BTreeMap::new();
    for function in functions {
        let files = packages.entry(function.target.package).or_default();
        let tests = files.entry(function.file).or_default();
        let test = (function.path, function.ids);
        // A library and a program may share a file.
        if !tests.contains(&test) {
            tests.push(test);
        }
    }
    Ok(page(&packages, up))
}

fn page(packages: &BTreeMap<String, BTreeMap<SourceId, Vec<Named>>>, up: &str) -> String {
    let mut text = "# Tests in the files of the code\n\nEach beside what it tests, with the requirements it names.\n".to_owned();
    if packages.is_empty() {
        text.push_str("\nThere are none.\n");
    }
    for (package, files) in packages {
        text.push_str(&format!("\n## {package}\n"));
        for (file, tests) in files {
            text.push_str(&format!(
                "\n### {file}\n\n[{file}]({up}{file})\n\n| test | requirements |\n|---|---|\n"
            ));
            for (test, ids) in tests {
                let ids = if ids.is_empty() {
                    "none".to_owned()
                } else {
                    ids.join(", ")
                };
                text.push_str(&format!("| `{test}` | {ids} |\n"));
            }
        }
    }
    text
}
