//! What members are as parts of multipart bodies.

use crate::lower::ir::{ItemKind, Part};

use super::lowered;

#[track_caller]
fn check(version: &str, member: &str, expected: Part) {
    let rest = format!(
        "paths: {{}}\ncomponents:\n  schemas:\n    A: {{type: object, properties: {{m: {member}}}}}\n    \
         File: {{type: string, format: binary}}\n"
    );
    let (ir, _) = lowered(version, &rest);
    let ItemKind::Struct(body) = &ir.items["A"].kind else {
        panic!("{:?}", ir.items["A"])
    };
    assert_eq!(body.fields[0].part, expected, "{member}");
}

#[test]
fn files_are_bytes() {
    for file in [
        "{type: string, format: binary}",
        "{type: [string, 'null'], format: binary}",
        "{type: string, contentEncoding: binary}",
        "{type: string, contentMediaType: image/png}",
        "{$ref: '#/components/schemas/File'}",
        "{anyOf: [{type: string, format: binary}, {type: 'null'}]}",
        "{allOf: [{$ref: '#/components/schemas/File'}], description: D}",
    ] {
        check("3.1.0", file, Part::File);
    }
    for files in [
        "{type: array, items: {type: string, format: binary}}",
        "{type: array, items: {}}",
        "{oneOf: [{$ref: '#/components/schemas/File'}, {type: array, items: {$ref: '#/components/schemas/File'}}]}",
    ] {
        check("3.1.0", files, Part::Files);
    }
    check("3.1.0", "{}", Part::Unsaid);
    check("3.0.3", "{type: string, format: binary}", Part::File);
}

#[test]
fn other_members_are_values() {
    for value in [
        "{type: string}",
        "{type: string, format: byte}",
        "{type: string, contentMediaType: application/json}",
        "{type: integer}",
        "{type: object, properties: {f: {type: string, format: binary}}}",
        "{type: array, items: {type: string}}",
        "{enum: [a, b]}",
        "true",
    ] {
        check("3.1.0", value, Part::Value);
    }
    check("3.0.3", "{}", Part::Value);
    check(
        "3.1.0",
        "{type: string, contentEncoding: base64}",
        Part::Encoded,
    );
}
