//! Each rule: a schema it is for, a near miss, and what is said where meaning is lost.
//!
//! Items are written `A = type`, `A {field: type, optional?: type}`, `A [value value]`, `A <Variant(type)>`.

mod examples;
mod merging;
mod names;
mod parts;
mod shapes;
mod tags;

use std::collections::BTreeMap;

use contracts_core::{
    finding, openapi,
    source::{SourceId, Sources},
};

use crate::{
    emit::types::{Home, type_path},
    lower::{
        Options,
        ir::{Ir, Item, ItemKind, Rest, Type},
        lower,
    },
};

/// The items of a document with the component schemas `schemas`, and the warnings.
fn items(version: &str, schemas: &str) -> (String, String) {
    items_of(version, &format!("paths: {{}}\n{}", components(schemas)))
}

pub(in crate::lower) fn components(schemas: &str) -> String {
    let schemas: String = schemas
        .lines()
        .map(|line| format!("    {line}\n"))
        .collect();
    format!("components:\n  schemas:\n{schemas}")
}

/// The same for a document that goes on with `rest`.
fn items_of(version: &str, rest: &str) -> (String, String) {
    let (ir, warnings) = lowered(version, rest);
    let items: Vec<String> = ir
        .items
        .iter()
        .map(|(name, item)| format!("{name} {}", show(item)))
        .collect();
    (items.join("\n"), warnings)
}

/// The types of a document, and the warnings.
fn lowered(version: &str, rest: &str) -> (Ir, String) {
    lowered_with(version, rest, Options::default())
}

pub(in crate::lower) fn lowered_with(version: &str, rest: &str, options: Options) -> (Ir, String) {
    let yaml = format!("openapi: {version}\ninfo: {{title: T, version: '1'}}\n{rest}");
    let mut sources = Sources::memory([("a.yaml", yaml)]);
    let (contract, _) = openapi::load(&mut sources, &SourceId::new("a.yaml")).unwrap();
    let formats = BTreeMap::from([("uuid".to_owned(), "::uuid::Uuid".to_owned())]);
    let (ir, findings) = lower(&contract.unwrap(), &formats, options);
    (ir, finding::to_text(&findings, &sources))
}

pub(in crate::lower) fn show(item: &Item) -> String {
    match &item.kind {
        ItemKind::Alias(ty) => format!("= {}", path(ty)),
        ItemKind::Enum(variants) => {
            let variants: Vec<String> = variants
                .iter()
                .map(|v| format!("{}:{}", v.name, v.wire))
                .collect();
            format!("[{}]", variants.join(" "))
        }
        ItemKind::Values(values) => {
            let values: Vec<String> = values
                .iter()
                .map(|v| format!("{}:{}", v.name, v.wire))
                .collect();
            format!("[{}]", values.join(" "))
        }
        ItemKind::Tagged(union) => {
            let mut branches: Vec<String> = union
                .branches
                .iter()
                .map(|branch| {
                    format!(
                        "{}={}({})",
                        branch.tags.join(","),
                        branch.name,
                        branch.ty.as_ref().map(path).unwrap_or_default()
                    )
                })
                .collect();
            branches.extend(union.other.as_ref().map(|ty| format!("..({})", path(ty))));
            format!("{}<{}>", union.tag, branches.join(" | "))
        }
        ItemKind::Untagged(variants) => {
            let variants: Vec<String> = variants
                .iter()
                .map(|branch| format!("{}({})", branch.name, path(&branch.ty)))
                .collect();
            format!("<{}>", variants.join(" | "))
        }
        ItemKind::Struct(body) => {
            let mut fields: Vec<String> = body
                .fields
                .iter()
                .map(|field| {
                    let optional = if field.required { "" } else { "?" };
                    let default = field
                        .default
                        .as_ref()
                        .map(|value| format!(" = {value}"))
                        .unwrap_or_default();
                    format!("{}{optional}: {}{default}", field.name, path(&field.ty))
                })
                .collect();
            if let Rest::Kept(ty) = &body.rest {
                fields.push(format!("..: {}", path(ty)));
            }
            format!("{{{}}}", fields.join(", "))
        }
    }
}

pub(in crate::lower) fn path(ty: &Type) -> String {
    let path = type_path(ty, &Home::here()).to_string().replace(' ', "");
    let short = [
        ("::std::vec::", ""),
        ("::std::option::", ""),
        ("::std::string::", ""),
        ("::std::collections::", ""),
        ("::serde_json::", "json::"),
    ];
    short
        .iter()
        .fold(path, |path, (long, short)| path.replace(long, short))
}

#[track_caller]
fn check(version: &str, schemas: &str, expect: &str) {
    let (items, warnings) = items(version, schemas);
    assert_eq!(warnings, "");
    assert_eq!(items, expect);
}

#[track_caller]
fn check_lossy(version: &str, schemas: &str, expect: &str, warning: &str) {
    let (items, warnings) = items(version, schemas);
    assert_eq!(items, expect);
    assert_eq!(warnings.trim(), format!("a.yaml:{warning}"));
}

#[test]
fn scalars() {
    check(
        "3.0.3",
        "A: {type: object, required: [a, b, c, d, e, f, g], properties: {a: {type: string}, b: {type: integer}, c: {type: integer, format: int32}, d: {type: number}, e: {type: number, format: float}, f: {type: boolean}, g: {type: string, format: uuid}}}",
        "A {a: String, b: i64, c: i32, d: f64, e: f32, f: bool, g: ::uuid::Uuid}",
    );
    check("3.0.3", "A: {type: string, format: date}", "A = String");
    check("3.0.3", "A: {type: integer, format: uint8}", "A = u8");
}

#[test]
fn booleans() {
    check("3.1.0", "A: true", "A = json::Value");
    check_lossy(
        "3.1.0",
        "A: false",
        "A = json::Value",
        "6:8: warning[simplified-schema]: a schema that allows nothing becomes any JSON",
    );
}

#[test]
fn references() {
    check(
        "3.0.3",
        "A: {$ref: '#/components/schemas/B', minLength: 3}\nB: {type: string}",
        "A = B\nB = String",
    );
    check(
        "3.1.0",
        "A: {$ref: '#/components/schemas/B', minLength: 3}\nB: {type: string}",
        "A = B\nB = String",
    );
    // Since 3.1 what stands beside it counts.
    check(
        "3.1.0",
        "A: {$ref: '#/components/schemas/B', required: [b]}\nB: {properties: {b: {type: string}}}",
        "A {b: String}\nB {b?: String}",
    );
    check(
        "3.1.0",
        "A: {$ref: '#/components/schemas/B', description: Fine.}\nB: {type: string}",
        "A = B\nB = String",
    );
    check(
        "3.1.0",
        "A: {type: object, properties: {b: {$ref: '#/components/schemas/B/properties/c'}}}\nB: {type: object, properties: {c: {type: string}}}",
        "A {b?: C}\nB {c?: String}\nC = String",
    );
    check(
        "3.0.3",
        "A: {type: object, properties: {next: {$ref: '#/components/schemas/A'}}}",
        "A {next?: A}",
    );
    check(
        "3.0.3",
        "A: {$ref: '#/components/schemas/Nothing'}",
        "A = json::Value",
    );
}

#[test]
fn nullables() {
    check(
        "3.0.3",
        "A: {type: object, properties: {a: {type: string, nullable: true}}}",
        "A {a?: Option<String>}",
    );
    check(
        "3.1.0",
        "A: {type: object, properties: {a: {type: [string, 'null']}}}",
        "A {a?: Option<String>}",
    );
    check(
        "3.1.0",
        "A: {type: object, properties: {a: {anyOf: [{type: string}, {type: 'null'}]}}}",
        "A {a?: Option<String>}",
    );
    check(
        "3.1.0",
        "A: {type: object, properties: {a: {enum: [x, null]}}}",
        "A {a?: Option<Aa>}\nAa [X:x]",
    );
    check(
        "3.0.3",
        "A: {type: object, nullable: true, properties: {a: {type: string}}}",
        "A = Option<AValue>\nAValue {a?: String}",
    );
    // `nullable` means nothing in 3.1.
    check("3.1.0", "A: {type: string, nullable: true}", "A = String");
}

#[test]
fn all_of() {
    let base = "B: {type: object, required: [b], properties: {b: {type: string}}}";
    check(
        "3.0.3",
        &format!(
            "A:\n  allOf:\n    - $ref: '#/components/schemas/B'\n    - {{type: object, required: [c], properties: {{c: {{type: integer}}}}}}\n{base}"
        ),
        "A {b: String, c: i64}\nB {b: String}",
    );
    check(
        "3.0.3",
        &format!(
            "A: {{allOf: [{{$ref: '#/components/schemas/B'}}], required: [d], properties: {{d: {{type: boolean}}}}}}\n{base}"
        ),
        "A {b: String, d: bool}\nB {b: String}",
    );
    check(
        "3.0.3",
        &format!(
            "A: {{type: object, properties: {{x: {{allOf: [{{$ref: '#/components/schemas/B'}}], description: The one.}}}}}}\n{base}"
        ),
        "A {x?: B}\nB {b: String}",
    );
    check_lossy(
        "3.0.3",
        "A: {properties: {a: {type: string}}, allOf: [{$ref: '#/components/schemas/A'}]}",
        "A {a?: String}",
        "6:50: warning[simplified-schema]: `allOf` leads back to itself; the cycle is cut",
    );
}

#[test]
fn any_of() {
    check(
        "3.0.3",
        "A: {oneOf: [{type: string}, {type: integer}, {$ref: '#/components/schemas/B'}]}\nB: {type: object, properties: {b: {type: string}}}",
        "A <Text(String) | Integer(i64) | B(B)>\nB {b?: String}",
    );
    check(
        "3.0.3",
        "A: {anyOf: [{type: string, title: plain text}, {type: array, items: {type: string}}]}",
        "A <PlainText(String) | TextList(Vec<String>)>",
    );
    // The same type twice is one branch, and one branch is no union.
    check(
        "3.0.3",
        "A: {anyOf: [{type: string}, {type: string, format: date}]}",
        "A = String",
    );
    check(
        "3.1.0",
        "A: {oneOf: [{type: 'null'}, {type: object, properties: {x: {type: string}}}]}",
        "A = Option<AValue>\nAValue {x?: String}",
    );
    check(
        "3.1.0",
        "A: {type: [string, integer]}",
        "A <Text(String) | Integer(i64)>",
    );
    check("3.1.0", "A: {type: [string]}", "A = String");
}

#[test]
fn arrays() {
    check(
        "3.0.3",
        "A: {type: array, items: {type: array, items: {type: string}}}",
        "A = Vec<Vec<String>>",
    );
    check("3.0.3", "A: {items: {type: string}}", "A = Vec<String>");
    check(
        "3.0.3",
        "A: {type: array, items: {}}",
        "A = Vec<json::Value>",
    );
    check(
        "3.0.3",
        "A: {type: array, items: {type: object, properties: {x: {type: string}}}}",
        "A = Vec<AItem>\nAItem {x?: String}",
    );
    check(
        "3.1.0",
        "A: {type: array, prefixItems: [{type: string}, {type: integer}], items: false}",
        "A = (String,i64,)",
    );
}

#[test]
fn objects() {
    check(
        "3.0.3",
        "A: {type: object}",
        "A = json::Map<String,json::Value>",
    );
    check(
        "3.0.3",
        "A: {type: object, additionalProperties: {type: integer}}",
        "A = BTreeMap<String,i64>",
    );
    check(
        "3.0.3",
        "A: {type: object, additionalProperties: false}",
        "A {}",
    );
    check(
        "3.0.3",
        "A: {type: object, properties: {a: {type: string}}, additionalProperties: true}",
        "A {a?: String, ..: json::Value}",
    );
    check(
        "3.0.3",
        "A: {type: object, properties: {a: {type: string}}, additionalProperties: false}",
        "A {a?: String}",
    );
    check(
        "3.0.3",
        "A: {properties: {a-b: {type: string}, a_b: {type: string}, type: {type: string}, extra: {type: string}}}",
        "A {a_b?: String, a_b2?: String, extra2?: String, type_?: String}",
    );
    check(
        "3.0.3",
        "A: {type: object, properties: {in: {type: object, properties: {x: {type: string}}}}}",
        "A {in_?: AIn}\nAIn {x?: String}",
    );
}

#[test]
fn defaults() {
    check(
        "3.0.3",
        "A: {type: object, properties: {a: {type: integer, format: int8, default: -128}, b: {type: string, enum: [x, y], default: y}, c: {type: array, items: {}, default: []}}}",
        "A {a?: i8 = -128, b?: Ab = \"y\", c?: Vec<json::Value>}\nAb [X:x Y:y]",
    );
    check_lossy(
        "3.0.3",
        "A: {type: object, properties: {a: {type: integer, format: int8, default: 128}}}",
        "A {a?: i8}",
        "6:78: warning[simplified-schema]: this default is not carried over to the Rust type",
    );
}

#[test]
fn names_never_collide() {
    check(
        "3.0.3",
        "a-b: {type: string}\nA_B: {type: string}\nAB: {type: object, properties: {x: {type: object, properties: {y: {type: string}}}}}\nABX: {type: string}",
        "Ab {x?: AbX}\nAb2 = String\nAb3 = String\nAbX {y?: String}\nAbx = String",
    );
    check(
        "3.0.3",
        "Option: {type: string}\nVec: {type: array, items: {type: string}}\nself: {type: string}",
        "Option = String\nSelf_ = String\nVec = Vec<String>",
    );
}

#[test]
fn depth_is_bounded() {
    let deep = format!("A: {}{{}}{}", "{items: ".repeat(110), "}".repeat(110));
    let (items, warnings) = items("3.1.0", &deep);
    assert!(items.starts_with("A = Vec<Vec<"), "{items}");
    assert!(
        warnings.contains("schemas are nested too deeply here"),
        "{warnings}"
    );
}

#[test]
fn unexpressed_keywords_are_told() {
    check_lossy(
        "3.1.0",
        "A: {not: {type: string}}",
        "A = json::Value",
        "6:14: warning[simplified-schema]: `not` is not expressed",
    );
    check(
        "3.1.0",
        "A: {type: string, minLength: 3, pattern: x}",
        "A = String",
    );
}

#[test]
fn what_leads_only_to_itself_is_cut() {
    let cut = "warning[simplified-schema]: this schema leads back to itself without an end; that way is cut";
    check_lossy(
        "3.0.3",
        "A: {allOf: [{$ref: '#/components/schemas/A'}]}",
        "A = json::Value",
        "6:8: warning[simplified-schema]: this schema only leads back to itself; it becomes any JSON",
    );
    check_lossy(
        "3.0.3",
        "A: {allOf: [{$ref: '#/components/schemas/B'}]}\nB: {allOf: [{$ref: '#/components/schemas/A'}]}",
        "A = json::Value\nB = A",
        &format!("6:8: {cut}"),
    );
    check_lossy(
        "3.0.3",
        "A: {oneOf: [{$ref: '#/components/schemas/A'}, {type: string}, {type: integer}]}",
        "A <Text(String) | Integer(i64)>",
        "6:17: warning[simplified-schema]: a branch that is the union itself adds nothing",
    );
    check_lossy(
        "3.0.3",
        "A: {oneOf: [{$ref: '#/components/schemas/B'}, {type: string}]}\nB: {oneOf: [{$ref: '#/components/schemas/A'}, {type: integer}]}",
        "A <Integer(i64) | Text(String)>\nB <A(A) | Integer(i64)>",
        &format!("6:8: {cut}"),
    );
    // A list between them ends it.
    check(
        "3.0.3",
        "A: {oneOf: [{type: array, items: {$ref: '#/components/schemas/A'}}, {type: string}]}",
        "A <AList(Vec<A>) | Text(String)>",
    );
}

#[test]
fn inline_names_give_way_to_components() {
    check(
        "3.0.3",
        "AB: {type: object, properties: {x: {type: object, properties: {y: {type: string}}}}}\nAb_X: {type: string}",
        "Ab {x?: AbX2}\nAbX = String\nAbX2 {y?: String}",
    );
}

#[test]
fn parts_and_branches_that_shape_nothing() {
    let level = "E: {type: string, enum: [low, high]}";
    check(
        "3.0.3",
        &format!(
            "A: {{allOf: [{{$ref: '#/components/schemas/E'}}, {{description: More.}}]}}\n{level}"
        ),
        "A = E\nE [Low:low High:high]",
    );
    check(
        "3.0.3",
        "A: {allOf: [{type: string}, {minLength: 3}]}",
        "A = String",
    );
    check(
        "3.0.3",
        "A: {type: object, properties: {a: {type: string}, b: {type: string}}, anyOf: [{required: [a]}, {required: [b]}]}",
        "A {a?: String, b?: String}",
    );
    check(
        "3.1.0",
        "A: {oneOf: [{const: low, description: Little.}, {const: high}]}",
        "A [Low:low High:high]",
    );
    check(
        "3.1.0",
        "A: {anyOf: [{const: low}, {enum: [high]}, {type: 'null'}]}",
        "A = Option<AValue>\nAValue [Low:low High:high]",
    );
}

#[test]
fn defaults_of_another_type_are_told() {
    for (schema, ty) in [
        ("{type: boolean, default: 'yes'}", "bool"),
        ("{type: string, default: 1}", "String"),
        ("{type: number, default: '1'}", "f64"),
        ("{type: integer, default: 1.5}", "i64"),
        ("{type: integer, format: uint8, default: 256}", "u8"),
        ("{type: integer, format: uint8, default: -1}", "u8"),
    ] {
        let (items, warnings) = items("3.0.3", &format!("A: {{properties: {{a: {schema}}}}}"));
        assert_eq!(items, format!("A {{a?: {ty}}}"), "{schema}");
        assert!(
            warnings.contains("this default is not carried over"),
            "{schema}: {warnings}"
        );
    }
    let (lowered, warnings) = items(
        "3.0.3",
        "A: {properties: {a: {type: string, enum: [x], default: z}}}",
    );
    assert_eq!(lowered, "A {a?: Aa}\nAa [X:x]");
    assert!(
        warnings.contains("this default is not carried over"),
        "{warnings}"
    );
    check(
        "3.0.3",
        "A: {properties: {a: {type: integer, format: uint8, default: 255}}}",
        "A {a?: u8 = 255}",
    );
}
