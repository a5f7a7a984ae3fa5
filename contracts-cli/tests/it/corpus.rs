//! `corpus`: a folder of documents, each with its outcome. That the crates compile is shown by tests/workspace.

use std::path::{Path, PathBuf};

use crate::env::{Env, Output, PETS, SHOPS, text};

#[test]
fn every_document_has_an_outcome() {
    let env = Env::sources();
    env.write("api/old/v2.json", r#"{"swagger": "2.0"}"#);
    env.write("api/old/part.yaml", "Pet: {type: object}\n");
    env.write("api/old/broken.yaml", "openapi: 3.0.3\ninfo: [\n");
    env.write(
        "api/old/dangling.yaml",
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\ncomponents: {schemas: {A: {$ref: '#/B'}}}\n",
    );
    let run = env.run(&[
        "corpus", "api", "--out", "made", "--jobs", "2", "--format", "json",
    ]);
    // What cannot be used stops nothing, and is told at the end.
    assert_eq!(run.code, 1, "{run:#?}");
    let documents: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let documents = documents["documents"].as_array().unwrap();
    let names: Vec<String> = documents.iter().map(|it| text(it, "name")).collect();
    // Neither Swagger 2 nor a part of a document is an OpenAPI document.
    assert_eq!(
        names,
        [
            "old/broken.yaml",
            "old/dangling.yaml",
            "pets.yaml",
            "shops.json"
        ]
    );
    let generated: Vec<bool> = documents
        .iter()
        .map(|it| it["generated"].as_bool().unwrap())
        .collect();
    assert_eq!(generated, [false, true, true, true]);
    assert!(
        text(&documents[0], "error").contains("broken.yaml:2:7: [yaml-syntax]"),
        "{documents:#?}"
    );
    // A mistake is told by `generate`, and stops nothing.
    assert_eq!(documents[1]["error"], serde_json::Value::Null);
    assert!(documents[2]["operations"].as_u64().unwrap() > 0);
    assert!(documents[2]["lines"].as_u64().unwrap() > 100);
    assert!(env.exists("made/c-pets/src/client.rs") && env.exists("made/c-shops/Cargo.toml"));
    assert!(!env.exists("made/c-old-broken"));
}

#[test]
fn people_get_a_table() {
    let env = Env::sources();
    let run = env.succeed(&["corpus", "api", "--out", "made"]);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(
        lines[0].starts_with("document    openapi  operations"),
        "{run:#?}"
    );
    assert!(
        lines[1].starts_with("pets.yaml") && lines[1].ends_with("generated"),
        "{run:#?}"
    );
    assert_eq!(lines.len(), 3, "{run:#?}");
    env.remove(PETS);
    env.remove(SHOPS);
    let run = env.run(&["corpus", "api"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:#?}");
    assert!(
        run.stderr.contains("no OpenAPI document below api"),
        "{run:#?}"
    );
}

/// The target folder of all nested builds, so that what types are made of is compiled once.
fn nested() -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_cargo-contracts"));
    let target = program.ancestors().nth(2).expect("a target folder");
    target.join("nested")
}

#[track_caller]
fn roundtrip(env: &Env, more: &[&str]) -> Output {
    let arguments = ["corpus", "examples", "--out", "made", "--roundtrip"];
    let mut command = env.command(&[&arguments, more].concat());
    Output::of(command.env("CARGO_TARGET_DIR", nested()))
}

#[test]
fn examples_go_through_their_types_and_back() {
    let env = Env::empty();
    env.write("examples/all.yaml", include_str!("fixture/examples.yaml"));
    env.write(
        "examples/none.yaml",
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\n",
    );
    let run = roundtrip(&env, &["--format", "json"]);
    assert_eq!(run.code, 0, "{run:#?}");
    let outcome: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let found = &outcome["documents"][0]["roundtrip"];
    let exceptions = found["exceptions"].as_array().unwrap().iter().map(|it| {
        let message = text(it, "message");
        let message = message.split(" at line").next().unwrap_or_default();
        format!(
            "{}:{}:{} {} {message}",
            text(it, "file"),
            it["line"],
            it["column"],
            text(it, "type")
        )
    });
    assert_eq!(
        exceptions.collect::<Vec<_>>(),
        [
            r#"all.yaml:63:16 Lost /x-more: 2 was lost"#,
            r#"all.yaml:66:16 Refused refused: invalid type: string "text", expected an object (`Refused`)"#,
            r#"all.yaml:58:38 Rounded the value: 9007199254740993 became 9007199254740992.0"#,
        ]
    );
    // `id` of the request and `more`.
    assert_eq!(found["ignored"], 2, "{found:#}");
    let counts = ["examples", "untyped", "unjudged", "valid", "equal"];
    let counts = counts.map(|count| found[count].as_u64().unwrap());
    assert_eq!(counts, [11, 0, 0, 9, 6], "{found:#}");
    let none = &outcome["documents"][1]["roundtrip"];
    assert_eq!((&none["valid"], &none["equal"]), (&0.into(), &0.into()));

    // The same for people, who may ask for more than there is.
    let run = roundtrip(&env, &["--fail-under", "99"]);
    assert_eq!(run.code, 1, "{run:#?}");
    let total = run.stdout.lines().find(|line| line.starts_with("total"));
    assert!(
        total.is_some_and(|line| line.ends_with("9      6           2  66.66 %")),
        "{run:#?}"
    );
    assert!(
        run.stdout
            .contains("all.yaml:63:16: `Lost`: /x-more: 2 was lost\n    unexplained\n"),
        "{run:#?}"
    );
    // Each has its reason below it.
    let lines: Vec<&str> = run.stdout.lines().collect();
    let why = lines.iter().position(|line| line.contains("`Refused`"));
    let why = why.and_then(|at| lines.get(at + 1));
    assert!(
        why.is_some_and(|why| why.starts_with("    a schema with properties and without `type`")),
        "{run:#?}"
    );
    assert!(
        run.stderr
            .contains("6 of 9 examples came back equal (66.66 %), but 99 % are asked for"),
        "{run:#?}"
    );
    assert_eq!(roundtrip(&env, &["--fail-under", "66"]).code, 0);
}

#[test]
fn a_share_is_asked_of_examples_that_were_tried() {
    let env = Env::sources();
    let run = env.run(&["corpus", "api", "--fail-under", "99"]);
    assert_eq!(run.code, 2, "{run:#?}");
    assert!(run.stderr.contains("--roundtrip"), "{run:#?}");
    let run = env.run(&["corpus", "api", "--roundtrip", "--fail-under", "101"]);
    assert_eq!(run.code, 2, "{run:#?}");
    assert!(run.stderr.contains("`101` is no percentage"), "{run:#?}");
}
