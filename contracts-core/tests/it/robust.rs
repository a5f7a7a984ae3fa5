//! No input makes loading panic, and every place that comes out can be rendered.

use contracts_core::{
    finding, manifest, openapi,
    source::{SourceId, Sources},
};
use proptest::{collection, prelude::*, test_runner::RngSeed};

/// Words that lead a reader into its branches.
const WORDS: &[&str] = &[
    "openapi",
    "3.0.3",
    "3.1.0",
    "info",
    "title",
    "version",
    "paths",
    "/a/{id}",
    "/a",
    "get",
    "post",
    "operationId",
    "parameters",
    "name",
    "in",
    "path",
    "query",
    "required",
    "responses",
    "200",
    "4XX",
    "default",
    "content",
    "application/json",
    "text/event-stream",
    "schema",
    "$ref",
    "#/components/schemas/A",
    "other.yaml#/A",
    "#",
    "#/",
    "~1",
    "components",
    "schemas",
    "A",
    "type",
    "string",
    "object",
    "items",
    "properties",
    "allOf",
    "oneOf",
    "enum",
    "headers",
    "x-sse-events",
    "x-sse-grammar",
    "a (b|c)* d",
    "x-contracts-allow",
    "code",
    "dangling-ref",
    "security",
    "securitySchemes",
    "requestBody",
    "examples",
    "documents",
    "artifacts",
    "kind",
    "types",
    "client",
    "module",
    "formats",
    "uuid",
    "files",
    "<<",
    "é\u{202e}",
];

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => proptest::sample::select(WORDS).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

/// A tree of such words.
fn tree() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        4 => word().prop_map(serde_json::Value::from),
        1 => any::<bool>().prop_map(serde_json::Value::from),
        1 => any::<i64>().prop_map(serde_json::Value::from),
        1 => Just(serde_json::Value::Null),
    ];
    leaf.prop_recursive(7, 96, 8, |inner| {
        prop_oneof![
            1 => collection::vec(inner.clone(), 0..6).prop_map(serde_json::Value::from),
            3 => collection::btree_map(word(), inner, 0..8)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Loads a text as every kind of source there is.
fn load_all(text: &str) {
    for name in ["a.yaml", "a.json"] {
        let mut sources = Sources::memory([(name, text), ("other.yaml", text)]);
        let (_, findings) = openapi::load(&mut sources, &SourceId::new(name)).unwrap();
        render(&findings, &sources);
    }
    let mut sources = Sources::memory([("contracts.toml", text)]);
    let (_, findings) = manifest::load(&mut sources, &SourceId::new("contracts.toml")).unwrap();
    render(&findings, &sources);
}

fn render(findings: &[contracts_core::Finding], sources: &Sources) {
    let text = finding::to_text(findings, sources);
    assert!(findings.is_empty() || !text.is_empty());
    finding::to_json(findings, sources);
    finding::to_sarif(findings, sources);
    finding::to_github(findings, sources);
    #[cfg(feature = "render")]
    finding::terminal::render(findings, sources, true);
}

/// A document that is valid, for mutating.
const VALID: &str = include_str!("robust.yaml");

#[test]
fn the_document_that_is_mutated_is_valid() {
    assert_eq!(crate::load(VALID).1, "");
}

/// The same cases in every run, so that a red one can be looked at; `PROPTEST_RNG_SEED` and
/// `PROPTEST_CASES` choose others and more.
fn config() -> ProptestConfig {
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
    fn any_text_loads_or_says_why_not(text in any::<String>()) {
        load_all(&text);
    }

    #[test]
    fn any_bytes_that_are_text_load_or_say_why_not(bytes in collection::vec(any::<u8>(), 0..400)) {
        load_all(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_tree_loads_or_says_why_not(tree in tree()) {
        load_all(&tree.to_string());
    }

    #[test]
    fn a_document_may_be_mutated_anywhere(
        at in 0..VALID.len(), remove in 0..40_usize, insert in word(), again in 0..VALID.len(),
    ) {
        let boundary = |mut at: usize, text: &str| {
            at = at.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (start, end) = (boundary(at, VALID), boundary(at + remove, VALID));
        let mut text = format!("{}{insert}{}", &VALID[..start], &VALID[end..]);
        let again = boundary(again, &text);
        text.insert_str(again, &insert);
        load_all(&text);
    }
}
