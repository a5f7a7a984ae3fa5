//! Each finding's page is true: what it says fires the code does, the near miss does not.

use std::{collections::BTreeSet, fs, path::Path};

use contracts_build::{
    Project,
    drift::{LOCK_FILE, Mode, Scope, reconcile},
    reference,
};
use contracts_core::{
    Code, link, lint,
    manifest::ArtifactKind,
    metrics::{self, Date},
    source::{SourceId, Sources},
    spec::{self, Ids, Level, Specs},
    trace::{self, Outcome, Target},
};
use serde_json::Value;
use tempfile::TempDir;

const MANIFEST: &str = r#"[documents.tasks]
path = "api.yaml"

[[artifacts]]
kind = "types"
path = "src/types.rs"
document = "tasks"
module = "crate::types"

[[artifacts]]
kind = "client"
path = "src/client.rs"
documents = ["tasks"]
"#;

const DOCUMENT: &str = "openapi: 3.1.0\ninfo: {title: Tasks, version: '1'}\n";

/// An unknown key in a document; its page shows one in `contracts.toml`.
const MISSPELLED: &str = "openapi: 3.1.0\ninfo: {title: Tasks, version: '1'}\nserver: []\n";

const TYPES: &str = "src/types.rs";

/// A project in a folder of its own.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(TempDir::new().unwrap());
        folder.write("contracts.toml", MANIFEST);
        folder.write("api.yaml", DOCUMENT);
        folder
    }

    /// The same with fresh artifacts.
    fn generated() -> Self {
        let folder = Self::new();
        let found = folder.found(Mode::Write);
        assert_eq!(folder.found(Mode::Check), BTreeSet::new(), "{found:?}");
        folder
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.0.path().join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).unwrap();
        fs::write(path, text).unwrap();
    }

    fn project(&self) -> Project {
        Project::open(&self.path("contracts.toml")).unwrap()
    }

    /// The codes of everything that is found, drift included.
    fn found(&self, mode: Mode) -> BTreeSet<Code> {
        let mut project = self.project();
        let report = reconcile(&mut project, Scope::All, mode).unwrap();
        let mut found: BTreeSet<Code> = project.findings.iter().map(|it| it.code).collect();
        if mode == Mode::Check {
            found.extend(report.findings("").iter().map(|it| it.code));
        }
        found
    }

    /// What is found in an example's file, which takes the place of its like; drift left out.
    fn found_in(&self, (language, text): (&str, &str)) -> BTreeSet<Code> {
        match language {
            "yaml" => self.write("api.yaml", text),
            "toml" => self.write("contracts.toml", text),
            "json" => {
                self.write("api.json", text);
                self.write("contracts.toml", &MANIFEST.replace("api.yaml", "api.json"));
            }
            "markdown" => {
                let mut found = self.linted(text);
                found.extend(linked(text));
                return found;
            }
            "rust" => return self.traced(text),
            "yaml metrics" => return self.measured(text),
            "text" => return exposed(METRICS, text),
            other => panic!("an example in {other}"),
        }
        let mut found = self.found(Mode::Check);
        found.remove(&Code::MissingArtifact);
        found
    }

    /// What `trace` finds in code and says of a spec with one sentence, when all tests pass.
    fn traced(&self, code: &str) -> BTreeSet<Code> {
        let root = SourceId::new("src/lib.rs");
        let ids = Ids::new(&["REQ-[0-9]{4}".to_owned()]).unwrap();
        let spec = "REQ-1001: A task MUST have a name.";
        let documents = vec![spec::parse(&SourceId::new("specs/a.md"), spec, &ids)];
        let target = Target {
            package: "tasks".to_owned(),
            kind: "lib".to_owned(),
            name: "tasks".to_owned(),
            root: root.clone(),
            doctest: true,
        };
        let mut sources = Sources::memory([(root.as_str(), code)]);
        let (sites, mut found) = trace::code(&mut sources, &[target], &ids).unwrap();
        let specs = Specs { documents };
        found.extend(trace::unknown(&specs, &sites));
        let report = trace::report(&specs, &sites, &|_| Outcome::Passed);
        found.extend(report.unverified(Level::Must));
        found.iter().map(|finding| finding.code).collect()
    }

    /// What is found in a metrics contract when an artifact is made of it, and what `lint` says of it.
    fn measured(&self, contract: &str) -> BTreeSet<Code> {
        let manifest = "[metrics.tasks]\npath = \"metrics.yaml\"\n\n[[artifacts]]\nkind = \"metrics\"\n\
                        path = \"src/metrics.rs\"\ncontract = \"tasks\"\n";
        self.write("contracts.toml", manifest);
        self.write("metrics.yaml", contract);
        let mut found = self.found(Mode::Check);
        found.remove(&Code::MissingArtifact);
        let mut project = self.project();
        if let Some(contract) = project.metrics("tasks").unwrap() {
            let mut more = metrics::conventions(contract);
            more.extend(metrics::expired(contract, today()));
            found.extend(more.iter().map(|finding| finding.code));
        }
        found
    }

    /// What `lint` finds in a spec document.
    fn linted(&self, markdown: &str) -> BTreeSet<Code> {
        let specs = "[specs]\npaths = [\"specs/*.md\"]\nids = [\"REQ-[0-9]{4}\"]\n\n";
        self.write("contracts.toml", &format!("{specs}{MANIFEST}"));
        self.write("specs/a.md", markdown);
        let mut project = self.project();
        let mut found = lint::specs(project.specs().unwrap());
        found.append(&mut project.findings);
        found.iter().map(|finding| finding.code).collect()
    }
}

/// The contract that the pages about `metrics check` talk of.
const METRICS: &str = "required_metrics:
  - name: loads_total
    type: counter
    labels: [model, result]
    values: {result: [loaded, refused]}
label_cardinality_budget: {model: 2, result: 2}
";

fn today() -> Date {
    Date::parse("2026-11-27").unwrap()
}

/// What `metrics check` finds in an exposition.
fn exposed(contract: &str, text: &str) -> BTreeSet<Code> {
    let source = SourceId::new("metrics.yaml");
    let mut sources = Sources::memory([("metrics.yaml", contract)]);
    let (contract, found) = metrics::load(&mut sources, &source).unwrap();
    assert_eq!(found, []);
    let found = match metrics::exposition::parse(&SourceId::new("metrics.txt"), text) {
        Ok(exposition) => metrics::check(&contract.unwrap(), &exposition, today(), &[]).findings,
        Err(finding) => vec![*finding],
    };
    found.iter().map(|finding| finding.code).collect()
}

/// What is wrong with the links of a document in a folder with one other.
fn linked(markdown: &str) -> BTreeSet<Code> {
    let files = [
        ("README.md", markdown),
        ("docs/design.md", "# Design\n\n## Names\n"),
    ];
    let pages = files.map(|(path, text)| link::read(&SourceId::new(path), text).unwrap());
    let found = link::check(&pages, &link::Tree::new(files.map(|(path, _)| path)));
    found.iter().map(|finding| finding.code).collect()
}

/// Language and text of the first block of code in a part of Markdown.
fn block(markdown: &str) -> Option<(&str, &str)> {
    let (_, block) = markdown.split_once("```")?;
    let (language, rest) = block.split_once('\n')?;
    let (text, _) = rest.split_once("```")?;
    Some((language, text))
}

/// The headings of a page, in their order.
const HEADINGS: [&str; 4] = [
    "\n## What fires it\n",
    "\n## A near miss that does not\n",
    "\n## Repair\n",
    "\n## Acceptance\n",
];

/// What fires a code, what nearly does, how to repair it, and how to accept it.
fn sections(code: Code) -> [String; 4] {
    let page = reference::page(code);
    let mut rest = page.as_str();
    let mut parts = Vec::new();
    for heading in HEADINGS {
        let Some((part, next)) = rest.split_once(heading) else {
            panic!("{} has no {heading:?} in its place", code.id());
        };
        parts.push(part);
        rest = next;
    }
    parts.push(rest);
    for part in &parts {
        assert!(part.trim().len() > 20, "{}: an empty section", code.id());
    }
    // The first is what stands above the headings.
    [1, 2, 3, 4].map(|index: usize| parts[index].to_owned())
}

#[test]
fn every_code_has_what_fires_it_and_a_near_miss_that_does_not() {
    for code in Code::ALL {
        let [fires, near, ..] = sections(*code);
        let id = code.id();
        let (Some(fires), Some(near)) = (block(&fires), block(&near)) else {
            let deed = deed(*code).unwrap_or_else(|| panic!("{id} has no example in code"));
            let (fires, near) = (deed.0(), deed.1());
            assert!(fires.contains(code), "{id} is not fired: {fires:?}");
            assert!(!near.contains(code), "{id}: {near:?}");
            continue;
        };
        let fires = Folder::new().found_in(fires);
        assert!(fires.contains(code), "{id} is not fired: {fires:?}");
        let near = Folder::new().found_in(near);
        assert_eq!(near, BTreeSet::new(), "the near miss of {id}");
    }
}

#[test]
fn what_can_be_accepted_can_and_the_rest_cannot() {
    for code in Code::ALL {
        let id = code.id();
        let [fires, _, _, acceptance] = sections(*code);
        let says = acceptance.contains(&format!("x-contracts-allow: [{{code: {id}, reason: "));
        let comment = acceptance.contains(&format!("<!-- contracts-allow: {id} "));
        let cannot = acceptance.contains("It cannot be accepted.");
        assert_eq!(!says && !comment, cannot, "{id}");
        if let (Some(("markdown", document)), true) = (block(&fires), comment) {
            assert_eq!(linked(document), BTreeSet::from([*code]), "{id}");
            let accepting = format!("<!-- contracts-allow: {id} a test -->\n{document}");
            assert_eq!(linked(&accepting), BTreeSet::new(), "{id}");
        }
        let document = match block(&fires) {
            Some(("yaml", document)) => document,
            Some(("yaml metrics", contract)) => {
                let accepting = accepting(contract, id);
                let found = Folder::new().measured(&accepting);
                assert_eq!(!found.contains(code), says, "{id}: {found:?}");
                continue;
            }
            Some(("text", text)) => {
                let found = exposed(&accepting(METRICS, id), text);
                assert_eq!(!found.contains(code), says, "{id}: {found:?}");
                continue;
            }
            _ if *code == Code::UnknownKey => MISSPELLED,
            _ => {
                assert!(!says, "{id} is about no document");
                continue;
            }
        };
        let found = Folder::new().found_in(("yaml", document));
        assert!(found.contains(code), "{id} is not there to be accepted");
        let found = Folder::new().found_in(("yaml", &accepting(document, id)));
        assert_eq!(!found.contains(code), says, "{id}: {found:?}");
    }
}

/// A document, or a metrics contract, that accepts a code everywhere.
fn accepting(document: &str, id: &str) -> String {
    format!("{document}x-contracts-allow: [{{code: {id}, reason: a test}}]\n")
}

/// What fires a code and what nearly does, where that is not in a file but in what happens to a project.
fn deed(code: Code) -> Option<(Deed, Deed)> {
    Some(match code {
        Code::StaleArtifact => (edited, other_newlines),
        Code::MissingArtifact => (deleted, deleted_beside),
        Code::ExtraArtifact => (copied, beside),
        Code::ToolVersion => (written_by_another, checked_by_another),
        Code::NotGenerated => (by_hand, by_another_checkout),
        Code::UnreachableLink => (unanswered, gone),
        Code::GeneratorBug => (not_loaded, loaded),
        Code::StockBackend => (two_error_types, one_error_type),
        _ => return None,
    })
}

type Deed = fn() -> BTreeSet<Code>;

/// What is found about a progenitor client of an operation with these errors.
fn progenitors(errors: [&str; 2]) -> BTreeSet<Code> {
    let folder = Folder::new();
    let client = "documents = [\"tasks\"]";
    let stock = "document = \"tasks\"\nbackend = \"progenitor\"";
    // Without the feature no document is fine, and the finding says so.
    if cfg!(feature = "progenitor") || errors[0] != errors[1] {
        folder.write("contracts.toml", &MANIFEST.replace(client, stock));
    }
    let of = |schema| {
        format!(
            "{{description: no, content: {{application/json: {{schema: {{type: {schema}}}}}}}}}"
        )
    };
    let errors = errors.map(of);
    let paths = format!(
        "paths:\n  /tasks:\n    get:\n      operationId: listTasks\n      responses:\n        404: {}\n        409: {}\n",
        errors[0], errors[1]
    );
    folder.write("api.yaml", &format!("{DOCUMENT}{paths}"));
    folder.found(Mode::Check)
}

fn two_error_types() -> BTreeSet<Code> {
    progenitors(["string", "integer"])
}

fn one_error_type() -> BTreeSet<Code> {
    progenitors(["string", "string"])
}

fn edited() -> BTreeSet<Code> {
    let folder = Folder::generated();
    folder.write(TYPES, &(folder.read(TYPES) + "// Mine.\n"));
    folder.found(Mode::Check)
}

fn other_newlines() -> BTreeSet<Code> {
    let folder = Folder::generated();
    folder.write(TYPES, &folder.read(TYPES).replace('\n', "\r\n"));
    folder.found(Mode::Check)
}

fn deleted() -> BTreeSet<Code> {
    let folder = Folder::generated();
    fs::remove_file(folder.path(TYPES)).unwrap();
    folder.found(Mode::Check)
}

fn deleted_beside() -> BTreeSet<Code> {
    let folder = Folder::generated();
    folder.write("src/mine.rs", "// Mine.\n");
    assert_eq!(folder.found(Mode::Check), BTreeSet::new());
    fs::remove_file(folder.path("src/mine.rs")).unwrap();
    folder.found(Mode::Check)
}

fn copied() -> BTreeSet<Code> {
    let folder = Folder::generated();
    folder.write("src/old.rs", &folder.read(TYPES));
    folder.found(Mode::Check)
}

fn beside() -> BTreeSet<Code> {
    let folder = Folder::generated();
    folder.write("src/mine.rs", "// Mine.\n");
    folder.found(Mode::Check)
}

fn of_another_version() -> Folder {
    let folder = Folder::generated();
    let own = format!("contracts-build = \"{}\"", env!("CARGO_PKG_VERSION"));
    let lock = folder.read(LOCK_FILE);
    assert!(lock.contains(&own), "{lock}");
    folder.write(
        LOCK_FILE,
        &lock.replace(&own, "contracts-build = \"0.0.1\""),
    );
    folder
}

fn written_by_another() -> BTreeSet<Code> {
    of_another_version().found(Mode::Write)
}

fn checked_by_another() -> BTreeSet<Code> {
    of_another_version().found(Mode::Check)
}

fn by_hand() -> BTreeSet<Code> {
    let folder = Folder::new();
    folder.write(TYPES, "// Mine.\n");
    let found = folder.found(Mode::Write);
    assert_eq!(folder.read(TYPES), "// Mine.\n");
    found
}

fn by_another_checkout() -> BTreeSet<Code> {
    let folder = Folder::generated();
    fs::remove_file(folder.path(LOCK_FILE)).unwrap();
    folder.found(Mode::Write)
}

fn unanswered() -> BTreeSet<Code> {
    answered(None)
}

fn gone() -> BTreeSet<Code> {
    let found = answered(Some(404));
    assert_eq!(found, BTreeSet::from([Code::BrokenLink]));
    found
}

fn answered(status: Option<u16>) -> BTreeSet<Code> {
    let page = link::read(&SourceId::new("a.md"), "See <https://docs.rs/serde>.").unwrap();
    let found = link::answered(&page, &page.links[0], status);
    found.iter().map(|finding| finding.code).collect()
}

/// A manifest that its reader would have refused.
fn not_loaded() -> BTreeSet<Code> {
    generated_of(&["nobody".to_owned()])
}

fn loaded() -> BTreeSet<Code> {
    generated_of(&["tasks".to_owned()])
}

fn generated_of(names: &[String]) -> BTreeSet<Code> {
    let folder = Folder::new();
    let mut project = folder.project();
    for artifact in &mut project.manifest.artifacts {
        if let ArtifactKind::Client { documents, .. } = &mut artifact.kind {
            *documents = names.to_vec();
        }
    }
    let artifacts = project.manifest.artifacts.clone();
    let mut no_types = |_: &_| Ok(Value::Null);
    project.generate(&artifacts, &mut no_types).unwrap();
    project.findings.iter().map(|it| it.code).collect()
}
