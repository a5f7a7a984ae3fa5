//! No document makes lowering, emitting or printing panic or produce what is not Rust.

use std::collections::BTreeMap;

use contracts_core::{
    manifest::{Modules, TypeStyle},
    openapi,
    source::{SourceId, Sources},
};
use proptest::{collection, prelude::*, test_runner::RngSeed};
use serde_json::{Value, json};

use crate::{
    emit,
    lower::{Options, lower},
    print,
};

/// Names and texts that are hard to be identifiers, docs or strings of.
const TEXTS: &[&str] = &[
    "a",
    "A",
    "a-b",
    "a_b",
    "",
    " ",
    "self",
    "Self",
    "type",
    "crate",
    "gen",
    "1st",
    ">",
    ">=",
    "Option",
    "Vec",
    "Result",
    "Error",
    "Client",
    "Box",
    "*/ fn x() {}",
    "\"#",
    "#[attr]",
    "```\nlet x",
    "\u{202e}rtl",
    "größe",
    "😀",
    "a\nb",
    "new",
    "send",
    "body",
    "extra",
    "call",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![6 => proptest::sample::select(TEXTS).prop_map(str::to_owned), 1 => any::<String>()]
}

fn kind() -> impl Strategy<Value = Value> {
    proptest::sample::select(
        &[
            "string", "integer", "number", "boolean", "array", "object", "null", "odd",
        ][..],
    )
    .prop_map(Value::from)
}

/// A schema out of keywords whose values are sometimes of the wrong kind.
fn schema() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        3 => (kind(), text(), text()).prop_map(|(kind, format, doc)| json!({"type": kind, "format": format, "description": doc})),
        1 => text().prop_map(|name| json!({"$ref": format!("#/components/schemas/{name}")})),
        1 => collection::vec(text(), 0..4).prop_map(|values| json!({"enum": values})),
        1 => any::<bool>().prop_map(Value::from),
        1 => text().prop_map(Value::from),
        1 => any::<f64>().prop_map(|value| json!({"const": value, "default": value})),
    ];
    leaf.prop_recursive(4, 40, 4, |inner| {
        let list = collection::vec(inner.clone(), 0..4);
        prop_oneof![
            3 => (collection::btree_map(text(), inner.clone(), 0..5), collection::vec(text(), 0..3), inner.clone())
                .prop_map(|(properties, required, more)| {
                    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": more})
                }),
            1 => inner.clone().prop_map(|items| json!({"type": "array", "items": items})),
            1 => list.clone().prop_map(|parts| json!({"allOf": parts})),
            1 => list.clone().prop_map(|parts| json!({"oneOf": parts, "nullable": true})),
            1 => list.clone().prop_map(|parts| json!({"prefixItems": parts, "items": false})),
            1 => (collection::vec(kind(), 0..4), list).prop_map(|(kinds, values)| json!({"type": kinds, "enum": values})),
            1 => (text(), inner).prop_map(|(keyword, value)| json!({keyword: value})),
        ]
    })
}

fn document(version: &str, schemas: &BTreeMap<String, Value>, names: &[String]) -> Value {
    let mut paths = serde_json::Map::new();
    for (index, name) in names.iter().enumerate() {
        let schema = schemas
            .values()
            .nth(index)
            .cloned()
            .unwrap_or(Value::Bool(true));
        let parameter = |place: &str| json!({"name": name, "in": place, "required": index % 2 == 0, "schema": schema});
        let operation = json!({
            "operationId": name,
            "description": name,
            "parameters": [parameter("query"), parameter("header"), parameter("cookie")],
            "requestBody": {"content": {"application/json": {"schema": schema}}},
            "responses": {
                "200": {"description": name, "headers": {name: {"schema": schema}}, "content": {"application/json": {"schema": schema}}},
                "2XX": {"description": name, "content": {name: {"schema": schema}}},
                "default": {"description": name, "content": {"application/json": {"schema": schema}}},
            },
        });
        paths.insert(format!("/{index}"), json!({"post": operation}));
    }
    json!({
        "openapi": version,
        "info": {"title": names.first(), "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

/// Each way to write types, alone.
fn styles() -> Vec<[TypeStyle; 1]> {
    let styles = emit::types::styles().into_iter();
    styles.map(|style| [style]).collect()
}

/// The same cases in every run, so that a red one can be looked at; `PROPTEST_RNG_SEED` and
/// `PROPTEST_CASES` choose others and more.
pub(crate) fn config() -> ProptestConfig {
    let mut config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(20_261_123);
    }
    config
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_document_becomes_rust(
        version in proptest::sample::select(&["3.0.3", "3.1.0"][..]),
        schemas in collection::btree_map(text(), schema(), 0..5),
        names in collection::vec(text(), 0..5),
        style in proptest::sample::select(styles()),
    ) {
        becomes_rust(&document(version, &schemas, &names), &style)?;
    }
}

/// The real documents of this workspace.
const REAL: [&str; 3] = [
    include_str!("../../api-types/openapi/control.yaml"),
    include_str!("../../api-types/openapi/data.yaml"),
    include_str!("../../tests/fixtures/plain.yaml"),
];

fn real(index: usize) -> Value {
    let mut sources = Sources::memory([("a.yaml", REAL[index])]);
    let (contract, _) = openapi::load(&mut sources, &SourceId::new("a.yaml")).unwrap();
    contract.unwrap().document
}

#[test]
fn the_documents_that_are_mutated_become_rust() {
    for index in 0..REAL.len() {
        becomes_rust(&real(index), &emit::types::styles()).unwrap();
    }
}

/// Does something to the `at`-th node, counted from the root.
fn mutate(node: &mut Value, at: &mut usize, change: &mut dyn FnMut(&mut Value)) {
    if *at == 0 {
        change(node);
    }
    *at = at.wrapping_sub(1);
    match node {
        Value::Array(items) => items.iter_mut().for_each(|item| mutate(item, at, change)),
        Value::Object(members) => members
            .values_mut()
            .for_each(|member| mutate(member, at, change)),
        _ => {}
    }
}

fn count(node: &Value) -> usize {
    1 + match node {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..config() })]

    #[test]
    fn every_mutated_document_becomes_rust(
        index in 0..REAL.len(),
        places in collection::vec(any::<proptest::sample::Index>(), 1..4),
        into in schema(),
        key in text(),
        style in proptest::sample::select(styles()),
    ) {
        let mut document = real(index);
        for (turn, place) in places.into_iter().enumerate() {
            let mut at = place.index(count(&document));
            mutate(&mut document, &mut at, &mut |node| match (turn, &mut *node) {
                // The member moves to another name.
                (0, Value::Object(members)) => {
                    let first = members.keys().next().cloned();
                    if let Some(value) = first.and_then(|first| members.remove(&first)) {
                        members.insert(key.clone(), value);
                    }
                }
                _ => *node = into.clone(),
            });
        }
        becomes_rust(&document, &style)?;
    }
}

/// Longer than any stack has frames for.
const LONG: usize = 1500;

#[test]
fn long_chains_of_schemas_become_rust() {
    let links: [fn(Value) -> Value; 5] = [
        |next| json!({"type": "object", "properties": {"a": next}, "required": ["a"]}),
        |next| json!({"type": "array", "items": next}),
        |next| json!({"type": "object", "additionalProperties": next}),
        |next| json!({"oneOf": [next, {"type": "string"}]}),
        |next| json!({"allOf": [next]}),
    ];
    for link in links {
        let name = |n: usize| format!("A{n}");
        let reference = |n: usize| json!({"$ref": format!("#/components/schemas/A{n}")});
        let mut schemas: BTreeMap<String, Value> = (0..LONG)
            .map(|n| (name(n), link(reference(n + 1))))
            .collect();
        schemas.insert(
            name(LONG),
            json!({"type": "object", "properties": {"a": true}}),
        );
        becomes_rust(&document("3.1.0", &schemas, &[]), &[TypeStyle::default()]).unwrap();
    }
}

/// Loads, lowers, emits and prints a document, whatever is found in it.
fn becomes_rust(document: &Value, styles: &[TypeStyle]) -> Result<(), TestCaseError> {
    let document = document.to_string();
    let mut sources = Sources::memory([("a.json", document.as_str())]);
    let (contract, _) = openapi::load(&mut sources, &SourceId::new("a.json")).unwrap();
    let Some(contract) = contract else {
        return Ok(());
    };
    let formats = BTreeMap::from([("uuid".to_owned(), "::uuid::Uuid".to_owned())]);
    let (ir, _) = lower(&contract, &formats, Options::default());
    let failed = |error: String| TestCaseError::fail(format!("{error}\n{document:.3000}"));
    let (client, _) =
        emit::client::emit(&contract, &ir, "crate::types", Modules::Flat).map_err(failed)?;
    print::rust("H", client).map_err(failed)?;
    let (server, _) =
        emit::server::emit(&contract, &ir, "crate::types", Modules::Flat).map_err(failed)?;
    print::rust("H", server).map_err(failed)?;
    for style in styles {
        let types = emit::types::emit(&ir, *style).map_err(failed)?;
        print::rust("H", types).map_err(failed)?;
    }
    Ok(())
}
