//! Which messages hold a value of an item.

use super::{lowered, operations};
use crate::lower::{Options, ir::Reach};

/// Each item with `sent`, `read` or both.
#[track_caller]
fn check(paths: &str, schemas: &str, expect: &str) {
    let ir = lowered(paths, schemas, Options::default());
    let items = ir.items.iter().map(|(name, item)| {
        let Reach {
            requests,
            responses,
        } = item.reach;
        let words = [(requests, "sent"), (responses, "read")];
        let words = words.iter().filter(|(is, _)| *is).map(|(_, word)| *word);
        [name.as_str()]
            .into_iter()
            .chain(words)
            .collect::<Vec<_>>()
            .join(" ")
    });
    assert_eq!(items.collect::<Vec<_>>().join("\n"), expect);
}

#[test]
fn by_way_of_other_items() {
    check(
        &operations(&[("A", ""), ("", "B")]),
        "A: {properties: {c: {type: array, items: {$ref: '#/components/schemas/C'}}}}\n\
         B: {oneOf: [{$ref: '#/components/schemas/D'}, {type: object, additionalProperties: {$ref: '#/components/schemas/C'}}]}\n\
         C: {type: string, enum: [x]}\n\
         D: {properties: {b: {$ref: '#/components/schemas/B'}}, additionalProperties: {type: [array, 'null'], items: {$ref: '#/components/schemas/E'}}}\n\
         E: {type: array, items: {$ref: '#/components/schemas/F'}}\n\
         F: {enum: [1]}\n\
         G: {properties: {a: {$ref: '#/components/schemas/A'}}}",
        "A sent\nB read\nC sent read\nD read\nE read\nF read\nG",
    );
}

#[test]
fn parameters_and_headers_count() {
    let text = |name: &str| format!("{{schema: {{type: string, enum: [{name}]}}}}");
    let (query, header) = (text("q"), text("h"));
    check(
        &format!(
            "paths:\n  /a: {{get: {{operationId: get, parameters: [{{name: q, in: query, {}}}], responses: {{'200': {{description: d, headers: {{X: {header}}}}}}}}}}}",
            query.trim_matches(|c| c == '{' || c == '}').to_owned() + "}"
        ),
        "A: {type: string}",
        "A\nGetOkX read\nGetQ sent",
    );
}

#[test]
fn what_the_api_asks_is_read_and_the_answer_is_sent() {
    let body = |name: &str| {
        format!(
            "content: {{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}"
        )
    };
    let asked = format!(
        "{{post: {{requestBody: {{{}}}, responses: {{'200': {{description: d, {}}}}}}}}}",
        body("A"),
        body("B")
    );
    let schemas = "A: {properties: {a: {type: string}}}\nB: {properties: {b: {type: string}}}";
    check(
        &format!("webhooks: {{w: {asked}}}"),
        schemas,
        "A read\nB sent",
    );
    check(
        &format!(
            "paths:\n  /a: {{post: {{operationId: watch, responses: {{}}, callbacks: {{c: {{'{{$url}}': {asked}}}}}}}}}"
        ),
        schemas,
        "A read\nB sent",
    );
}
