//! The schemas of `contracts.toml` and of JSON outputs are true. Every run of a test that asks for JSON is
//! held against them (see `env.rs`), and every manifest that a run got along with.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use contracts_build::reference;
use contracts_core::{
    manifest::{ARTIFACT_KEYS, DOCUMENT_KEYS, KEYS, METRICS_KEYS, SPECS_KEYS},
    source::{SourceId, Sources},
};
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::env::{Env, MANIFEST, Output};

/// Which schema describes what a command prints to stdout.
const OUTPUTS: [(&str, &str); 17] = [
    // One command, two outputs: what comes first decides.
    ("--changed-since", "trace-changes"),
    ("trace", "trace"),
    ("spec-extract", "drift"),
    ("metrics", "metrics-check"),
    // It prints nothing there.
    ("lint", "findings"),
    ("corpus", "corpus"),
    ("check", "drift"),
    ("regen", "drift"),
    ("regen-openapi", "drift"),
    ("regen-schema", "drift"),
    ("docs-index", "drift"),
    ("links", "links"),
    ("dev:loop", "dev-loop"),
    ("list", "list"),
    ("generate", "generate"),
    ("config", "config-check"),
    ("explain", "explain"),
];

fn schema(name: &str) -> Value {
    let mut schemas = reference::schemas().into_iter();
    let found = schemas.find(|(it, _)| *it == name);
    found.unwrap_or_else(|| panic!("no schema {name}")).1
}

/// Every run of every test asks them.
static VALIDATORS: LazyLock<BTreeMap<&str, Validator>> = LazyLock::new(|| {
    let schemas = reference::schemas().into_iter();
    let validator = |schema: &Value| jsonschema::draft202012::new(schema).expect("a schema");
    schemas.map(|(name, it)| (name, validator(&it))).collect()
});

/// What a schema has against a value; nothing where it fits.
fn mistakes(name: &str, value: &Value) -> Vec<String> {
    let mistakes = VALIDATORS[name].iter_errors(value);
    mistakes
        .map(|it| format!("{}: {it}", it.instance_path()))
        .collect()
}

#[track_caller]
pub(crate) fn check(name: &str, value: &Value) {
    let mistakes = mistakes(name, value);
    assert!(mistakes.is_empty(), "{name}: {mistakes:#?}\n{value:#}");
}

#[track_caller]
fn parsed(text: &str) -> Value {
    serde_json::from_str(text)
        .unwrap_or_else(|error| panic!("this is not one JSON object: {error}\n{text}"))
}

/// TOML as the tool reads it.
#[track_caller]
pub(crate) fn toml(text: &str) -> Value {
    let mut sources = Sources::memory([(MANIFEST, text)]);
    let (value, findings) = sources.parse(&SourceId::new(MANIFEST)).expect("in memory");
    value.unwrap_or_else(|| panic!("{findings:?}\n{text}"))
}

/// Holds both streams of a run with `--format json` against the schemas.
#[track_caller]
pub(crate) fn check_output(args: &[&str], output: &Output) {
    let changed = args.contains(&"--changed-since");
    let of = |arg: &&str| {
        let mut outputs = OUTPUTS.iter();
        outputs.find(|(command, _)| command == arg && changed == (*command == "--changed-since"))
    };
    // The first: `config check` is a command of its own.
    let Some((_, name)) = args.iter().find_map(of) else {
        panic!("no schema for what {args:?} prints");
    };
    if !output.stdout.is_empty() {
        check(name, &parsed(&output.stdout));
    }
    // Anything else there is about the run itself.
    if output.stderr.starts_with('{') {
        check("findings", &parsed(&output.stderr));
    }
}

/// An output of each command, as it really is.
fn samples() -> Vec<(&'static str, Value)> {
    let env = Env::project();
    let out = |args: &[&str]| parsed(&env.run(&[args, &["--format", "json"]].concat()).stdout);
    env.write(
        "schema.json",
        r#"{"type": "object", "additionalProperties": false}"#,
    );
    env.write("config.yaml", "prot: 1\n");
    env.edit("types/pets.rs", "pub struct", "pub  struct");
    let mut samples = vec![
        ("drift", out(&["check"])),
        ("drift", out(&["regen", "--timings"])),
        ("list", out(&["list"])),
        ("links", out(&["links"])),
        ("dev-loop", out(&["dev:loop"])),
        ("explain", out(&["explain", "ref-cycle"])),
        (
            "generate",
            out(&[
                "generate",
                "--document",
                "api/pets.yaml",
                "--crate",
                "pets",
                "--timings",
            ]),
        ),
        ("corpus", out(&["corpus", "api", "--timings"])),
        (
            "config-check",
            out(&["config", "check", "config.yaml", "--schema", "schema.json"]),
        ),
    ];
    samples.push(("metrics-check", crate::metrics::sample()));
    samples.extend(crate::trace::samples());
    env.write("api/pets.yaml", include_str!("fixture/broken.yaml"));
    let broken = env.run(&["check", "--format", "json"]);
    samples.push(("findings", parsed(&broken.stderr)));
    samples
}

/// Every object in a value, as pointers.
fn objects(value: &Value, pointer: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            found.push(pointer.to_owned());
            for (key, member) in members {
                objects(member, &format!("{pointer}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                objects(item, &format!("{pointer}/{index}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn outputs_have_all_their_members_and_no_others() {
    let samples = samples();
    let names: BTreeSet<&str> = samples.iter().map(|(name, _)| *name).collect();
    let all = reference::schemas().into_iter().map(|(name, _)| name);
    let all: BTreeSet<&str> = all.filter(|name| *name != "contracts").collect();
    assert_eq!(names, all, "a sample of each");
    for (name, sample) in samples {
        check(name, &sample);
        let mut found = Vec::new();
        objects(&sample, "", &mut found);
        assert!(
            matches!(name, "explain" | "links") || found.len() > 1,
            "{name} says nothing: {sample:#}"
        );
        for pointer in found {
            let object = sample.pointer(&pointer).and_then(Value::as_object);
            for key in object.into_iter().flat_map(|object| object.keys()) {
                let mut less = sample.clone();
                let object = less.pointer_mut(&pointer).and_then(Value::as_object_mut);
                object.expect("an object").remove(key);
                // Only who asks for times gets them.
                let optional = pointer.is_empty() && key == "timings";
                assert_eq!(
                    mistakes(name, &less).is_empty(),
                    optional,
                    "{name} without {pointer}/{key}"
                );

                let mut wrong = sample.clone();
                wrong.pointer_mut(&pointer).expect("an object")[key] = json!({"surprise": true});
                assert!(
                    !mistakes(name, &wrong).is_empty(),
                    "{name} with another {pointer}/{key}"
                );
            }
            let mut more = sample.clone();
            more.pointer_mut(&pointer).expect("an object")["surprise"] = Value::Null;
            assert!(
                !mistakes(name, &more).is_empty(),
                "{name} with {pointer}/surprise"
            );
        }
    }
}

fn keys(schema: &Value) -> BTreeSet<&str> {
    let properties = schema["properties"].as_object().expect("properties");
    properties.keys().map(String::as_str).collect()
}

#[test]
fn the_manifest_has_exactly_the_keys_that_its_reader_knows() {
    let schema = schema("contracts");
    let set = |keys: &[&'static str]| -> BTreeSet<&str> { keys.iter().copied().collect() };
    assert_eq!(keys(&schema), set(KEYS));
    let document = &schema["properties"]["documents"]["additionalProperties"];
    assert_eq!(keys(document), set(DOCUMENT_KEYS));
    assert_eq!(keys(&schema["properties"]["specs"]), set(SPECS_KEYS));
    let metrics = &schema["properties"]["metrics"]["additionalProperties"];
    assert_eq!(keys(metrics), set(METRICS_KEYS));
    let artifacts = &schema["properties"]["artifacts"]["items"]["oneOf"];
    let artifacts = artifacts.as_array().expect("a schema per kind");
    assert_eq!(artifacts.len(), ARTIFACT_KEYS.len());
    for (schema, (kind, known)) in artifacts.iter().zip(ARTIFACT_KEYS) {
        assert_eq!(schema["properties"]["kind"]["const"], *kind);
        assert_eq!(keys(schema), set(known), "{kind}");
    }
}

/// Every block of TOML in a text.
fn blocks(markdown: &str) -> impl Iterator<Item = &str> {
    let blocks = markdown.split("```toml\n").skip(1);
    blocks.map(|rest| rest.split("```").next().unwrap_or_default())
}

const WORKSPACE: &str = include_str!("../../../contracts.toml");

#[test]
fn the_manifests_there_are_fit() {
    let own = toml(WORKSPACE);
    check("contracts", &own);
    let artifacts = own["artifacts"].as_array().expect("artifacts");
    let kinds: BTreeSet<&str> = artifacts
        .iter()
        .filter_map(|it| it["kind"].as_str())
        .collect();
    let known: BTreeSet<&str> = ARTIFACT_KEYS.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, known, "of every kind one");
    check("contracts", &toml(include_str!("fixture/contracts.toml")));

    let readme = include_str!("../../../README.md");
    let examples = blocks(readme).filter(|block| block.starts_with("command = "));
    let examples: Vec<&str> = examples.collect();
    let [example] = examples.as_slice() else {
        panic!("one example in README.md: {examples:?}");
    };
    check("contracts", &toml(example));
    let docs = include_str!("../../../contracts-core/src/manifest/mod.rs");
    let docs: String = docs
        .lines()
        .filter_map(|line| line.strip_prefix("//!"))
        .map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line)))
        .collect();
    let example = blocks(&docs).next().expect("an example");
    check("contracts", &toml(example));
}

#[test]
fn editors_find_the_schema_of_this_workspace() {
    let first = WORKSPACE.lines().next().expect("a line");
    let path = first
        .strip_prefix("#:schema ./")
        .expect("the schema's path");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let text = std::fs::read_to_string(format!("{folder}/{path}")).expect("the schema");
    let mut committed = parsed(&text);
    committed
        .as_object_mut()
        .expect("a schema")
        .remove("$comment");
    assert_eq!(committed, schema("contracts"));
}

#[test]
fn wrong_manifests_are_refused_by_both() {
    let env = Env::sources();
    let good = env.read(MANIFEST);
    check("contracts", &toml(&good));
    let types = "kind = \"types\"\npath = \"types/pets.rs\"\ndocument = \"pets\"\nmodule = \"::types::pets\"\n";
    assert!(good.contains(types), "{good}");
    let wrong: &[(&str, &str)] = &[
        ("[documents.pets]", "comand = \"x\"\n[documents.pets]"),
        ("[documents.pets]", "command = true\n[documents.pets]"),
        (
            "[documents.pets]",
            "[formats]\nuuid = \"Option<Uuid\"\n[documents.pets]",
        ),
        ("path = \"api/pets.yaml\"", "pth = \"api/pets.yaml\""),
        ("path = \"api/pets.yaml\"", "path = \"../pets.yaml\""),
        ("path = \"api/pets.yaml\"", "path = \"/pets.yaml\""),
        (
            "path = \"api/pets.yaml\"",
            "path = \"api/pets.yaml\"\nfiles = \"a\"",
        ),
        ("path = \"types/pets.rs\"", "path = \"types/../../pets.rs\""),
        ("path = \"types/pets.rs\"", "path = \"C:/pets.rs\""),
        ("kind = \"types\"", "kind = \"type\""),
        ("kind = \"types\"\n", ""),
        ("document = \"pets\"\n", ""),
        ("module = \"::types::pets\"", "module = \"types pets\""),
        ("module = \"::types::pets\"", "moduel = \"::types::pets\""),
        ("documents = [\"pets\", \"shops\"]", "documents = []"),
        (
            "documents = [\"pets\", \"shops\"]",
            "documents = [\"pets\", \"shops\"]\nmodules = \"tag\"",
        ),
        (
            "documents = [\"pets\", \"shops\"]",
            "documents = [\"pets\", \"pets\"]",
        ),
        ("documents = [\"pets\", \"shops\"]", "documents = \"pets\""),
        (
            types,
            "kind = \"config-schema\"\npath = \"types/pets.rs\"\npackage = \"p\"\n",
        ),
        (
            "[documents.pets]",
            "[specs]\npaths = [\"a.md\"]\n[documents.pets]",
        ),
        (
            "[documents.pets]",
            "[specs]\npaths = []\nids = [\"A\"]\n[documents.pets]",
        ),
        (
            "[documents.pets]",
            "[specs]\npaths = [\"../a.md\"]\nids = [\"A\"]\n[documents.pets]",
        ),
        (
            "[documents.pets]",
            "[specs]\npaths = [\"a.md\"]\nids = \"A\"\n[documents.pets]",
        ),
        (
            "[documents.pets]",
            "[specs]\npaths = [\"a.md\"]\nids = [\"A\"]\npromise = []\n[documents.pets]",
        ),
        (
            "[documents.pets]",
            "[metrics.a]\nfile = \"a.json\"\n[documents.pets]",
        ),
        (types, "kind = \"metrics\"\npath = \"types/pets.rs\"\n"),
        (
            types,
            "kind = \"finding-pages\"\npath = \"docs\"\ndocument = \"pets\"\n",
        ),
    ];
    for (from, to) in wrong {
        assert!(good.contains(from), "{from}");
        let text = good.replacen(from, to, 1);
        assert!(
            !mistakes("contracts", &toml(&text)).is_empty(),
            "the schema takes {to:?}"
        );
        env.write(MANIFEST, &text);
        assert_eq!(env.run(&["list"]).code, 1, "the reader takes {to:?}");
    }
    assert!(!mistakes("contracts", &toml("artifacts = []\n")).is_empty());
    // Whatever begins with `x-` is its writer's own.
    let own = good.replace("[documents.pets]\n", "[documents.pets]\nx-owner = \"us\"\n");
    env.write(MANIFEST, &own);
    env.succeed(&["list"]);
}
