//! Enums of any value, tuples and maps.

use super::{check, check_lossy};

#[test]
fn enums_of_text() {
    check("3.0.3", "A: {type: string, enum: [b, a, b]}", "A [B:b A:a]");
    check(
        "3.0.3",
        "A: {type: string, enum: ['>', '>=', self, 1st]}",
        "A [Greater:> GreaterEqual:>= Self_:self X1st:1st]",
    );
    check("3.1.0", "A: {const: only}", "A [Only:only]");
    // YAML makes numbers and booleans of what stands without quotes.
    check(
        "3.0.3",
        "A: {type: string, enum: [1.5, true]}",
        "A [X15:1.5 True:true]",
    );
}

#[test]
fn enums_of_other_values() {
    check(
        "3.0.3",
        "A: {type: integer, enum: [1, -2, 1]}",
        "A [Value1:1 ValueMinus2:-2]",
    );
    check(
        "3.1.0",
        "A: {enum: [1, x, true]}",
        "A [Value1:1 X:\"x\" True:true]",
    );
    check("3.1.0", "A: {enum: [1.5, 2]}", "A [Value15:1.5 Value2:2]");
    check("3.1.0", "A: {const: true}", "A [True:true]");
    check(
        "3.0.3",
        "A: {type: boolean, enum: [false, true]}",
        "A = bool",
    );
    check("3.1.0", "A: {type: 'null'}", "A = ()");
    check("3.1.0", "A: {const: null}", "A = ()");
    check(
        "3.0.3",
        "A: {type: integer, enum: [1, null], nullable: true}",
        "A = Option<AValue>\nAValue [Value1:1]",
    );
    check_lossy(
        "3.0.3",
        "A: {type: string, enum: []}",
        "A = String",
        "6:29: warning[simplified-schema]: an empty `enum` is ignored",
    );
}

#[test]
fn tuples() {
    let pair = "{type: string}, {type: integer}";
    check(
        "3.1.0",
        &format!("A: {{type: array, prefixItems: [{pair}], items: false}}"),
        "A = (String,i64,)",
    );
    check(
        "3.1.0",
        &format!("A: {{prefixItems: [{pair}], minItems: 2, maxItems: 2}}"),
        "A = (String,i64,)",
    );
    // The form of JSON Schema before 2020-12.
    check(
        "3.0.3",
        &format!("A: {{type: array, items: [{pair}], maxItems: 2}}"),
        "A = (String,i64,)",
    );
    let open = "6:8: warning[simplified-schema]: a tuple with room for more or less becomes a list of what its items can be";
    check_lossy(
        "3.1.0",
        &format!("A: {{type: array, prefixItems: [{pair}]}}"),
        "A = Vec<AItem>\nAItem <Text(String) | Integer(i64)>",
        open,
    );
    check_lossy(
        "3.1.0",
        "A: {type: array, prefixItems: [{type: string}], items: {type: string}}",
        "A = Vec<String>",
        open,
    );
    check_lossy(
        "3.1.0",
        "A: {prefixItems: [{type: string}], items: false, minItems: 0}",
        "A = Vec<String>",
        open,
    );
}

#[test]
fn maps_by_pattern() {
    let names = "which names `patternProperties` are for is not expressed; their values are";
    check_lossy(
        "3.1.0",
        "A: {type: object, patternProperties: {^a: {type: string}}}",
        "A = BTreeMap<String,String>",
        &format!("6:42: warning[simplified-schema]: {names}"),
    );
    check_lossy(
        "3.1.0",
        "A: {properties: {k: {type: string}}, patternProperties: {^a: {type: string}, ^b: {type: integer}}, additionalProperties: false}",
        "A {k?: String, ..: AValue}\nAValue <Text(String) | Integer(i64)>",
        &format!("6:61: warning[simplified-schema]: {names}"),
    );
}
