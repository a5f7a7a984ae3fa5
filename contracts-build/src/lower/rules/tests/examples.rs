//! Examples of items and fields: which belong to whom.

use super::{components, lowered};
use crate::lower::ir::{Docs, ItemKind};

/// The examples of each item and field, written `A: values`, `A.field: values`.
#[track_caller]
fn check(version: &str, schemas: &str, expect: &str) {
    let (ir, _) = lowered(version, &format!("paths: {{}}\n{}", components(schemas)));
    let mut lines = Vec::new();
    let mut line = |place: String, docs: &Docs| {
        let values: Vec<String> = docs.examples.iter().map(ToString::to_string).collect();
        if !values.is_empty() {
            lines.push(format!("{place}: {}", values.join(" ")));
        }
    };
    for (name, item) in &ir.items {
        line(name.clone(), &item.docs);
        if let ItemKind::Struct(body) = &item.kind {
            for field in &body.fields {
                line(format!("{name}.{}", field.name), &field.docs);
            }
        }
    }
    assert_eq!(lines.join("\n"), expect);
}

#[test]
fn of_items_and_fields() {
    check(
        "3.0.3",
        "A: {type: object, example: {z: 1, b: [2], a: x}, properties: {a: {type: string, example: x}}}\nB: {type: string, example: null}",
        "A: {\"a\":\"x\",\"b\":[2],\"z\":1}\nA.a: \"x\"\nB: null",
    );
    check(
        "3.1.0",
        "A: {properties: {a: {type: string, examples: [x, y, x], example: y}}}",
        "A.a: \"y\" \"x\"",
    );
    // Beside a reference, where what it names is another item.
    check(
        "3.1.0",
        "A: {properties: {b: {$ref: '#/components/schemas/B', examples: [x]}}}\nB: {type: string, examples: [y]}",
        "A.b: \"x\"\nB: \"y\"",
    );
    check("3.1.0", "A: {type: string, examples: {a: {value: x}}}", "");
}

#[test]
fn those_of_a_whole_are_not_those_of_its_parts() {
    check(
        "3.0.3",
        "A: {allOf: [{$ref: '#/components/schemas/B'}, {properties: {c: {type: string}}, example: {c: x}}]}\nB: {properties: {b: {type: string}}, example: {b: y}}",
        "B: {\"b\":\"y\"}",
    );
    check(
        "3.0.3",
        "A: {example: {b: z}, allOf: [{$ref: '#/components/schemas/B'}, {properties: {c: {type: string}}}]}\nB: {properties: {b: {type: string}}}",
        "A: {\"b\":\"z\"}",
    );
    check(
        "3.1.0",
        "A: {type: [string, object], properties: {b: {type: string}}, example: x}",
        "A: \"x\"",
    );
    check(
        "3.0.3",
        "A: {example: {b: z}, properties: {b: {type: string}}, oneOf: [{properties: {c: {type: string}}}, {properties: {d: {type: string}}}]}",
        "A: {\"b\":\"z\"}",
    );
}
