//! What values have to keep besides their types.

use super::{Options, components, lowered_with};
use crate::lower::ir::{ItemKind, Limit, Step};

/// The limits of each item and field, written `A.field[]: limit`; `[]` are the items of a list, `{}` the
/// values of a map.
#[track_caller]
fn check(version: &str, schemas: &str, expect: &str) {
    let document = format!("paths: {{}}\n{}", components(schemas));
    let (ir, _) = lowered_with(version, &document, Options::default());
    let mut lines = Vec::new();
    let mut add = |place: &str, limits: &[Limit]| {
        for limit in limits {
            let way = limit.at.iter().map(|step| match step {
                Step::Items => "[]".to_owned(),
                Step::Values => "{}".to_owned(),
                Step::At(at) => format!("[{at}]"),
            });
            let rule = format!("{:?}", limit.rule).replace("Number(", "(");
            lines.push(format!("{place}{}: {rule}", way.collect::<String>()));
        }
    };
    for (name, item) in &ir.items {
        add(name, &item.limits);
        if let ItemKind::Struct(body) = &item.kind {
            for field in &body.fields {
                add(&format!("{name}.{}", field.name), &field.limits);
            }
        }
        if let ItemKind::Untagged(branches) = &item.kind {
            for branch in branches {
                add(&format!("{name}::{}", branch.name), &branch.limits);
            }
        }
    }
    assert_eq!(lines.join("\n"), expect);
}

#[test]
fn of_text() {
    check(
        "3.0.3",
        "A: {type: string, minLength: 1, maxLength: 5.0, pattern: '^\\d+$', minimum: 1, minItems: 1}",
        "A: MinLength(1)\nA: MaxLength(5)\nA: Pattern(\"^\\\\d+$\")",
    );
    // What is always so, what is no number, what is a type of its own or one of few values.
    check(
        "3.0.3",
        "A: {type: string, minLength: 0, maxLength: x}\nB: {type: string, format: uuid, minLength: 1}\nC: {type: string, enum: [x], maxLength: 1}\nD: {minLength: 1}",
        "",
    );
}

#[test]
fn of_numbers() {
    check(
        "3.0.3",
        "A: {type: number, minimum: 0, exclusiveMinimum: true, maximum: 1.5, exclusiveMaximum: false, multipleOf: 0.5, minLength: 1}",
        "A: ExclusiveMinimum((0))\nA: Maximum((1.5))\nA: MultipleOf((0.5))",
    );
    check(
        "3.1.0",
        "A: {type: number, exclusiveMinimum: 0, minimum: -1, exclusiveMaximum: 2, maximum: 2, multipleOf: 0}",
        "A: ExclusiveMinimum((0))\nA: ExclusiveMaximum((2))",
    );
    check("3.0.3", "A: {type: number, exclusiveMinimum: true}", "");
    // Of two ends at the same place, the one that leaves it out.
    for (minimum, maximum) in [
        (
            "minimum: 1, exclusiveMinimum: 1",
            "exclusiveMaximum: 2, maximum: 2",
        ),
        (
            "allOf: [{minimum: 1}, {exclusiveMinimum: 1}, {minimum: 1}]",
            "allOf: [{maximum: 2}, {exclusiveMaximum: 2}, {maximum: 2}]",
        ),
    ] {
        check(
            "3.1.0",
            &format!("A: {{type: number, {minimum}}}\nB: {{type: number, {maximum}}}"),
            "A: ExclusiveMinimum((1))\nB: ExclusiveMaximum((2))",
        );
    }
}

#[test]
fn of_integers() {
    check(
        "3.0.3",
        "A: {type: integer, minimum: 1.0, maximum: 10, multipleOf: 5.0}",
        "A: Minimum((1))\nA: Maximum((10))\nA: MultipleOf((5))",
    );
    // What the type says.
    check(
        "3.0.3",
        "A: {type: integer, format: uint8, minimum: 0, maximum: 255, multipleOf: 1}\n\
         B: {type: integer, format: int32, minimum: -3000000000, maximum: 2147483647}\n\
         C: {type: integer, maximum: 1.0e+30}",
        "",
    );
    check(
        "3.0.3",
        "A: {type: integer, format: uint8, minimum: 0, exclusiveMinimum: true, maximum: 254}\n\
         B: {type: integer, format: uint64, maximum: 18446744073709551614}",
        "A: ExclusiveMinimum((0))\nA: Maximum((254))\nB: Maximum((18446744073709551614))",
    );
}

#[test]
fn of_lists_maps_and_structs() {
    check(
        "3.0.3",
        "A: {type: array, minItems: 1, maxItems: 3, uniqueItems: true, items: {type: object, minProperties: 1, additionalProperties: {type: integer, maximum: 9}}}",
        "A: MinItems(1)\nA: MaxItems(3)\nA: UniqueItems\nA[]: MinProperties(1)\nA[]{}: Maximum((9))",
    );
    check(
        "3.0.3",
        "A: {type: object, maxProperties: 2, minItems: 1, properties: {a: {type: string, minLength: 1}, b: {type: array, items: {type: string, nullable: true, maxLength: 3}}}, additionalProperties: {type: string, maxLength: 9}}",
        "A: MaxProperties(2)\nA{}: MaxLength(9)\nA.a: MinLength(1)\nA.b[]: MaxLength(3)",
    );
    // Of a tuple only the length is known, which its type says; of what follows in an open one, nothing.
    check(
        "3.1.0",
        "A: {prefixItems: [{type: string}], items: false, maxItems: 1}\nB: {type: array, prefixItems: [{type: string}], items: {type: string, maxLength: 1}}\nC: {type: array, uniqueItems: false}",
        "",
    );
}

#[test]
fn items_keep_their_own() {
    check(
        "3.1.0",
        "A: {properties: {b: {$ref: '#/components/schemas/B'}, c: {type: array, maxItems: 1, items: {$ref: '#/components/schemas/B'}}, d: {type: object, minProperties: 1, properties: {x: {type: string}}}}}\nB: {type: string, minLength: 2}",
        "A.c: MaxItems(1)\nAd: MinProperties(1)\nB: MinLength(2)",
    );
}

#[test]
fn through_null_and_parts() {
    check(
        "3.1.0",
        "A: {type: [string, 'null'], minLength: 1}\nB: {anyOf: [{type: string, maxLength: 2}, {type: 'null'}]}",
        "A: MinLength(1)\nB: MaxLength(2)",
    );
    check(
        "3.0.3",
        "A: {type: string, nullable: true, minLength: 1}\nB: {allOf: [{type: string, minLength: 1, pattern: a}, {minLength: 3, pattern: b}], maxLength: 7}",
        "A: MinLength(1)\nB: MinLength(3)\nB: MaxLength(7)\nB: Pattern(\"a\")\nB: Pattern(\"b\")",
    );
    // Both a component and what narrows it; in 3.0 nothing stands beside a reference.
    for (version, more) in [("3.0.3", ""), ("3.1.0", "\nA: MaxLength(3)")] {
        check(
            version,
            "A: {allOf: [{$ref: '#/components/schemas/B', maxLength: 3}, {type: string}]}\nB: {type: string, minLength: 1}",
            &format!("A: MinLength(1){more}\nB: MinLength(1)"),
        );
    }
    // A child says it of its parent's member.
    check(
        "3.0.3",
        "A: {allOf: [{properties: {x: {type: string, minLength: 1}}}, {properties: {x: {maxLength: 3}}}]}",
        "A.x: MinLength(1)\nA.x: MaxLength(3)",
    );
}

#[test]
fn formats_that_servers_check() {
    check(
        "3.0.3",
        "A: {type: string, format: date-time, maxLength: 40}\nB: {type: string, format: password}\nC: {type: array, items: {type: string, format: email}}",
        "A: MaxLength(40)\nA: Format(\"date-time\")\nC[]: Format(\"email\")",
    );
}

/// What an operation names in place has no item that could say it.
#[test]
fn of_what_operations_name() {
    let paths = "paths: {/a: {get: {parameters: [{name: q, in: query, schema: {type: integer, minimum: 1}}, {name: r, in: query, schema: {type: string}}], responses: {'204': {description: d}}}}}";
    let (ir, _) = lowered_with("3.0.3", paths, Options::default());
    let limits: Vec<String> = ir
        .limits
        .iter()
        .map(|(pointer, limits)| format!("{} {:?}", pointer.as_str(), limits[0].rule))
        .collect();
    assert_eq!(
        limits,
        ["/paths/~1a/get/parameters/0/schema Minimum(Number(1))"]
    );
}

#[test]
fn closed_objects_are_noted() {
    let schemas = "A: {type: object, additionalProperties: false, properties: {a: {type: string}}}\n\
                   B: {type: object, properties: {a: {type: string}}}\n\
                   C: {type: object, additionalProperties: {type: string}, properties: {a: {type: string}}}\n\
                   D: {type: object, additionalProperties: false}\n\
                   E: {allOf: [{$ref: '#/components/schemas/A'}, {properties: {b: {type: string}}}]}\n\
                   F: {allOf: [{$ref: '#/components/schemas/B'}], properties: {b: {type: string}}, unevaluatedProperties: false}";
    let document = format!("paths: {{}}\n{}", components(schemas));
    let (ir, _) = lowered_with("3.1.0", &document, Options::default());
    let closed: Vec<&str> = ir
        .items
        .iter()
        .filter(|(_, item)| matches!(&item.kind, ItemKind::Struct(body) if body.closed))
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(closed, ["A", "D", "E", "F"]);
}

#[test]
fn of_the_branches_of_unions() {
    check(
        "3.1.0",
        "A: {oneOf: [{type: string, maxLength: 5}, {type: array, items: {type: integer, maximum: 3}}]}",
        "A::Text: MaxLength(5)\nA::IntegerList[]: Maximum((3))",
    );
    // Branches of one type are one: what both ask for is asked for.
    check(
        "3.1.0",
        "A: {anyOf: [{type: string, minLength: 1, maxLength: 5}, {type: string, minLength: 1, pattern: x}, {type: boolean}]}",
        "A::Text: MinLength(1)",
    );
}

#[test]
fn of_the_items_of_tuples() {
    let items = "[{type: string, minLength: 2}, {type: array, items: {type: integer, minimum: 1}}]";
    for tuple in [
        format!("prefixItems: {items}, items: false"),
        format!("items: {items}, additionalItems: false"),
    ] {
        check(
            "3.1.0",
            &format!("A: {{type: array, {tuple}}}"),
            "A[0]: MinLength(2)\nA[1][]: Minimum((1))",
        );
    }
}
