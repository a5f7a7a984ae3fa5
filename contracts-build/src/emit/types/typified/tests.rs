//! What the items look like, whole. That they compile and read what they should is shown by the
//! workspace's contract crates and by tests/client.

use std::collections::BTreeMap;

use contracts_core::{
    openapi,
    source::{SourceId, Sources},
};

use crate::{
    lower::{Options, lower},
    print,
};

fn emitted(schemas: &str) -> String {
    let (text, simplified) = emitted_lossy(schemas);
    assert_eq!(simplified, 0);
    text
}

/// The same with the number of simplifications.
fn emitted_lossy(schemas: &str) -> (String, usize) {
    emitted_of("", schemas)
}

/// The same for a document with paths.
fn emitted_of(paths: &str, schemas: &str) -> (String, usize) {
    let schemas: String = schemas
        .lines()
        .map(|line| format!("    {line}\n"))
        .collect();
    let yaml = format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\n{paths}components:\n  schemas:\n{schemas}"
    );
    let mut sources = Sources::memory([("a.yaml", yaml)]);
    let (contract, findings) = openapi::load(&mut sources, &SourceId::new("a.yaml")).unwrap();
    assert_eq!(findings, []);
    let formats = BTreeMap::from([("uuid".to_owned(), "::uuid::Uuid".to_owned())]);
    let (ir, findings) = lower(&contract.unwrap(), &formats, Options::default());
    let text = print::rust("H", super::emit(&ir).unwrap()).unwrap();
    let text = text.strip_prefix("// H\n\n").unwrap().to_owned();
    (text, findings.len())
}

#[test]
fn conditions_are_kept_as_docs() {
    let (code, simplified) = emitted_lossy(
        "A: {type: object, description: Words., properties: {k: {type: string}}, if: {required: [k]}, then: {minProperties: 2}}",
    );
    assert_eq!(simplified, 2);
    assert!(code.contains("/// Words.\n///\n/// What this type does not say:\n///\n/// ```text\n/// {\n///   \"if\": {"), "{code}");
    assert!(
        code.contains("///   \"then\": {\n///     \"minProperties\": 2"),
        "{code}"
    );
}

#[test]
fn structs() {
    let text = emitted(
        "Task:
  description: A task to run.
  required: [id]
  properties:
    id: {type: string, format: uuid, description: 'Its id.'}
    type: {type: integer, format: int32, default: 3}
    notes: {type: array, items: {type: string}, deprecated: true}
    next: {$ref: '#/components/schemas/Task'}",
    );
    let expect = r#"/// A task to run.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
pub struct Task {
    /// Its id.
    pub id: ::uuid::Uuid,
    /// The member `next`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub next: ::std::option::Option<::std::boxed::Box<Task>>,
    /// The member `notes`.
    #[deprecated]
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub notes: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
    /// The member `type`.
    #[serde(rename = "type", default = "defaults::default_u64::<i32, 3>")]
    pub type_: i32,
}
/// Generation of default values for serde.
#[allow(clippy::unwrap_used, dead_code, unused_imports)]
pub mod defaults {
    use super::*;
"#;
    assert!(text.starts_with(expect), "{text}");
}

#[test]
fn unions() {
    let text = emitted(
        "Node:
  description: A tree.
  oneOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/Node'}}, {$ref: '#/components/schemas/Pair'}]
Pair: {type: object, required: [left], properties: {left: {$ref: '#/components/schemas/Node'}}}",
    );
    let expect = r#"/// A tree.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
#[serde(untagged)]
pub enum Node {
    /// The branch `Text`.
    Text(::std::string::String),
    /// The branch `NodeList`.
    NodeList(::std::vec::Vec<Node>),
    /// The branch `Pair`.
    Pair(::std::boxed::Box<Pair>),
}
"#;
    assert!(text.ends_with(expect), "{text}");
}

#[test]
fn enums_whose_values_fall_together() {
    let text = emitted("Order: {type: string, enum: [asc, ASC]}");
    let expect = r#"/// The schema `Order`.
#[derive(
    ::serde::Deserialize,
    ::serde::Serialize,
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash
)]
pub enum Order {
    /// `asc`
    #[serde(rename = "asc")]
    Asc,
    /// `ASC`
    #[serde(rename = "ASC")]
    Asc2,
}
impl ::std::fmt::Display for Order {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.write_str(
            match self {
                Self::Asc => "asc",
                Self::Asc2 => "ASC",
            },
        )
    }
}
impl ::std::str::FromStr for Order {
"#;
    assert!(text.starts_with(expect), "{text}");
}

#[test]
fn recursion_is_boxed_however_it_comes_back() {
    for (schemas, boxed) in [
        (
            "A: {oneOf: [{type: string}, {type: array, prefixItems: [{$ref: '#/components/schemas/A'}], items: false}]}",
            "Tuple(::std::boxed::Box<(A,)>)",
        ),
        (
            "A: {oneOf: [{type: string}, {type: object, required: [b], properties: {b: {$ref: '#/components/schemas/B'}}}]}\nB: {allOf: [{$ref: '#/components/schemas/A'}]}",
            "A2(::std::boxed::Box<A2>)",
        ),
    ] {
        let text = emitted(schemas);
        assert!(text.contains(boxed), "{boxed}\n{text}");
    }
}

#[test]
fn formats_are_typed_inside_lists_and_maps() {
    let text = emitted(
        "A: {required: [ids, by], properties: {ids: {type: array, items: {type: string, format: uuid}}, by: {type: object, additionalProperties: {type: string, format: uuid}}}}",
    );
    assert!(
        text.contains("pub ids: ::std::vec::Vec<::uuid::Uuid>"),
        "{text}"
    );
    assert!(
        text.contains("::uuid::Uuid>,\n    /// The member `ids`"),
        "{text}"
    );
}

/// However many names lead back, what would hold itself is boxed.
#[test]
fn what_is_shared_has_its_other_names() {
    let child = "{type: object, description: Down., required: [node], properties: {node: {$ref: '#/components/schemas/Node'}}}";
    let text = emitted(&format!(
        "Node: {{properties: {{left: {child}, right: {child}}}}}"
    ));
    for part in [
        "pub node: ::std::boxed::Box<Node>",
        "pub right: ::std::option::Option<NodeLeft>",
        "/// Down.\npub type NodeRight = NodeLeft;",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn a_struct_that_lost_its_members_is_a_struct() {
    let body = "content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}";
    let (text, _) = emitted_of(
        &format!(
            "paths: {{/a: {{post: {{operationId: a, requestBody: {{{body}}}, responses: {{'200': {{description: d, {body}}}}}}}}}}}\n"
        ),
        "A: {properties: {a: {type: string, readOnly: true}}, additionalProperties: {type: string}}",
    );
    let input = "/// What requests hold of `A`.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
pub struct AInput {
    /// Members that no other field names.
    #[serde(flatten)]
    pub extra: ";
    assert!(text.contains(input), "{text}");
}

#[test]
fn further_members_are_flattened_beside_names_that_fall_together() {
    let text = emitted(
        "A: {properties: {a-b: {type: string}, a_b: {type: string}}, additionalProperties: true}",
    );
    assert!(
        text.contains("#[serde(flatten)]\n    pub extra: "),
        "{text}"
    );
}
