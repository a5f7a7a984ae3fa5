//! References by the names that schemas give themselves.

use contracts_core::{
    finding, openapi,
    source::{SourceId, Sources},
};

/// Where the schema `A` of a document leads, with these other schemas and files.
fn leads(reference: &str, schemas: &str, files: &[(&str, &str)]) -> (String, String) {
    let root = format!(
        "openapi: 3.1.0
info: {{title: T, version: '1'}}
components:
  schemas:
    A: {{$ref: '{reference}'}}
{schemas}"
    );
    let mut sources = Sources::memory(
        files
            .iter()
            .copied()
            .chain([("api/root.yaml", root.as_str())]),
    );
    let (contract, findings) =
        openapi::load(&mut sources, &SourceId::new("api/root.yaml")).unwrap();
    let document = contract.unwrap().document;
    let leads = document
        .pointer("/components/schemas/A/$ref")
        .unwrap()
        .as_str()
        .unwrap();
    (leads.to_owned(), finding::to_text(&findings, &sources))
}

const SCHEMAS: &str = "    B:
      $id: https://example.com/schemas/b
      $defs:
        inner: {$anchor: inner, type: string}
        two: {$ref: '#/$defs/inner'}
        three: {$ref: 'c'}
        four: {$ref: '#/components/schemas/C'}
    C: {$id: 'https://example.com/schemas/c', $anchor: top, type: integer}
    D: {$anchor: plain, type: string}
";

#[test]
fn a_reference_may_use_a_name() {
    let cases = [
        ("#plain", "#/components/schemas/D"),
        ("https://example.com/schemas/b", "#/components/schemas/B"),
        (
            "https://example.com/schemas/b#inner",
            "#/components/schemas/B/$defs/inner",
        ),
        (
            "https://example.com/schemas/b#/$defs/inner",
            "#/components/schemas/B/$defs/inner",
        ),
        (
            "https://example.com/schemas/c#top",
            "#/components/schemas/C",
        ),
        ("#/components/schemas/C", "#/components/schemas/C"),
    ];
    for (reference, expect) in cases {
        let (leads, findings) = leads(reference, SCHEMAS, &[]);
        assert_eq!(
            (leads.as_str(), findings.as_str()),
            (expect, ""),
            "{reference}"
        );
    }
}

#[test]
fn a_name_of_another_resource_is_not_seen() {
    // `inner` belongs to B, and nobody else has it.
    let (_, findings) = leads("#inner", SCHEMAS, &[]);
    assert_eq!(
        findings,
        "api/root.yaml:5:15: error[dangling-ref]: `#inner` names nothing\n    help: add what it names, or correct the reference\n"
    );
}

#[test]
fn inside_a_resource_references_are_relative_to_it() {
    let root = format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\ncomponents:\n  schemas:\n{SCHEMAS}"
    );
    let mut sources = Sources::memory([("root.yaml", root)]);
    let (contract, findings) = openapi::load(&mut sources, &SourceId::new("root.yaml")).unwrap();
    assert_eq!(finding::to_text(&findings, &sources), "");
    let document = contract.unwrap().document;
    let at = |name: &str| {
        document
            .pointer(&format!("/components/schemas/B/$defs/{name}/$ref"))
            .cloned()
            .unwrap()
    };
    assert_eq!(at("two"), "#/components/schemas/B/$defs/inner");
    assert_eq!(at("three"), "#/components/schemas/C");
    // Strictly this names nothing; documents are full of it, and it can only mean one thing.
    assert_eq!(at("four"), "#/components/schemas/C");
}

#[test]
fn names_of_other_files_are_known_too() {
    let other = (
        "api/types.yaml",
        "x: {$anchor: here, type: string}\ny: {$ref: '#here'}\n",
    );
    let (to, findings) = leads("types.yaml#here", "", &[other]);
    assert_eq!(
        (to.as_str(), findings.as_str()),
        ("#/x-contracts-files/api~1types.yaml/x", "")
    );
}
