//! Mistakes in contracts.toml, and files that are not there.

use crate::env::{Env, MANIFEST, PETS};

/// An edit of contracts.toml is told as exactly these findings, the first with this help, and
/// nothing is written.
#[track_caller]
fn check(from: &str, to: &str, expected: &[&str], help: &str) {
    let env = Env::project();
    env.edit(MANIFEST, from, to);
    let before = env.tree();
    for command in ["check", "regen", "list"] {
        let output = env.run(&[command, "--format", "json"]);
        assert_eq!(output.code, 1, "{command}\n{output:#?}");
        assert_eq!(output.places(), expected, "{command}\n{output:#?}");
        let told = &output.findings()[0]["help"];
        assert!(
            help.is_empty() || told.as_str() == Some(help),
            "{told} instead of {help}"
        );
    }
    assert_eq!(env.tree(), before, "something was written");
}

#[test]
fn a_syntax_error() {
    check(
        "[documents.pets]",
        "[documents.pets",
        &["toml-syntax contracts.toml:1:16"],
        "",
    );
    check(
        "\"api/pets.yaml\"",
        "api/pets.yaml",
        &["toml-syntax contracts.toml:2:8"],
        "",
    );
}

#[test]
fn a_key_that_stands_twice() {
    let twice = "kind = \"client\"\nkind = \"client\"";
    check(
        "kind = \"client\"",
        twice,
        &["duplicate-key contracts.toml:21:1"],
        "",
    );
}

#[test]
fn a_wrong_key_with_the_nearest_right_one() {
    check(
        "module = \"::types::pets\"",
        "module = \"::types::pets\"\n  modul = \"pets\"",
        &["unknown-key contracts.toml:12:3"],
        "did you mean `module`?",
    );
    check(
        "path = \"api/shops.json\"",
        "path = \"api/shops.json\"\nformat = {}",
        &["unknown-key contracts.toml:6:1"],
        "did you mean `formats`?",
    );
    check(
        "[documents.pets]",
        "comand = \"cargo xtask\"\n[documents.pets]",
        &["unknown-key contracts.toml:1:1"],
        "did you mean `command`?",
    );
    check(
        "[documents.pets]",
        "colour = \"red\"\n[documents.pets]",
        &["unknown-key contracts.toml:1:1"],
        "known keys are command, formats, documents, metrics, specs, artifacts",
    );
}

#[test]
fn a_value_of_the_wrong_type() {
    check(
        "\"client/generated.rs\"",
        "true",
        &["wrong-type contracts.toml:21:8"],
        "",
    );
    check(
        "[\"pets\", \"shops\"]",
        "\"pets\"",
        &["wrong-type contracts.toml:22:13"],
        "",
    );
    check(
        "\"client/generated.rs\"",
        "[\"client\"]",
        &["wrong-type contracts.toml:21:8"],
        "",
    );
}

#[test]
fn a_mistake_in_one_table_is_no_mistake_of_others() {
    // The client's types are declared; that their path is wrong does not make them missing.
    check(
        "\"types/pets.rs\"",
        "[\"types\"]",
        &["wrong-type contracts.toml:9:8"],
        "",
    );
}

#[test]
fn a_document_that_is_not_declared() {
    check(
        "[\"pets\", \"shops\"]",
        "[\"pets\", \"shop\"]",
        &["unknown-document contracts.toml:22:22"],
        "did you mean `shops`?",
    );
    check(
        "[\"pets\", \"shops\"]",
        "[\"pets\", \"shops\", \"weather\"]",
        &["unknown-document contracts.toml:22:31"],
        "declare it as `[documents.weather]`",
    );
}

#[test]
fn a_kind_that_does_not_exist() {
    check(
        "\"client\"",
        "\"cleint\"",
        &["invalid-value contracts.toml:20:8"],
        "did you mean `client`?",
    );
}

#[test]
fn two_artifacts_at_one_path() {
    check(
        "\"client/generated.rs\"",
        "\"types/pets.rs\"",
        &["duplicate-artifact contracts.toml:21:8"],
        "",
    );
}

#[test]
fn a_path_that_leaves_the_folder() {
    for path in ["../outside.rs", "/tmp/outside.rs", "a/../../outside.rs", ""] {
        check(
            "\"client/generated.rs\"",
            &format!("\"{path}\""),
            &["invalid-path contracts.toml:21:8"],
            "write it relative to contracts.toml, without `..`",
        );
    }
}

/// No file can be read, or the words make no sense: exit code 2, a message, nothing on stdout.
#[track_caller]
fn unusable(env: &Env, args: &[&str], message: &str) {
    let before = env.tree();
    let output = env.run(args);
    assert_eq!(output.code, 2, "{args:?}\n{output:#?}");
    assert_eq!(output.stdout, "", "{args:?}");
    assert!(
        output.stderr.contains(message),
        "{args:?}\n{}",
        output.stderr
    );
    assert_eq!(env.tree(), before, "{args:?} touched a file");
}

const COMMANDS: [&str; 4] = ["check", "regen", "regen-openapi", "list"];

#[test]
fn a_document_that_is_not_there() {
    let env = Env::project();
    env.remove(PETS);
    for command in COMMANDS {
        unusable(&env, &[command], PETS);
        unusable(&env, &[command, "--format", "json"], PETS);
    }
    // 2 comes before 1 and 4.
    env.write("api/shops.json", "{");
    env.remove("types/shops.rs");
    unusable(&env, &["check"], PETS);
}

#[test]
fn no_manifest() {
    let env = Env::empty();
    for command in COMMANDS {
        unusable(&env, &[command], "contracts.toml");
    }
    unusable(
        &env,
        &["check", "--manifest-path", "other.toml"],
        "other.toml",
    );
}

#[test]
fn wrong_usage() {
    let env = Env::project();
    unusable(&env, &["chek"], "similar subcommand exists: 'check'");
    unusable(&env, &[], "Usage:");
    unusable(&env, &["contracts"], "Usage:");
    unusable(&env, &["check", "--formt", "json"], "--format");
    unusable(&env, &["check", "--format", "yaml"], "json");
    unusable(&env, &["check", "-q", "-v"], "cannot be used with");
    unusable(&env, &["check", "types/pets.rs"], "unexpected argument");
}

#[test]
fn the_manifest_is_found_from_a_folder_below() {
    let env = Env::project();
    let mut command = env.command(&["check"]);
    command.current_dir(env.path("types"));
    let output = crate::env::Output::of(&mut command);
    assert_eq!(output.code, 0, "{output:#?}");
    assert!(output.stderr.contains("Fresh types/pets.rs\n"));
}

#[test]
fn the_manifest_can_be_named() {
    let env = Env::project();
    let named = env.path(MANIFEST);
    let named = named.to_str().expect("a path in UTF-8");
    let elsewhere = Env::empty();
    for place in [
        ["--manifest-path", named, "check"],
        ["check", "--manifest-path", named],
    ] {
        let output = elsewhere.succeed(&place);
        assert!(
            output.stderr.contains("Fresh types/pets.rs\n"),
            "{output:#?}"
        );
    }
    env.remove("types/pets.rs");
    assert_eq!(elsewhere.run(&["check", "--manifest-path", named]).code, 4);
    elsewhere.succeed(&["regen", "--manifest-path", named]);
    assert!(env.exists("types/pets.rs"));
    assert_eq!(
        elsewhere.tree().len(),
        0,
        "regen wrote into the current folder"
    );

    // A manifest of another name, and one named from a folder below.
    env.write("other.toml", &env.read(MANIFEST));
    env.succeed(&["check", "--manifest-path", "other.toml"]);
    let mut command = env.command(&["check", "--manifest-path", "../contracts.toml"]);
    let output = crate::env::Output::of(command.current_dir(env.path("types")));
    assert_eq!(output.code, 0, "{output:#?}");
}
