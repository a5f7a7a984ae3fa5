//! Steps about a project with artifacts.

use std::{fs, path::PathBuf};

use contracts_build::{
    Project,
    drift::{Cause, Entry, Mode, Report, Scope, State, reconcile},
};
use cucumber::{given, then, when};
use tempfile::TempDir;

use super::World;

const MANIFEST: &str = "[documents.shop]\npath = \"shop.yaml\"\n\n[[artifacts]]\nkind = \"types\"\npath = \"types.rs\"\n\
                        document = \"shop\"\n";

const DOCUMENT: &str = "openapi: 3.1.0\ninfo: {title: Shop, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    \
                        Item: {type: object, properties: {name: {type: string}}}\n";

/// A project in a folder of its own, and what happened to it last.
#[derive(Debug)]
pub(crate) struct Folder {
    folder: TempDir,
    report: Report,
    findings: Vec<String>,
    before: String,
}

impl Folder {
    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap_or_default()
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.path(file), text).expect("a file");
    }

    fn reconcile(&mut self, mode: Mode) {
        let mut project = Project::open(&self.path("contracts.toml")).expect("a manifest");
        self.report = reconcile(&mut project, Scope::All, mode).expect("files");
        self.findings = project
            .findings
            .iter()
            .map(|it| it.code.id().to_owned())
            .collect();
    }

    fn entry(&self, file: &str) -> &Entry {
        let entry = self.report.entries.iter().find(|entry| entry.path == file);
        entry.unwrap_or_else(|| panic!("no {file} in {:?}", self.report))
    }
}

fn folder(world: &mut World) -> &mut Folder {
    world.project.as_mut().expect("a project")
}

#[given("a project whose artifacts are fresh")]
fn fresh(world: &mut World) {
    let folder = TempDir::new().expect("a folder");
    let (report, findings, before) = (Report::default(), Vec::new(), String::new());
    let mut project = Folder {
        folder,
        report,
        findings,
        before,
    };
    project.write("contracts.toml", MANIFEST);
    project.write("shop.yaml", DOCUMENT);
    project.reconcile(Mode::Write);
    project.before = project.read("types.rs");
    assert!(project.findings.is_empty(), "{:?}", project.findings);
    world.project = Some(project);
}

#[when("a property is added to the document")]
fn add_property(world: &mut World) {
    let folder = folder(world);
    folder.write(
        "shop.yaml",
        &DOCUMENT.replace("name:", "price: {type: integer}, name:"),
    );
}

#[when("the document names a schema that is not there")]
fn break_document(world: &mut World) {
    let folder = folder(world);
    folder.write(
        "shop.yaml",
        &DOCUMENT.replace("{type: string}", "{$ref: '#/components/schemas/Gone'}"),
    );
}

#[when("somebody edits the artifact")]
fn edit(world: &mut World) {
    let folder = folder(world);
    folder.write("types.rs", &(folder.read("types.rs") + "// Mine.\n"));
}

#[when("somebody deletes the artifact")]
fn delete(world: &mut World) {
    fs::remove_file(folder(world).path("types.rs")).expect("the artifact");
}

#[when("the artifacts are generated again")]
fn regen(world: &mut World) {
    folder(world).reconcile(Mode::Write);
}

#[when("the artifacts are checked")]
fn check(world: &mut World) {
    folder(world).reconcile(Mode::Check);
}

#[then("the artifact has the same bytes as before")]
fn same(world: &mut World) {
    let folder = folder(world);
    assert!(!folder.before.is_empty());
    assert_eq!(folder.read("types.rs"), folder.before);
}

#[then(expr = "the artifact says {string}")]
fn says(world: &mut World, word: String) {
    let text = folder(world).read("types.rs");
    assert!(text.contains(&word), "{text}");
}

#[then("everything is fresh")]
fn all_fresh(world: &mut World) {
    let folder = folder(world);
    assert!(
        !folder.report.entries.is_empty() && !folder.report.has_drift(),
        "{:?}",
        folder.report
    );
}

#[then(regex = "^the artifact is (stale|missing) because (its source changed|somebody edited it)$")]
fn drifted(world: &mut World, state: String, cause: String) {
    let entry = folder(world).entry("types.rs").clone();
    let expect = match state.as_str() {
        "stale" => State::Stale,
        _ => State::Missing,
    };
    let why = match cause.as_str() {
        "its source changed" => Cause::Source,
        _ => Cause::Edit,
    };
    assert_eq!((entry.state, entry.cause), (expect, Some(why)));
}

#[then(expr = "{string} is found")]
fn found(world: &mut World, code: String) {
    assert_eq!(folder(world).findings, [code]);
}
