//! Nesting and chains beyond all reason are refused with a finding, or borne; they never overflow the
//! stack, and take no more time than their size explains.

use std::time::{Duration, Instant};

use contracts_core::{
    finding, manifest, openapi,
    source::{SourceId, Sources},
};

/// More than any stack has frames for.
const DEEP: usize = 10_000;
/// A chain whose square would take minutes.
const LONG: usize = 3_000;

/// What is found in a document or manifest, as text.
fn findings(name: &str, text: &str) -> String {
    let mut sources = Sources::memory([(name, text)]);
    let id = SourceId::new(name);
    let started = Instant::now();
    let findings = if name == "contracts.toml" {
        manifest::load(&mut sources, &id).unwrap().1
    } else {
        openapi::load(&mut sources, &id).unwrap().1
    };
    let text = finding::to_text(&findings, &sources);
    assert!(started.elapsed() < Duration::from_secs(20), "{name}");
    text
}

#[track_caller]
fn check_refused(name: &str, text: &str, message: &str) {
    let said = findings(name, text);
    assert!(said.contains(message), "{said:.400}");
    assert!(said.contains(&format!("{name}:")), "no place: {said:.400}");
}

/// `inner` in `DEEP` pairs of `open` and `close`.
fn nested(open: &str, inner: &str, close: &str) -> String {
    open.repeat(DEEP) + inner + &close.repeat(DEEP)
}

/// A document with one schema, `A`.
fn with_schema(schema: &str) -> String {
    format!(
        r#"{{"openapi": "3.1.0", "info": {{"title": "T", "version": "1"}}, "paths": {{}}, "components": {{"schemas": {{"A": {schema}}}}}}}"#
    )
}

#[test]
fn schemas_nested_without_end_are_refused() {
    let keywords = [
        (r#"{"items": "#, "}"),
        (r#"{"properties": {"a": "#, "}}"),
        (r#"{"allOf": ["#, "]}"),
        (r#"{"oneOf": ["#, "]}"),
        (r#"{"anyOf": [{"type": "null"}, "#, "]}"),
        (r#"{"additionalProperties": "#, "}"),
        (r#"{"not": "#, "}"),
    ];
    for (open, close) in keywords {
        let document = with_schema(&nested(open, "true", close));
        check_refused("a.json", &document, "nested deeper than 128 levels");
        check_refused("a.yaml", &document, "nested deeper than 128 levels");
    }
}

#[test]
fn text_nested_without_end_is_refused() {
    for (open, close) in [("[", "]"), ("{\"a\": ", "}"), ("[", ""), ("{\"a\": ", "")] {
        let text = nested(open, "1", close);
        check_refused("a.json", &text, "nested deeper than 128 levels");
        check_refused("a.yaml", &text, "nested deeper than 128 levels");
    }
    let indented: String = (0..2000)
        .map(|level| format!("{}a:\n", " ".repeat(level)))
        .collect();
    check_refused("a.yaml", &indented, "nested deeper than 128 levels");
    check_refused(
        "a.yaml",
        &"- ".repeat(DEEP),
        "nested deeper than 128 levels",
    );
    check_refused("a.yaml", &"? ".repeat(DEEP), "cannot be a key");
}

#[test]
fn manifests_nested_without_end_are_refused() {
    let nested_too_deeply = "nest too deeply";
    for text in [
        format!("a = {}", nested("[", "", "]")),
        format!("a = {}", nested("{a = ", "1", "}")),
        format!("a{} = 1", ".a".repeat(DEEP)),
        format!("[a{}]", ".a".repeat(DEEP)),
        format!("{}a = 1", "[[a]]\n".repeat(DEEP).replace("[[a]]\n", "[a")),
    ] {
        check_refused("contracts.toml", &text, nested_too_deeply);
    }
}

/// A document of `LONG` schemas, each of which is `link` with `@` for the number of the next.
fn chain(length: usize, link: &str, last: &str) -> String {
    let links = (0..length).map(|n| {
        let link = link.replace('@', &(n + 1).to_string());
        format!(r#""A{n}": {link}"#)
    });
    let links: Vec<String> = links.collect();
    let schemas = format!(r#"true, {}, "A{length}": {last}"#, links.join(", "));
    with_schema(&schemas)
}

const REFERENCE: &str = r##"{"$ref": "#/components/schemas/A@"}"##;

#[test]
fn a_chain_of_schemas_may_be_long() {
    for link in [
        r#"{"allOf": [@]}"#,
        r#"{"properties": {"a": @}}"#,
        r#"{"items": @}"#,
        r#"{"oneOf": [@, true]}"#,
    ] {
        let link = link.replace('@', REFERENCE);
        assert_eq!(
            findings("a.json", &chain(LONG, &link, "true")),
            "",
            "{link}"
        );
    }
}

#[test]
fn a_chain_of_nothing_but_references_may_not_be_long() {
    assert_eq!(findings("a.json", &chain(30, REFERENCE, "true")), "");
    let message = "`#/components/schemas/A1` leads through more than 32 other references";
    check_refused("a.json", &chain(LONG, REFERENCE, "true"), message);
    let circle = REFERENCE.replace('@', "0");
    check_refused("a.json", &chain(LONG, REFERENCE, &circle), message);
    let back = "`#/components/schemas/A1` leads back to itself";
    check_refused("a.json", &chain(20, REFERENCE, &circle), back);
}
