//! A crate that `generate` makes of a document compiles, so does the first call in its docs, and nothing public in it is
//! without docs.

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

/// A document whose only operation asks for what nobody can make up.
const ASKING: &str = r#"
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders/{id}:
    post:
      operationId: postOrder
      parameters:
        - {name: id, in: path, required: true, schema: {type: string, format: uuid}}
        - {name: level, in: query, required: true, schema: {$ref: '#/components/schemas/Level'}}
        - {name: count, in: query, required: true, schema: {type: integer, format: int32}}
        - {name: share, in: query, required: true, schema: {type: number}}
        - {name: now, in: query, required: true, schema: {type: boolean}}
      requestBody:
        required: true
        content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Level'}}}}
      responses: {'204': {description: done}}
components:
  schemas:
    Level: {type: string, enum: [low, high]}
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
fn a_generated_crate_compiles_with_its_first_call_and_all_docs() {
    let clone = Clone::new();
    // In the toolkit's workspace the runtime is the one beside it; the crate is no member of it.
    clone.edit("Cargo.toml", "exclude = [", "exclude = [\"made\", ");
    clone.write("asking.yaml", ASKING);
    // The last is of every kind of type.
    let documents = [
        "asking.yaml",
        "tests/fixtures/plain.yaml",
        "api-types/openapi/data.yaml",
        "tests/fixtures/names.yaml",
        "tests/fixtures/served.yaml",
        "tests/modes/kinds.yaml",
    ];
    for document in documents {
        let generate = [
            "xtask",
            "generate",
            "--document",
            document,
            "--crate",
            "made",
            "--server",
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
        is_documented(&clone, document);
    }
}

/// No public item of the crate in `made` is without docs, and rustdoc has nothing to say about those that are there.
#[track_caller]
fn is_documented(clone: &Clone, document: &str) {
    let library = clone.read("made/src/lib.rs");
    // What the crate keeps from its users' builds is looked at here.
    let strict = library.replace(", rustdoc::all", "");
    assert_ne!(strict, library);
    clone.write(
        "made/src/lib.rs",
        &format!("#![deny(missing_docs)]\n{strict}"),
    );
    let flags = [("RUSTDOCFLAGS", "-D warnings")];
    let made = clone.cargo_with("made", &flags, ["doc", "--no-deps"]);
    assert!(made.code() == Some(0), "{document}: {}", made.text());
}

/// Everything that stops other generators, or what they generate from compiling: a small document per class.
#[test]
fn every_class_of_document_compiles() {
    let clone = Clone::new();
    let ran = clone.cargo([
        "xtask",
        "corpus",
        "tests/fixtures/classes",
        "--server",
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
    assert!(documents.len() >= 20, "{outcomes:#}");
}
