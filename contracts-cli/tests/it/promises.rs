//! What the command line promises about its output, whatever it says.

use std::{collections::BTreeSet, io, process::Stdio};

use serde_json::{Value, json};

use crate::env::{ARTIFACTS, Env, LOCK, Output, PETS};

/// A project with drift, and one with findings.
fn troubled() -> [(Env, i32); 2] {
    let [drift, findings] = [Env::project(), Env::project()];
    drift.edit("types/pets.rs", "Pet", "Pest");
    findings.edit(PETS, "type: object", "type: objekt");
    [(drift, 4), (findings, 1)]
}

#[test]
fn both_ways_to_call_it_are_the_same() {
    let [(drift, _), (findings, _)] = troubled();
    for env in [Env::project(), drift, findings] {
        for args in [
            &["check"][..],
            &["check", "--format", "json"],
            &["list", "-v"],
        ] {
            let plain = env.run(args);
            let through_cargo = env.run(&[&["contracts"], args].concat());
            assert_eq!(plain.code, through_cargo.code);
            assert_eq!(plain.stdout, through_cargo.stdout);
            assert_eq!(plain.stderr, through_cargo.stderr);
        }
    }
}

#[test]
fn quiet_says_nothing_when_all_is_well() {
    let env = Env::sources();
    // Also where there are warnings only.
    env.edit(PETS, "      operationId: getPet\n", "");
    for args in [
        ["regen", "-q"],
        ["check", "--quiet"],
        ["-q", "regen-openapi"],
    ] {
        let output = env.succeed(&args);
        assert_eq!((output.stdout.as_str(), output.stderr.as_str()), ("", ""));
    }
    let loud = env.succeed(&["check"]);
    assert!(
        loud.stderr.contains("warning[missing-operation-id]"),
        "{loud:#?}"
    );
}

#[test]
fn quiet_still_tells_problems() {
    let [(drift, _), (findings, _)] = troubled();
    let output = drift.run(&["check", "-q"]);
    assert_eq!(output.code, 4);
    assert!(output.stderr.contains("Stale types/pets.rs"), "{output:#?}");
    assert!(!output.stderr.contains("Fresh"), "{output:#?}");
    let output = findings.run(&["check", "-q"]);
    assert_eq!(output.code, 1);
    assert!(output.stderr.contains("error[unknown-type]"), "{output:#?}");
    assert!(!output.stderr.contains("Checking"), "{output:#?}");
}

#[test]
fn verbose_shows_the_whole_difference() {
    let env = Env::project();
    env.write("client/generated.rs", "");
    let lines = |output: &Output| output.stderr.lines().count();
    let (short, long) = (env.run(&["check"]), env.run(&["check", "-v"]));
    assert!(
        short.stderr.contains("more lines; -v shows all"),
        "{short:#?}"
    );
    assert!(!long.stderr.contains("more lines"), "{long:#?}");
    let whole = env.run(&["regen", "--format", "json"]);
    let diff = whole.artifacts()[2]["diff"]
        .as_str()
        .map(|diff| diff.lines().count());
    assert!(diff.expect("a difference") > 100);
    assert!(lines(&long) > 100 && lines(&short) < 50);
}

#[test]
fn escapes_only_where_colour_is_wanted() {
    let [drift, findings] = troubled();
    for (env, code) in [(Env::project(), 0), drift, findings] {
        for format in ["human", "json"] {
            for (colour, wanted) in [
                ("auto", false),
                ("never", false),
                ("always", format == "human"),
            ] {
                let args = ["check", "--format", format, "--color", colour];
                let output = env.run(&args);
                assert_eq!(output.code, code, "{args:?}\n{output:#?}");
                assert!(!output.stdout.contains('\x1b'), "{args:?}\n{output:#?}");
                assert_eq!(
                    output.stderr.contains('\x1b'),
                    wanted,
                    "{args:?}\n{output:#?}"
                );
            }
        }
    }
}

#[test]
fn the_rhythm_of_the_output() {
    let env = Env::sources();
    let generated = env.succeed(&["regen"]);
    let expected = "  Generating 3 artifacts
     Created types/pets.rs
     Created types/shops.rs
     Created client/generated.rs
     Created contracts.lock
    Finished 4 generated: 4 created
";
    assert_eq!(
        (generated.stderr.as_str(), generated.stdout.as_str()),
        (expected, "")
    );

    env.edit("types/shops.rs", "pub name:", "pub nome:");
    env.remove("types/pets.rs");
    let checked = env.run(&["check"]);
    let expected = "    Checking 3 artifacts
     Missing types/pets.rs (it was deleted)
       Stale types/shops.rs (it was edited)
             --- types/shops.rs (committed)
             +++ types/shops.rs (generated)
             @@ -5,7 +5,7 @@
              #[derive(Clone, Debug, PartialEq)]
              pub struct Shop {
                  /// The member `name`.
             -    pub nome: String,
             +    pub name: String,
                  /// The member `street`.
                  pub street: Option<String>,
              }
       Fresh client/generated.rs
       Fresh contracts.lock
     Failure 4 checked: 2 fresh, 1 stale, 1 missing
             (run `cargo contracts regen` and commit what it writes)
";
    assert_eq!(checked.stderr, expected, "{}", checked.stderr);

    let mended = env.succeed(&["regen"]);
    let expected = "  Generating 3 artifacts
     Created types/pets.rs
     Updated types/shops.rs (it was edited)
       Fresh client/generated.rs
       Fresh contracts.lock
    Finished 4 generated: 2 fresh, 1 updated, 1 created
";
    assert_eq!(mended.stderr, expected, "{}", mended.stderr);
}

#[test]
fn a_broken_manifest_is_not_counted() {
    let env = Env::project();
    env.edit("contracts.toml", "kind = \"client\"", "kind = \"cleint\"");
    let output = env.run(&["check"]);
    let expected = "    Checking contracts.toml\nerror[invalid-value]: ";
    assert!(output.stderr.starts_with(expected), "{output:#?}");
    assert!(output.stderr.ends_with("     Failure 1 error\n"));
}

#[test]
fn a_part_of_the_artifacts_is_regenerated_alone() {
    let env = Env::project();
    env.edit(PETS, "operationId: getPet", "operationId: fetchPet");
    let before = env.tree();
    let output = env.succeed(&["regen-schema"]);
    let expected = "  Generating 0 artifacts
       Fresh contracts.lock
    Finished 1 generated: 1 fresh
";
    assert_eq!(output.stderr, expected);
    assert_eq!(env.tree(), before);
    let output = env.succeed(&["regen-openapi"]);
    assert!(
        output
            .stderr
            .contains("Updated client/generated.rs (its sources changed)\n")
    );
    env.succeed(&["check"]);
}

#[test]
fn the_repairing_command_is_the_one_the_manifest_names() {
    let env = Env::sources();
    env.edit(
        "contracts.toml",
        "[documents.pets]",
        "command = \"cargo xtask\"\n[documents.pets]",
    );
    let output = env.run(&["check"]);
    assert!(
        output
            .stderr
            .contains("(run `cargo xtask regen` and commit"),
        "{output:#?}"
    );
    env.succeed(&["regen"]);
    for path in ARTIFACTS.iter().chain([&LOCK]) {
        let text = env.read(path);
        let first = text.lines().next().unwrap_or_default();
        assert!(
            first.ends_with("Do not edit; run `cargo xtask regen`."),
            "{first}"
        );
    }
}

#[test]
fn list_for_people() {
    let output = Env::sources().succeed(&["list"]);
    let expected = "document pets  api/pets.yaml  Pets 1.0.0, OpenAPI 3.0, 1 operation
document shops  api/shops.json  Shops 1.0.0, OpenAPI 3.1, 1 operation
artifact types/pets.rs  types  of pets
artifact types/shops.rs  types  of shops
artifact client/generated.rs  client  of pets, shops
";
    assert_eq!(
        (output.stdout.as_str(), output.stderr.as_str()),
        (expected, "")
    );
}

#[test]
fn list_for_scripts() {
    let output = Env::sources().succeed(&["list", "--format", "json"]);
    let value: Value = serde_json::from_str(&output.stdout).expect("one JSON object");
    let expected = json!({
        "documents": [
            {"name": "pets", "path": "api/pets.yaml", "title": "Pets", "version": "1.0.0", "openapi": "3.0", "operations": 1},
            {"name": "shops", "path": "api/shops.json", "title": "Shops", "version": "1.0.0", "openapi": "3.1", "operations": 1},
        ],
        "artifacts": [
            {"path": "types/pets.rs", "kind": "types", "documents": ["pets"]},
            {"path": "types/shops.rs", "kind": "types", "documents": ["shops"]},
            {"path": "client/generated.rs", "kind": "client", "documents": ["pets", "shops"]},
        ],
    });
    assert_eq!(value, expected);
    assert_eq!(output.stderr, "");
}

#[test]
fn list_writes_nothing_and_needs_no_artifact() {
    let env = Env::sources();
    let before = env.tree();
    env.succeed(&["list"]);
    assert_eq!(env.tree(), before);
}

#[test]
fn completions_for_every_shell() {
    let env = Env::empty();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = env.succeed(&["completions", shell]);
        for word in ["cargo-contracts", "regen-openapi", "manifest-path"] {
            assert!(output.stdout.contains(word), "{shell} has no {word}");
        }
        assert_eq!(output.stderr, "");
    }
}

fn keys(value: &Value) -> BTreeSet<&str> {
    let members = value.as_object().expect("an object");
    members.keys().map(String::as_str).collect()
}

#[test]
fn drift_has_exactly_the_documented_keys() {
    let [(drift, _), _] = troubled();
    for command in ["check", "regen"] {
        let output = drift.run(&[command, "--format", "json"]);
        let value: Value = serde_json::from_str(&output.stdout).expect("one JSON object");
        assert_eq!(keys(&value), BTreeSet::from(["artifacts"]));
        assert_eq!(output.artifacts().len(), 4);
        for entry in output.artifacts() {
            assert_eq!(
                keys(&entry),
                BTreeSet::from(["path", "state", "cause", "diff"])
            );
            assert!(entry["path"].is_string() && entry["state"].is_string());
            let fresh = entry["state"] == "fresh";
            assert_eq!(entry["cause"].is_null(), fresh, "{entry:#}");
            assert_eq!(entry["diff"] == "", fresh, "{entry:#}");
        }
    }
}

#[test]
fn findings_have_exactly_the_documented_keys() {
    let env = Env::project();
    env.edit(PETS, "type: object", "type: objekt");
    // A warning, and one without a line.
    env.edit(PETS, "      operationId: getPet\n", "");
    env.write("api/shops.json", "{}");
    let output = env.run(&["check", "--format", "json"]);
    let value: Value = serde_json::from_str(&output.stderr).expect("one JSON object");
    assert_eq!(keys(&value), BTreeSet::from(["findings"]));
    let expected = [
        "code", "severity", "message", "file", "line", "column", "help",
    ];
    for finding in output.findings() {
        assert_eq!(keys(&finding), BTreeSet::from(expected));
        assert!(
            ["code", "severity", "message", "file"]
                .iter()
                .all(|key| finding[key].is_string())
        );
        assert_eq!(finding["line"].is_null(), finding["column"].is_null());
    }
    let told = output.places();
    let codes = told
        .iter()
        .map(|place| place.split(' ').next().unwrap_or_default());
    let codes: Vec<&str> = codes.collect();
    assert_eq!(
        codes,
        [
            "unknown-type",
            "missing-operation-id",
            "unsupported-version"
        ]
    );
    assert_eq!(told[2], "unsupported-version api/shops.json");
    assert_eq!(output.findings()[1]["severity"], "warning");
}

#[test]
fn warnings_do_not_spoil_the_data() {
    let env = Env::sources();
    env.edit(PETS, "      operationId: getPet\n", "");
    env.succeed(&["regen"]);
    let output = env.succeed(&["check", "--format", "json"]);
    assert_eq!(output.places(), ["missing-operation-id api/pets.yaml:8:5"]);
    assert_eq!(output.artifacts().len(), 4);
}

/// A stream that nobody reads any more.
fn closed() -> Stdio {
    let (reader, writer) = io::pipe().expect("a pipe");
    drop(reader);
    writer.into()
}

#[test]
fn a_reader_that_went_away_is_no_error() {
    let env = Env::project();
    let before = env.tree();
    let cases: [&[&str]; 6] = [
        &["list"],
        &["list", "--format", "json"],
        &["check", "--format", "json"],
        &["completions", "bash"],
        &["--help"],
        &["--version"],
    ];
    for args in cases {
        let output = env
            .command(args)
            .stdout(closed())
            .stderr(Stdio::piped())
            .output();
        let output = output.expect("the binary starts");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(
            (output.status.code(), told.as_ref()),
            (Some(0), ""),
            "{args:?}"
        );
    }
    assert_eq!(env.tree(), before);
}

#[test]
fn a_closed_stderr_changes_no_exit_code() {
    let [drift, findings] = troubled();
    for (env, code) in [(Env::project(), 0), drift, findings] {
        let status = env
            .command(&["check"])
            .stdout(Stdio::null())
            .stderr(closed())
            .status();
        assert_eq!(status.expect("the binary starts").code(), Some(code));
    }
    let status = Env::empty().command(&["chek"]).stderr(closed()).status();
    assert_eq!(status.expect("the binary starts").code(), Some(2));
}
