//! Documents split over files.

use std::collections::BTreeSet;

use contracts_core::{
    finding,
    openapi::{self, Contract},
    source::{SourceId, Sources},
};

fn load(files: &[(&str, &str)], outside: &[&str]) -> (Option<Contract>, String) {
    let mut sources = Sources::memory(files.iter().copied());
    let outside: BTreeSet<SourceId> = outside.iter().map(|file| SourceId::new(file)).collect();
    let id = SourceId::new("api/root.yaml");
    let (contract, findings) = openapi::load_allowing(&mut sources, &id, &outside).unwrap();
    (contract, finding::to_text(&findings, &sources))
}

fn root(schema: &str) -> String {
    format!(
        "openapi: 3.1.0
info: {{title: T, version: '1'}}
paths:
  /a:
    get:
      operationId: a
      responses:
        default: {{$ref: 'shared/responses.yaml#/Error'}}
components:
  schemas:
    A: {schema}
"
    )
}

const RESPONSES: (&str, &str) = (
    "api/shared/responses.yaml",
    "Error:
  description: Failed.
  content:
    application/json:
      schema: {$ref: '../types.yaml#/Problem'}
",
);

const TYPES: (&str, &str) = (
    "api/types.yaml",
    "Problem:
  type: object
  properties:
    cause: {$ref: '#/Problem'}
    a: {$ref: 'root.yaml#/components/schemas/A'}
",
);

#[test]
fn references_lead_into_files_and_back() {
    let root = root("{type: string}");
    let (contract, findings) = load(&[("api/root.yaml", &root), RESPONSES, TYPES], &[]);
    assert_eq!(findings, "");
    let contract = contract.unwrap();
    let response = &contract.operations[0].responses[0];
    assert_eq!(response.description, "Failed.");
    let schema = response.content[0]
        .schema
        .as_ref()
        .unwrap()
        .find(&contract.document)
        .unwrap();
    let target = openapi_target(&contract, schema);
    let cause = openapi_target(&contract, &target["properties"]["cause"]);
    assert_eq!(cause, target, "a cycle inside the other file");
    let back = openapi_target(&contract, &target["properties"]["a"]);
    assert_eq!(back["type"], "string");
}

fn openapi_target<'c>(contract: &'c Contract, node: &serde_json::Value) -> &'c serde_json::Value {
    let reference = node["$ref"].as_str().unwrap();
    let contracts_core::schema::Target::Found(pointer) =
        contracts_core::schema::follow(&contract.document, reference)
    else {
        panic!("{reference}");
    };
    pointer.find(&contract.document).unwrap()
}

#[test]
fn mistakes_have_their_place_in_their_file() {
    let root = root("{$ref: 'types.yaml#/Problme'}");
    let types = (TYPES.0, "Problem: {type: objet}\n");
    let (_, findings) = load(&[("api/root.yaml", &root), RESPONSES, types], &[]);
    assert_eq!(
        findings.trim(),
        "api/root.yaml:11:15: error[dangling-ref]: `api/types.yaml#/Problme` names nothing
    help: did you mean `api/types.yaml#/Problem`?
api/types.yaml:1:17: error[unknown-type]: there is no type `objet`
    help: did you mean `object`?"
    );
}

#[test]
fn a_file_that_is_missing_or_broken_is_a_mistake_of_the_reference() {
    let root = root("{$ref: 'nothing.yaml#/A'}");
    let responses = (RESPONSES.0, "Error: [\n");
    let (_, findings) = load(&[("api/root.yaml", &root), responses], &[]);
    assert_eq!(
        findings.trim(),
        "api/root.yaml:11:15: error[dangling-ref]: `nothing.yaml#/A` leads into api/nothing.yaml, which cannot be read
    help: correct the path; it is relative to the file it stands in
api/shared/responses.yaml:1:8: error[yaml-syntax]: unclosed bracket '['
api/root.yaml:8:25: error[dangling-ref]: `shared/responses.yaml#/Error` leads into api/shared/responses.yaml, which cannot be read
    help: correct the path; it is relative to the file it stands in"
    );
}

#[test]
fn files_outside_the_folder_have_to_be_listed() {
    let root = root("{$ref: '../../common.yaml#/A'}");
    let files = [
        ("api/root.yaml", root.as_str()),
        RESPONSES,
        TYPES,
        ("../common.yaml", "A: {type: string}\n"),
    ];
    let (_, findings) = load(&files, &[]);
    assert_eq!(
        findings.trim(),
        "api/root.yaml:11:15: error[remote-ref]: `../../common.yaml` lies outside the folder of contracts.toml
    help: copy what it names into this folder, or list the file in `files` of the document in contracts.toml"
    );
    assert_eq!(load(&files, &["../common.yaml"]).1, "");
}

#[test]
fn nothing_is_fetched() {
    let root = root("{$ref: 'https://example.com/a.yaml#/A'}");
    let (_, findings) = load(&[("api/root.yaml", &root), RESPONSES, TYPES], &[]);
    assert!(
        findings.contains("is on another machine; nothing is fetched"),
        "{findings}"
    );
}

#[test]
fn a_whole_file_is_a_schema() {
    let root = root("{$ref: 'thing.json'}");
    let thing = ("api/thing.json", "{\"type\": \"integer\"}");
    let (contract, findings) = load(&[("api/root.yaml", &root), RESPONSES, TYPES, thing], &[]);
    assert_eq!(findings, "");
    let contract = contract.unwrap();
    let schema = contract.schemas["A"].find(&contract.document).unwrap();
    assert_eq!(openapi_target(&contract, schema)["type"], "integer");
}

#[test]
fn findings_of_other_files_can_be_accepted_there() {
    let root = root("{type: string}");
    let types = (
        TYPES.0,
        "Problem: {type: objet, x-contracts-allow: [{code: unknown-type, reason: old}]}\n",
    );
    let (_, findings) = load(&[("api/root.yaml", &root), RESPONSES, types], &[]);
    assert_eq!(findings, "");
}
