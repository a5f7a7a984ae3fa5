//! `corpus`: a folder of documents, each with its outcome. That the crates compile is shown by tests/workspace.

use crate::env::{Env, PETS, SHOPS, text};

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
