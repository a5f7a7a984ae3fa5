//! The same findings as text, JSON and on a terminal.

use contracts_core::{
    finding, openapi,
    source::{SourceId, Sources},
};
use serde_json::json;

const YAML: &str = "openapi: 3.0.3
info: {title: T, version: 1.0.0}
paths: {}
components:
  schemas:
    Task: {type: strng}
";

fn findings() -> (Vec<contracts_core::Finding>, Sources) {
    let mut sources = Sources::memory([("api.yaml", YAML)]);
    let (_, findings) = openapi::load(&mut sources, &SourceId::new("api.yaml")).unwrap();
    (findings, sources)
}

#[test]
fn json_has_a_stable_shape() {
    let (findings, sources) = findings();
    let expect = json!({"findings": [{
        "code": "unknown-type",
        "severity": "error",
        "message": "there is no type `strng`",
        "file": "api.yaml",
        "line": 6,
        "column": 18,
        "help": "did you mean `string`?",
    }]});
    assert_eq!(finding::to_json(&findings, &sources), expect);
}

#[cfg(feature = "render")]
#[test]
fn a_terminal_shows_the_line() {
    let (findings, sources) = findings();
    let plain = finding::terminal::render(&findings, &sources, false);
    let expect = "error[unknown-type]: there is no type `strng`
 --> api.yaml:6:18
  |
6 |     Task: {type: strng}
  |                  ^^^^^
  |
  = help: did you mean `string`?";
    assert_eq!(plain.trim(), expect);
    let coloured = finding::terminal::render(&findings, &sources, true);
    assert!(coloured.contains("\u{1b}["), "{coloured}");
}

#[test]
fn a_byte_order_mark_moves_no_column() {
    let marked = format!("\u{feff}{YAML}");
    let mut sources = Sources::memory([("api.yaml", marked)]);
    let (_, findings) = openapi::load(&mut sources, &SourceId::new("api.yaml")).unwrap();
    let text = finding::to_text(&findings, &sources);
    assert!(text.starts_with("api.yaml:6:18: "), "{text}");
}

#[test]
fn json_documents_have_places_too() {
    let text = "{\n\t\"openapi\": \"3.0.3\",\n\t\"info\": {\"title\": \"T\", \"version\": \"1\"},\n\t\"paths\": {\"/a\": {\"get\": {\"operationId\": 1, \"responses\": []}}}\n}\n";
    let mut sources = Sources::memory([("api.json", text)]);
    let (_, findings) = openapi::load(&mut sources, &SourceId::new("api.json")).unwrap();
    let text = finding::to_text(&findings, &sources);
    assert_eq!(
        text.trim(),
        "api.json:4:58: error[wrong-type]: expected a mapping, found a list"
    );

    let mut sources = Sources::memory([("api.json", "{\"a\": 1,\n \"a\": 2}")]);
    let (contract, findings) = openapi::load(&mut sources, &SourceId::new("api.json")).unwrap();
    assert_eq!(contract, None);
    let text = finding::to_text(&findings, &sources);
    assert!(text.starts_with("api.json:2:"), "{text}");
    assert!(
        text.contains("error[duplicate-key]: the key `a` stands twice in this mapping"),
        "{text}"
    );
}
