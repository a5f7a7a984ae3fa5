//! `contracts.toml`: what it says, and what is wrong with it.

use contracts_core::{
    finding,
    manifest::{self, ArtifactKind, Interface, Manifest, Modules, TagStyle},
    source::{SourceId, Sources},
};

fn load(toml: &str) -> (Option<Manifest>, String) {
    let mut sources = Sources::memory([("contracts.toml", toml)]);
    let (manifest, findings) =
        manifest::load(&mut sources, &SourceId::new("contracts.toml")).unwrap();
    (manifest, finding::to_text(&findings, &sources))
}

const GOOD: &str = r#"[formats]
uuid = "::uuid::Uuid"

[documents.data]
path = "openapi/data.yaml"
formats = { date = "::jiff::civil::Date" }

[[artifacts]]
kind = "types"
path = "src/generated.rs"
document = "data"
module = "crate::data"

[[artifacts]]
kind = "client"
path = "src/client.rs"
documents = ["data"]

[[artifacts]]
kind = "config-schema"
path = "schemas/config.json"
package = "config"
source = "config/src/types.rs"
"#;

#[track_caller]
fn check(from: &str, to: &str, expect: &str) {
    assert_eq!(GOOD.matches(from).count(), 1, "{from}");
    assert_eq!(load(&GOOD.replace(from, to)).1.trim(), expect);
}

#[test]
fn says_what_is_made_of_what() {
    let (manifest, findings) = load(GOOD);
    assert_eq!(findings, "");
    let manifest = manifest.unwrap();
    assert_eq!(manifest.command, "cargo contracts");
    assert_eq!(manifest.types_module("data"), Some("crate::data"));
    let formats: Vec<(&str, &str)> = manifest.documents["data"]
        .formats
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    assert_eq!(
        formats,
        [("date", "::jiff::civil::Date"), ("uuid", "::uuid::Uuid")]
    );
    let kinds: Vec<&str> = manifest
        .artifacts
        .iter()
        .map(|artifact| artifact.kind.as_str())
        .collect();
    assert_eq!(kinds, ["types", "client", "config-schema"]);
    assert_eq!(
        manifest.artifacts[1].kind,
        ArtifactKind::Client {
            modules: Modules::Flat,
            documents: vec!["data".to_owned()]
        }
    );
}

#[test]
fn a_wrong_key_has_a_place_and_the_nearest_right_one() {
    check("module =", "modul =", "contracts.toml:12:1: error[unknown-key]: unknown key `modul`
    help: did you mean `module`?
contracts.toml:17:13: error[missing-types]: the client needs the types of `data`, but no artifact says where they are
    help: add an artifact with `kind = \"types\"`, `document = \"data\"` and a `module`");
    check(
        "[documents.data]",
        "[document.data]",
        "contracts.toml:4:2: error[unknown-key]: unknown key `document`
    help: did you mean `documents`?
contracts.toml:11:12: error[unknown-document]: there is no document `data`
    help: declare it as `[documents.data]`
contracts.toml:17:14: error[unknown-document]: there is no document `data`
    help: declare it as `[documents.data]`",
    );
}

#[test]
fn wrong_values() {
    check("kind = \"types\"", "kind = \"type\"", "contracts.toml:9:8: error[invalid-value]: there is no artifact kind `type`
    help: did you mean `types`?
contracts.toml:17:13: error[missing-types]: the client needs the types of `data`, but no artifact says where they are
    help: add an artifact with `kind = \"types\"`, `document = \"data\"` and a `module`");
    check("document = \"data\"", "document = \"dat\"", "contracts.toml:11:12: error[unknown-document]: there is no document `dat`
    help: did you mean `data`?
contracts.toml:17:13: error[missing-types]: the client needs the types of `data`, but no artifact says where they are
    help: add an artifact with `kind = \"types\"`, `document = \"data\"` and a `module`");
    check(
        "documents = [\"data\"]",
        "documents = \"data\"",
        "contracts.toml:17:13: error[wrong-type]: expected a list, found text",
    );
    check(
        "package = \"config\"\n",
        "",
        "contracts.toml:19:1: error[missing-key]: `package` is missing here",
    );
    check("\"::uuid::Uuid\"", "\"uuid::Uuid; fn x() {}\"", "contracts.toml:2:8: error[invalid-rust-type]: `uuid::Uuid; fn x() {}` is not the path of a Rust type
    help: write it as `::uuid::Uuid`");
}

#[test]
fn paths_stay_inside_and_have_one_owner() {
    check(
        "\"src/client.rs\"",
        "\"../client.rs\"",
        "contracts.toml:16:8: error[invalid-path]: `../client.rs` is not a path inside this folder
    help: write it relative to contracts.toml, without `..`",
    );
    check(
        "\"src/client.rs\"",
        "\"src/generated.rs\"",
        "contracts.toml:16:8: error[duplicate-artifact]: `src/generated.rs` already belongs to another artifact",
    );
}

#[test]
fn what_is_in_a_folder_belongs_to_its_artifact() {
    let pages = |path| format!("{GOOD}\n[[artifacts]]\nkind = 'finding-pages'\npath = '{path}'\n");
    assert_eq!(load(&pages("docs")).1, "");
    assert_eq!(load(&pages("src/generated")).1, "", "a neighbour");
    for (path, owner) in [
        ("src", "another artifact"),
        ("src/client.rs", "another artifact"),
        ("openapi", "a document"),
    ] {
        assert_eq!(
            load(&pages(path)).1.trim(),
            format!(
                "contracts.toml:27:8: error[duplicate-artifact]: `{path}` already belongs to {owner}"
            )
        );
    }
    let inside = pages("docs").replace("src/client.rs", "docs/client.rs");
    assert!(
        load(&inside)
            .1
            .contains("error[duplicate-artifact]: `docs` already belongs"),
        "the later one is told"
    );
    // A file is nobody's folder.
    let below = GOOD.replace("src/client.rs", "src/generated.rs/client.rs");
    assert_eq!(load(&below).1, "");
}

#[test]
fn nothing_to_check_is_a_mistake() {
    assert_eq!(
        load("command = 'x'\n").1.trim(),
        "contracts.toml: error[no-artifacts]: no artifact is declared
    help: add an `[[artifacts]]` table; an empty manifest would check nothing"
    );
}

#[test]
fn toml_syntax() {
    let (manifest, findings) = load("a = 1\nb = \n");
    assert_eq!(manifest, None);
    assert!(
        findings.starts_with("contracts.toml:2:5: error[toml-syntax]: "),
        "{findings}"
    );
    let (_, findings) = load("a = 1\na = 2\n");
    assert!(
        findings.starts_with("contracts.toml:2:1: error[duplicate-key]: "),
        "{findings}"
    );
}

#[test]
fn a_misspelled_kind_is_told_with_the_right_one() {
    let (_, findings) = load(&GOOD.replace("kind = \"config-schema\"", "kid = \"config-schema\""));
    assert_eq!(
        findings.trim(),
        "contracts.toml:20:1: error[unknown-key]: unknown key `kid`
    help: did you mean `kind`?
contracts.toml:19:1: error[missing-key]: `kind` is missing here"
    );
    let (_, findings) = load(&GOOD.replace("kind = \"config-schema\"", "sort = \"config-schema\""));
    assert!(
        findings.contains(
            "help: known keys are kind, path, document, module, documents, modules, backend, interface, tags, package, source, contract, features\n"
        ),
        "{findings}"
    );
}

#[test]
fn what_the_tool_reads_is_no_artifact() {
    for path in ["contracts.lock", "contracts.toml", "openapi/data.yaml"] {
        let (_, findings) = load(&GOOD.replace("src/client.rs", path));
        assert!(
            findings.contains("error[duplicate-artifact]"),
            "{path}: {findings}"
        );
    }
}

#[test]
fn one_bracket_is_too_few() {
    let (_, findings) = load("[artifacts]\nkind = 'types'\n");
    assert_eq!(
        findings.trim(),
        "contracts.toml:1:1: error[wrong-type]: expected a list, found a mapping
    help: write `[[artifacts]]`, with two brackets, once for each"
    );
}

#[test]
fn a_client_has_documents_each_once() {
    check(
        "documents = [\"data\"]",
        "documents = []",
        "contracts.toml:17:13: error[invalid-value]: a client or server needs at least one document",
    );
    check(
        "documents = [\"data\"]",
        "documents = [\"data\", \"data\"]",
        "contracts.toml:17:22: error[invalid-value]: `data` is listed twice",
    );
}

const STOCK: &str = r#"[documents.data]
path = "data.yaml"

[[artifacts]]
kind = "client"
path = "src/client.rs"
document = "data"
backend = "progenitor"
interface = "builder"
tags = "separate"
"#;

#[test]
fn a_client_may_be_progenitors() {
    let (manifest, findings) = load(STOCK);
    assert_eq!(findings, "");
    let kind = &manifest.unwrap().artifacts[0].kind;
    let wanted = ArtifactKind::Progenitor {
        document: "data".to_owned(),
        interface: Interface::Builder,
        tags: TagStyle::Separate,
    };
    assert_eq!(*kind, wanted);
    assert_eq!(load(&STOCK.replace("tags = \"separate\"\n", "")).1, "");
    let said = |from: &str, to: &str| {
        let (_, findings) = load(&STOCK.replace(from, to));
        findings.trim().to_owned()
    };
    assert_eq!(
        said("\"progenitor\"", "\"progenitr\""),
        "contracts.toml:8:11: error[invalid-value]: `progenitr` is no `backend`\n    help: did you mean `progenitor`?"
    );
    assert_eq!(
        said("interface = \"builder\"\n", ""),
        "contracts.toml:9:8: error[invalid-value]: progenitor separates tags with the builder interface only\n    \
         help: add `interface = \"builder\"`"
    );
    assert_eq!(
        said("document =", "documents ="),
        "contracts.toml:7:1: error[unknown-key]: unknown key `documents`\n    help: did you mean `document`?\n\
         contracts.toml:4:1: error[missing-key]: `document` is missing here"
    );
}

#[test]
fn a_server_is_made_like_a_client() {
    let (manifest, findings) =
        load(&GOOD.replace("kind = \"client\"", "kind = \"server\"\nmodules = \"tags\""));
    assert_eq!(findings, "");
    assert_eq!(
        manifest.unwrap().artifacts[1].kind,
        ArtifactKind::Server {
            modules: Modules::Tags,
            documents: vec!["data".to_owned()]
        }
    );
    let (_, findings) = load(
        &GOOD
            .replace("kind = \"client\"", "kind = \"server\"")
            .replace("module =", "x-module ="),
    );
    assert!(
        findings.contains("error[missing-types]: the server needs the types of `data`"),
        "{findings}"
    );
}

#[test]
fn the_items_of_operations_may_stand_in_modules() {
    let with = |word: &str| {
        let documents = "documents = [\"data\"]\n";
        assert!(GOOD.contains(documents));
        load(&GOOD.replace(documents, &format!("{documents}modules = {word}\n")))
    };
    for (word, wanted) in [("\"flat\"", Modules::Flat), ("\"tags\"", Modules::Tags)] {
        let (manifest, findings) = with(word);
        assert_eq!(findings, "");
        let kind = &manifest.unwrap().artifacts[1].kind;
        let ArtifactKind::Client { modules, .. } = kind else {
            panic!("{kind:?}")
        };
        assert_eq!(*modules, wanted);
    }
    let (_, findings) = with("\"tag\"");
    assert!(
        findings.contains(
            "error[invalid-value]: `tag` is no `modules`\n    help: did you mean `tags`?"
        ),
        "{findings}"
    );
}

#[test]
fn a_path_may_begin_with_a_dot() {
    let (manifest, findings) = load(&GOOD.replace("src/client.rs", "./src/client.rs"));
    assert_eq!(findings, "");
    assert_eq!(manifest.unwrap().artifacts[1].path, "src/client.rs");
}

#[test]
fn metrics_contracts_are_named() {
    let metrics = "[metrics.jobs]\npath = \"./ci/metrics.json\"\n\n[[artifacts]]\nkind = \"metrics\"\npath = \"src/metrics.rs\"\ncontract = \"jobs\"\n";
    let (manifest, findings) = load(metrics);
    assert_eq!(findings, "");
    let manifest = manifest.unwrap();
    assert_eq!(manifest.metrics["jobs"].path.as_str(), "ci/metrics.json");
    let contract = "jobs".to_owned();
    assert_eq!(
        manifest.artifacts[0].kind,
        ArtifactKind::Metrics { contract }
    );
    let cases = [
        (
            "path = \"./ci/metrics.json\"",
            "pth = \"ci/metrics.json\"",
            "contracts.toml:2:1: error[unknown-key]: unknown key `pth`
    help: did you mean `path`?
contracts.toml:1:10: error[missing-key]: `path` is missing here",
        ),
        (
            "contract = \"jobs\"",
            "contract = \"job\"",
            "contracts.toml:7:12: error[unknown-document]: there is no metrics contract `job`
    help: did you mean `jobs`?",
        ),
        (
            "contract = \"jobs\"",
            "contract = \"tasks\"",
            "contracts.toml:7:12: error[unknown-document]: there is no metrics contract `tasks`
    help: declare it as `[metrics.tasks]`",
        ),
    ];
    for (from, to, expect) in cases {
        assert_eq!(metrics.matches(from).count(), 1, "{from}");
        assert_eq!(load(&metrics.replace(from, to)).1.trim(), expect);
    }
}
