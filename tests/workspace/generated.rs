//! A crate that `generate` makes of a document compiles, and so does the first call in its docs.

use crate::environment::Clone;

/// A document that progenitor can do.
const SIMPLE: &str = r#"
openapi: 3.1.0
info: {title: Pets, version: 1.0.0}
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters: [{name: id, in: path, required: true, schema: {type: string, format: uuid}}]
      responses:
        '200': {description: it, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
  /pets:
    get:
      operationId: listPets
      responses:
        '200':
          description: all
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}
components:
  schemas:
    Pet: {type: object, required: [kind], properties: {kind: {const: cat}, age: {type: [integer, 'null']}}}
"#;

#[test]
fn a_crate_of_the_stock_back_end_compiles_too() {
    let clone = Clone::new();
    clone.edit("Cargo.toml", "exclude = [", "exclude = [\"made\", ");
    clone.write("pets.yaml", SIMPLE);
    let generate = [
        "xtask",
        "generate",
        "--document",
        "pets.yaml",
        "--crate",
        "made",
        "--backend",
        "progenitor",
    ];
    clone.cargo(generate).succeeds();
    clone.write("made/Cargo.lock", &clone.read("Cargo.lock"));
    let built = clone.cargo_in("made", ["test"]).succeeds();
    assert!(!built.stderr().contains("warning"), "{}", built.stderr());
    assert!(built.stdout().contains("1 passed"), "{}", built.stdout());
}

#[test]
fn a_generated_crate_compiles_and_its_first_call_too() {
    let clone = Clone::new();
    // In the toolkit's workspace the runtime is the one beside it; the crate is no member of it.
    clone.edit("Cargo.toml", "exclude = [", "exclude = [\"made\", ");
    for document in ["tests/fixtures/plain.yaml", "api-types/openapi/data.yaml"] {
        let generate = [
            "xtask",
            "generate",
            "--document",
            document,
            "--crate",
            "made",
        ];
        clone.cargo(generate).succeeds();
        let manifest = clone.read("made/Cargo.toml");
        assert!(
            manifest.contains("path = \"../contracts-runtime\""),
            "{manifest}"
        );
        clone.write("made/Cargo.lock", &clone.read("Cargo.lock"));
        let built = clone.cargo_in("made", ["test"]).succeeds();
        assert!(!built.stderr().contains("warning"), "{}", built.stderr());
        assert!(built.stdout().contains("1 passed"), "{}", built.stdout());
    }
}

/// Everything that stops other generators, or what they generate from compiling: a small document per class.
#[test]
fn every_class_of_document_compiles() {
    let clone = Clone::new();
    let ran = clone.cargo([
        "xtask",
        "corpus",
        "tests/fixtures/classes",
        "--check",
        "--format",
        "json",
        "--out",
        "made",
    ]);
    let outcomes: serde_json::Value = serde_json::from_str(&ran.stdout()).expect("JSON");
    let documents = outcomes["documents"].as_array().expect("documents");
    for document in documents {
        assert_eq!(document["generated"], true, "{document:#}");
        assert_eq!(document["compiled"], true, "{document:#}");
        let has_operations = document["operations"].as_u64() > Some(0);
        assert_eq!(
            has_operations,
            document["name"] != "no-operations.yaml",
            "{document:#}"
        );
    }
    assert!(documents.len() >= 19, "{outcomes:#}");
}
