//! `docs-index`, and scenarios as tests of requirements.

use serde_json::Value;

use crate::env::{Env, MANIFEST};

const FEATURE: &str = "@TOY-1001\nFeature: Toys\n\n  Background:\n    Given a shop\n\n  Scenario: One is sold\n    When 1 toy is sold\n    \
                       Then nobody is sad\n\n  @TOY-1002\n  Scenario: Two are sold\n    When 2 toys are sold\n";

const STEPS: &str = "#[given(\"a shop\")]\nfn shop() {}\n\nmod inner {\n    #[when(expr = \"{int} toy(s) is/are sold\")]\n    \
                     async fn sold() {}\n}\n\n#[when(\"nobody is sad\")]\nfn other_kind() {}\n";

/// A harness of its own: it lists two scenarios, one of which passes.
const HARNESS: &str = "mod steps { }\nfn main() {\n    let list = std::env::args().any(|it| it == \"--list\");\n    \
                       for (name, result) in [(\"Toys::One is sold\", \"ok\"), (\"Toys::Two are sold\", \"FAILED\")] {\n        \
                       if list { println!(\"{name}: test\") } else { println!(\"test {name:25} ... {result}\") }\n    }\n}\n";

const LIB: &str = "#[cfg(test)]\nmod tests {\n    /// TOY-1002\n    #[test]\n    fn named() {}\n\n    #[test]\n    fn plain() {}\n}\n";

fn project() -> Env {
    let env = Env::empty();
    let manifest = "[specs]\npaths = [\"specs.md\"]\nids = [\"TOY-[0-9]{4}\"]\n\n[[artifacts]]\nkind = \"test-docs\"\n\
                    path = \"docs/testing\"\nfeatures = \"tests/features\"\n";
    env.write(MANIFEST, manifest);
    env.write(
        "specs.md",
        "- TOY-1001: A toy MUST be.\n- TOY-1002: A toy MUST be fun.\n",
    );
    let cargo = "[package]\nname = \"toy\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[[test]]\nname = \"features\"\n\
                 path = \"tests/features/main.rs\"\nharness = false\n\n[workspace]\n";
    env.write("Cargo.toml", cargo);
    env.write("src/lib.rs", LIB);
    env.write("tests/features/toys.feature", FEATURE);
    env.write("tests/features/steps.rs", STEPS);
    env.write("tests/features/main.rs", HARNESS);
    env
}

#[test]
fn scenarios_are_listed_with_the_functions_of_their_steps() {
    let env = project();
    env.succeed(&["docs-index"]);
    let mapping = env.read("docs/testing/bdd-mapping.md");
    let (_, mapping) = mapping.split_once("## Toys").expect("the feature");
    let link = |name: &str| format!("[`{name}`](../../tests/features/steps.rs)");
    let (shop, sold) = (link("shop"), link("sold"));
    let expect = format!(
        "\n\nFrom [tests/features/toys.feature](../../tests/features/toys.feature).\n\n\
         ### One is sold\n\nIt proves TOY-1001.\n\n| step | function |\n|---|---|\n| Given a shop | {shop} |\n\
         | When 1 toy is sold | {sold} |\n| Then nobody is sad | none |\n\n\
         ### Two are sold\n\nIt proves TOY-1001, TOY-1002.\n\n| step | function |\n|---|---|\n| Given a shop | {shop} |\n\
         | When 2 toys are sold | {sold} |\n"
    );
    assert_eq!(mapping, expect);
    let inventory = env.read("docs/testing/infile-test-inventory.md");
    let rows = "| `tests::named` | TOY-1002 |\n| `tests::plain` | none |\n";
    assert!(inventory.contains(rows), "{inventory}");
    env.succeed(&["links"]);
}

#[test]
fn docs_of_tests_are_guarded_as_all_artifacts() {
    let env = project();
    env.succeed(&["regen"]);
    env.succeed(&["check"]);
    // A near miss: what no page says makes no difference.
    env.edit(
        "tests/features/steps.rs",
        "fn shop() {}",
        "fn shop() { let _ = 1; }",
    );
    env.succeed(&["check"]);
    env.edit("tests/features/steps.rs", "fn shop", "fn store");
    let output = env.run(&["check", "--format", "json"]);
    assert_eq!(output.code, 4, "{output:#?}");
    let stale = output.artifacts();
    let stale = stale.iter().find(|it| it["state"] == "stale").expect("one");
    assert_eq!(stale["path"], "docs/testing/bdd-mapping.md");
    assert_eq!(stale["cause"], "source");
    env.write("tests/features/toys.feature", "Scenario: no feature\n");
    let output = env.run(&["check"]);
    assert_eq!(output.code, 1, "{output:#?}");
    assert!(
        output.stderr.contains("toys.feature: this is no Gherkin"),
        "{output:#?}"
    );
}

#[test]
fn a_scenario_that_passes_verifies() {
    let env = project();
    let output = env.succeed(&["trace", "--run", "--format", "json"]);
    let object: Value = serde_json::from_str(&output.stdout).expect("JSON");
    let claims = |index: usize, key: &str| {
        let claims = object["requirements"][index][key]
            .as_array()
            .expect("a list");
        let claims = claims
            .iter()
            .map(|it| it["test"].as_str().expect("a name").to_owned());
        claims.collect::<Vec<_>>()
    };
    let outcomes = |index: usize| {
        let claims = object["requirements"][index]["claimed"].as_array();
        let claims = claims.expect("a list").iter();
        claims
            .map(|it| it["outcome"].as_str().expect("an outcome"))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        claims(0, "claimed"),
        ["Toys::One is sold", "Toys::Two are sold"]
    );
    assert_eq!(outcomes(0), ["passed", "failed"]);
    assert_eq!(claims(1, "claimed"), ["tests::named", "Toys::Two are sold"]);
    assert_eq!(outcomes(1), ["passed", "failed"]);
    // One that fails is enough to verify nothing.
    assert_eq!(claims(0, "verified"), [""; 0]);
    env.edit("tests/features/main.rs", "FAILED", "ok");
    let output = env.succeed(&["trace", "--run", "--format", "json"]);
    assert!(output.stdout.contains("\"must\": 100.0"), "{output:#?}");
    let first = &object["requirements"][0]["claimed"][0];
    assert_eq!(
        (&first["file"], &first["line"]),
        (&"tests/features/toys.feature".into(), &1.into())
    );
    // A tag that no sentence has is unknown, as any id in code.
    env.edit("tests/features/toys.feature", "  @TOY-1002", "  @TOY-1022");
    let output = env.run(&["trace", "--format", "json"]);
    assert_eq!(
        output.places(),
        ["unknown-requirement tests/features/toys.feature:11:4"]
    );
}

#[test]
fn a_folder_of_features_has_to_be_there() {
    let env = project();
    env.edit(MANIFEST, "\"tests/features\"", "\"tests/feature\"");
    let output = env.run(&["docs-index"]);
    assert_eq!(output.code, 1, "{output:#?}");
    assert!(
        output.stderr.contains("no folder `tests/feature`"),
        "{output:#?}"
    );
    assert!(!env.exists("docs/testing/bdd-mapping.md"));
}
