//! A broken contract: every mistake of every document in one run, each with its place, and not one
//! file on disk changes.

use serde_json::Value;

use crate::env::{Env, Output, PETS, SHOPS, text};

/// The lines of the mistakes are counted in `fixture/broken.yaml`; the second document ends inside
/// a list.
fn broken() -> Env {
    let env = Env::project();
    env.write(PETS, include_str!("fixture/broken.yaml"));
    env.edit("contracts.toml", SHOPS, "api/shops.yaml");
    env.write(
        "api/shops.yaml",
        "openapi: 3.1.0\ninfo:\n  title: Shops\n version: 1.0.0\n",
    );
    env
}

const MISTAKES: [(&str, &str); 4] = [
    (
        "dangling-ref api/pets.yaml:16:23",
        "did you mean `#/components/schemas/Pet`?",
    ),
    (
        "duplicate-operation-id api/pets.yaml:18:20",
        "give each operation an id of its own",
    ),
    ("unknown-type api/pets.yaml:29:17", "did you mean `string`?"),
    ("yaml-syntax api/shops.yaml:4:2", ""),
];

/// Every command that reads documents.
const COMMANDS: [&[&str]; 4] = [
    &["check"],
    &["check", "--no-build"],
    &["regen"],
    &["regen-openapi"],
];

/// Runs where nothing may be written, and nothing be left behind.
#[track_caller]
fn refused(env: &Env, args: &[&str]) -> Output {
    let before = env.tree();
    let output = env.run(args);
    assert_eq!(output.code, 1, "{args:?}\n{output:#?}");
    assert_eq!(output.stdout, "", "{args:?}");
    assert_eq!(env.tree(), before, "{args:?} touched a file");
    output
}

fn help(finding: &Value) -> &str {
    finding["help"].as_str().unwrap_or_default()
}

#[test]
fn every_mistake_is_told_in_one_run() {
    let env = broken();
    for command in COMMANDS {
        let args = [command, &["--format", "json"]].concat();
        let output = refused(&env, &args);
        assert_eq!(
            output.places(),
            MISTAKES.map(|(place, _)| place),
            "{args:?}"
        );
        for (finding, (place, expected)) in output.findings().iter().zip(MISTAKES) {
            assert_eq!(finding["severity"], "error", "{place}");
            assert_ne!(text(finding, "message"), "", "{place}");
            if !expected.is_empty() {
                assert_eq!(help(finding), expected, "{place}");
            }
        }
    }
}

#[test]
fn every_mistake_is_shown_to_people_with_its_line() {
    let env = broken();
    for command in COMMANDS {
        let output = refused(&env, command);
        // The fixture is what `check` says.
        let mut expected = include_str!("fixture/broken.stderr").to_owned();
        if command[0] != "check" {
            expected = expected.replace("  Checking", "Generating");
            expected = expected.replace("4 errors", "4 errors; nothing was written");
        }
        assert_eq!(output.stderr, expected, "{command:?}\n{}", output.stderr);
    }
}

#[test]
fn what_people_see_says_the_same_places() {
    let human = refused(&broken(), &["check"]).stderr;
    for (mistake, _) in MISTAKES {
        let (code, place) = mistake.split_once(' ').expect("a code and a place");
        assert!(human.contains(&format!("error[{code}]: ")), "{human}");
        assert!(human.contains(&format!("--> {place}\n")), "{human}");
    }
}

#[test]
fn colour_changes_nothing_but_colour() {
    let env = broken();
    let plain = refused(&env, &["check", "--color", "never"]).stderr;
    let coloured = refused(&env, &["check", "--color", "always"]).stderr;
    assert!(!plain.contains('\x1b'));
    assert!(coloured.contains("\x1b["));
    assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
}

#[test]
fn nothing_is_created_where_nothing_was() {
    let env = broken();
    for path in crate::env::ARTIFACTS.iter().chain([&crate::env::LOCK]) {
        env.remove(path);
    }
    refused(&env, &["regen"]);
}

/// A document with one syntax mistake, and where it is.
#[track_caller]
fn check_syntax(path: &str, document: &str, expected: &str) -> Env {
    let env = Env::project();
    env.edit("contracts.toml", "api/shops.json", path);
    env.write(path, document);
    let output = refused(&env, &["check", "--format", "json"]);
    assert_eq!(output.places(), [expected], "{document}");
    let findings = output.findings();
    assert_ne!(text(&findings[0], "message"), "", "{document}");
    let human = refused(&env, &["regen"]).stderr;
    let (_, place) = expected.split_once(' ').expect("a code and a place");
    assert!(human.contains(&format!("--> {place}\n")), "{human}");
    assert!(human.contains("1 error; nothing was written"), "{human}");
    env
}

#[test]
fn a_syntax_error_in_yaml() {
    let yaml = |text, expected| check_syntax("api/shops.yaml", text, expected);
    yaml(
        "openapi: 3.0.3\ninfo: [\n",
        "yaml-syntax api/shops.yaml:2:7",
    );
    yaml(
        "openapi: 3.0.3\ninfo:\n  title: \"Shops\n",
        "yaml-syntax api/shops.yaml:3:10",
    );
    yaml(
        "openapi: 3.0.3\ninfo: *nowhere\n",
        "yaml-syntax api/shops.yaml:2:7",
    );
}

#[test]
fn a_tab_that_indents_yaml() {
    let tab = |text, expected| {
        let env = check_syntax("api/shops.yaml", text, expected);
        let findings = env.run(&["check", "--format", "json"]).findings();
        assert_eq!(
            help(&findings[0]),
            "YAML indents with spaces; replace the tab"
        );
    };
    tab(
        "openapi: 3.0.3\n\tinfo: {}\n",
        "yaml-syntax api/shops.yaml:2:1",
    );
    tab("info:\n\ttitle: Shops\n", "yaml-syntax api/shops.yaml:2:1");
    tab(
        "info:\n  title: Shops\n\tversion: 1\n",
        "yaml-syntax api/shops.yaml:3:1",
    );
}

#[test]
fn a_syntax_error_in_json() {
    let json = |text, expected| check_syntax("api/shops.json", text, expected);
    json(
        "{\n  \"openapi\": \"3.1.0\",\n  \"info\" {}\n}\n",
        "json-syntax api/shops.json:3:10",
    );
    json("{\"größer\": tru}\n", "json-syntax api/shops.json:1:15");
    json(
        "{\"openapi\": \"3.1.0\",}\n",
        "json-syntax api/shops.json:1:21",
    );
}

#[test]
fn a_key_that_stands_twice() {
    let twice = "openapi: 3.1.0\ninfo: {title: a, version: b}\npaths: {}\n  \ninfo: {title: c, version: d}\n";
    check_syntax("api/shops.yaml", twice, "duplicate-key api/shops.yaml:5:1");
    let twice = "{\n  \"openapi\": \"3.1.0\",\n  \"info\": {\n    \"title\": \"a\",\n    \"title\": \"b\",\n    \"version\": \"c\"\n  }\n}\n";
    check_syntax("api/shops.json", twice, "duplicate-key api/shops.json:5:5");
}

#[test]
fn columns_count_characters() {
    let env = Env::project();
    let field = "id:\n          type: string\n        name";
    env.edit(
        PETS,
        field,
        "id: {title: 🐕 größer, type: strin}\n        name",
    );
    let output = refused(&env, &["check", "--format", "json"]);
    assert_eq!(output.places(), ["unknown-type api/pets.yaml:29:37"]);
}

#[test]
fn a_broken_document_comes_before_drift() {
    let env = broken();
    env.edit("types/pets.rs", "Pet", "Pest");
    refused(&env, &["check"]);
}

#[test]
fn a_mended_document_is_generated() {
    let env = broken();
    env.write(PETS, include_str!("fixture/pets.yaml"));
    env.edit(
        "api/shops.yaml",
        "\n version: 1.0.0\n",
        "\n  version: 1.0.0\npaths: {}\n",
    );
    env.succeed(&["regen"]);
    env.succeed(&["check"]);
}
