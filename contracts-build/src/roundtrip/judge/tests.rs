use contracts_core::{
    openapi,
    source::{SourceId, Sources},
};

use super::*;

/// Whether values are what the component `A` says, in a kind of message.
#[track_caller]
fn check_in(side: Option<Direction>, version: &str, schemas: &str, values: &[(&str, bool)]) {
    let yaml = format!(
        "openapi: {version}\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{{schemas}}}}}\n"
    );
    let mut sources = Sources::memory([("a.yaml", yaml.as_str())]);
    let (contract, _) = openapi::load(&mut sources, &SourceId::new("a.yaml")).unwrap();
    let contract = contract.unwrap();
    let schema = contract.schemas["A"].clone();
    for (text, expected) in values {
        let value: Value = serde_json::from_str(text).unwrap();
        let question = Question {
            schema: &schema,
            value: &value,
        };
        let (answers, _) = judge(&contract, side, &[question]);
        let is_valid = match answers.as_slice() {
            [Answer::Valid(_)] => true,
            [Answer::Invalid] => false,
            _ => panic!("{schemas} cannot be judged by"),
        };
        assert_eq!(is_valid, *expected, "{version} {schemas} {text}");
    }
}

#[track_caller]
fn check(version: &str, schemas: &str, values: &[(&str, bool)]) {
    check_in(None, version, schemas, values);
}

const OLD: &str = "3.0.3";
const NEW: &str = "3.1.0";

#[test]
fn until_3_0_null_is_a_flag() {
    let schema = "A: {type: string, nullable: true, enum: [a]}";
    check(
        OLD,
        schema,
        &[("null", true), ("\"a\"", true), ("1", false)],
    );
    check(NEW, schema, &[("null", false), ("\"a\"", true)]);
    let types = "A: {type: [string, 'null']}";
    check(NEW, types, &[("null", true), ("1", false)]);
}

#[test]
fn until_3_0_a_flag_makes_a_bound_exclusive() {
    let flags = "A: {type: integer, minimum: 1, exclusiveMinimum: true, maximum: 9}";
    check(
        OLD,
        flags,
        &[("1", false), ("2", true), ("9", true), ("10", false)],
    );
    let bounds = "A: {type: integer, minimum: 1, exclusiveMaximum: 9}";
    check(
        NEW,
        bounds,
        &[("0", false), ("1", true), ("8", true), ("9", false)],
    );
}

#[test]
fn until_3_0_nothing_beside_a_reference_counts() {
    let schemas = "A: {$ref: '#/components/schemas/B', maxLength: 1}, B: {type: string}";
    check(OLD, schemas, &[("\"ab\"", true), ("1", false)]);
    check(NEW, schemas, &[("\"ab\"", false), ("\"a\"", true)]);
}

#[test]
fn formats_are_words_but_for_those_that_become_types() {
    check(OLD, "A: {type: string, format: email}", &[("\"x\"", true)]);
    let id = "\"67e55044-10b1-426f-9247-bb680e5fe0c8\"";
    check(
        OLD,
        "A: {type: string, format: uuid}",
        &[(id, true), ("\"x\"", false)],
    );
    for (format, good, bad) in [
        ("byte", "aGk=", "a"),
        ("date", "2024-02-29", "2024-13-01"),
        (
            "date-time",
            "2024-02-29T12:30:00.5+02:00",
            "2024-02-29T12:30:00",
        ),
    ] {
        let (good, bad) = (format!("\"{good}\""), format!("\"{bad}\""));
        check(
            OLD,
            &format!("A: {{type: string, format: {format}}}"),
            &[(&good, true), (&bad, false)],
        );
    }
    let byte = "A: {type: integer, format: uint8}";
    check(OLD, byte, &[("255", true), ("256", false), ("-1", false)]);
    let long = "A: {type: integer, format: int64}";
    check(
        OLD,
        long,
        &[
            ("-9223372036854775808", true),
            ("18446744073709551615", false),
        ],
    );
}

#[test]
fn a_message_has_its_own_members() {
    let schemas = "A: {required: [r, w, b], properties: {r: {readOnly: true}, w: {$ref: '#/components/schemas/W'}, b: {}}}, W: {writeOnly: true}";
    let (request, response) = (r#"{"w":1,"b":1}"#, r#"{"r":1,"b":1}"#);
    let whole = r#"{"r":1,"w":1,"b":1}"#;
    let values = |one, other| [(request, one), (response, other), (whole, true)];
    check_in(
        Some(Direction::Requests),
        OLD,
        schemas,
        &values(true, false),
    );
    check_in(
        Some(Direction::Responses),
        OLD,
        schemas,
        &values(false, true),
    );
    check_in(None, OLD, schemas, &values(false, false));
}

#[test]
fn what_makes_no_sense_says_nothing() {
    let odd = "A: {type: file, required: true, enum: [], minLength: -1, pattern: '(', properties: {a: {$ref: '#/nowhere'}}}";
    check(OLD, odd, &[("{\"a\": 1}", true), ("\"\"", true)]);
}

#[test]
fn a_value_of_two_branches_is_none_of_the_union() {
    let schemas = "A: {oneOf: [{$ref: '#/components/schemas/B'}, {type: object, required: [b]}]}, B: {type: object, required: [a]}";
    check(
        OLD,
        schemas,
        &[
            ("{\"a\": 1}", true),
            ("{\"b\": 1}", true),
            ("{\"a\": 1, \"b\": 1}", false),
        ],
    );
}
