//! Who may depend on whom, and who may touch disk, terminal and arguments. ARCHITECTURE.md says why.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "these are tests")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// What nobody but tests depends on, and what may depend on anything: tests, benchmarks and examples.
const TESTS: &[&str] = &[
    "contracts-tests",
    "contracts-drift",
    "contracts-compile-fail",
    "contracts-same-bytes",
    "contracts-modes",
    "contracts-benches",
    "cli-consumer",
    "orchestratord",
];

/// For each package the workspace packages it may depend on. In build and dev dependencies too.
const ALLOWED: &[(&str, &[&str])] = &[
    ("contracts-core", &[]),
    ("contracts-build", &["contracts-core"]),
    ("contracts-runtime", &[]),
    (
        "contracts-cli",
        &["contracts-core", "contracts-build", "contracts-runtime"],
    ),
    (
        "contracts-api-types",
        &["contracts-runtime", "contracts-build"],
    ),
    (
        "contracts-openapi-client",
        &[
            "contracts-runtime",
            "contracts-build",
            "contracts-api-types",
        ],
    ),
    (
        "contracts-config-schema",
        &["contracts-runtime", "contracts-build"],
    ),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_path_buf()
}

/// The workspace's packages with their dependencies, as Cargo's metadata has them.
fn packages() -> BTreeMap<String, Vec<Value>> {
    let output = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(["metadata", "--no-deps", "--format-version=1"])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages
        .map(|package| {
            let dependencies = package["dependencies"].as_array().unwrap().clone();
            (package["name"].as_str().unwrap().to_owned(), dependencies)
        })
        .collect()
}

#[test]
fn packages_depend_downwards_only() {
    let packages = packages();
    let own: BTreeSet<&str> = packages.keys().map(String::as_str).collect();
    for (name, dependencies) in &packages {
        if TESTS.contains(&name.as_str()) {
            continue;
        }
        let allowed = ALLOWED.iter().find(|(package, _)| package == name);
        let (_, allowed) =
            allowed.unwrap_or_else(|| panic!("{name} is not in the table of this test"));
        for dependency in dependencies {
            let to = dependency["name"].as_str().unwrap();
            assert!(
                !own.contains(to) || allowed.contains(&to),
                "{name} must not depend on {to}"
            );
        }
    }
    for (name, _) in ALLOWED {
        assert!(own.contains(name), "{name} is no package of this workspace");
    }
}

#[test]
fn contract_crates_take_the_generator_as_optional_build_dependency_only() {
    for (name, dependencies) in packages() {
        if !matches!(
            name.as_str(),
            "contracts-api-types" | "contracts-openapi-client" | "contracts-config-schema"
        ) {
            continue;
        }
        let on_build: Vec<&Value> = dependencies
            .iter()
            .filter(|d| d["name"] == "contracts-build")
            .collect();
        assert_eq!(on_build.len(), 1, "{name}");
        assert_eq!(
            (&on_build[0]["kind"], &on_build[0]["optional"]),
            (&"build".into(), &true.into()),
            "{name}"
        );
    }
}

/// Every Rust file below a folder.
fn sources(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty(), "{folder} has no Rust file");
    found
}

/// Only `allowed` files of `folder` (by their ends) may contain one of `words`.
#[track_caller]
fn only_in(folder: &str, words: &[&str], allowed: &[&str]) {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for path in sources(folder) {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.to_str().unwrap().replace('\\', "/");
        for word in words.iter().filter(|word| text.contains(**word)) {
            let exception = allowed.iter().find(|end| name.ends_with(**end));
            assert!(exception.is_some(), "`{word}` does not belong into {name}");
            used.extend(exception);
        }
    }
    assert_eq!(
        used.len(),
        allowed.len(),
        "an exception that nothing needs: {allowed:?}"
    );
}

const DISK: &[&str] = &[
    "std::fs",
    "std::{fs",
    "    fs,",
    "fs::",
    "File::open",
    "File::create",
    ".is_file()",
    ".is_dir()",
    ".exists()",
    ".read_dir(",
    ".metadata(",
    ".canonicalize(",
];

#[test]
fn only_loading_touches_the_disk_in_core() {
    only_in(
        "contracts-core/src",
        DISK,
        &["source/files.rs", "manifest/find.rs"],
    );
}

#[test]
fn only_the_writers_touch_the_disk_in_build() {
    // reconcile removes extra files and looks for them; cargo reads what a build script wrote, workspace
    // follows the paths that Cargo tells.
    let writers = [
        "drift/file.rs",
        "drift/reconcile.rs",
        "src/propose.rs",
        "src/build_script.rs",
        "src/cargo.rs",
        "src/workspace.rs",
    ];
    only_in("contracts-build/src", DISK, &writers);
}

/// What belongs to whoever talks to people.
const USER: &[&str] = &[
    "clap",
    "ExitCode",
    "process::exit",
    "IsTerminal",
    "env::args",
    "anstream",
    "anstyle",
    "stderr()",
];

#[test]
fn only_the_config_loader_touches_the_disk_in_the_runtime() {
    only_in("contracts-runtime/src", DISK, &["config/load.rs"]);
}

#[test]
fn only_the_command_line_knows_arguments_colours_and_exit_codes() {
    for folder in [
        "contracts-core/src",
        "contracts-build/src",
        "contracts-runtime/src",
    ] {
        only_in(folder, USER, &[]);
    }
}

/// docs/decisions/0004-threads-in-the-printer.md says why there.
#[test]
fn threads_are_the_printers_and_the_stock_back_ends() {
    let threads = ["thread::", "std::thread", "rayon", "tokio"];
    only_in("contracts-core/src", &threads, &[]);
    // The stock back end runs in one, alone: it gives up by panicking.
    let with_threads = ["print/sheet.rs", "stock/mod.rs"];
    only_in("contracts-build/src", &threads, &with_threads);
}

#[test]
fn emitters_know_no_json_schema() {
    // typify is handed JSON Schema, made of the IR; nothing else in there looks at a schema.
    only_in(
        "contracts-build/src/emit",
        &["Schema", "schemars", ".document"],
        &["typified/typify.rs"],
    );
}
