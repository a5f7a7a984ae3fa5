//! What is refused, and in which words: those of serde where it has words for it.

use contracts_modes::kinds::{derive, field_match, table};

use crate::round::check;

const WHOLE: &str = r#""id":1,"kind":"cat","parent-id":null"#;

#[test]
fn members() {
    check!(
        Pet,
        r#"{"kind":"cat"}"#,
        "missing field `id` at line 1 column 14"
    );
    check!(
        Pet,
        r#"{"id":1,"kind":"cat"}"#,
        "missing field `parent-id` at line 1 column 21"
    );
    check!(
        Pet,
        r#"{"id":1,"id":2}"#,
        "duplicate field `id` at line 1 column 12"
    );
    check!(
        Pet,
        &format!(r#"{{"x":1,{WHOLE},"x":2}}"#),
        "duplicate field `x` at line 1 column 50"
    );
    check!(
        Pet,
        r#"{"id":"1"}"#,
        "invalid type: string \"1\", expected i64 at line 1 column 9"
    );
    check!(
        Pet,
        r#"{"id":null}"#,
        "invalid type: null, expected i64 at line 1 column 10"
    );
    check!(
        Pet,
        r#"{"age":300}"#,
        "invalid value: integer `300`, expected u8 at line 1 column 10"
    );
    check!(
        Pet,
        r#"{"tags":["a",7]}"#,
        "invalid type: integer `7`, expected a string at line 1 column 14"
    );
    check!(
        Pet,
        r#"{"x":"y"}"#,
        "invalid type: string \"y\", expected i64 at line 1 column 8",
        // Derives look at such members last, and no longer know where they were.
        derive: "missing field `id` at line 1 column 9"
    );
    check!(
        Pet,
        r#"{"kind":4}"#,
        "invalid type: integer `4`, expected a string (`Kind`) at line 1 column 9"
    );
    check!(
        Pet,
        "[1]",
        "invalid type: sequence, expected an object (`Pet`) at line 1 column 0",
        derive: "invalid type: sequence, expected struct Pet at line 1 column 0"
    );
    check!(
        Circle,
        "null",
        "invalid type: null, expected an object (`Circle`) at line 1 column 4",
        derive: "invalid type: null, expected struct Circle at line 1 column 4"
    );
    // What only derives do: members without their names.
    check!(
        Circle,
        "[1]",
        "invalid type: sequence, expected an object (`Circle`) at line 1 column 0",
        derive: r#"{"radius":1.0}"#
    );
    check!(
        Circle,
        r#"{"radius":1"#,
        "EOF while parsing an object at line 1 column 11"
    );
}

#[test]
fn words_and_literals() {
    check!(
        Size,
        r#""huge""#,
        "unknown variant `huge`, expected one of `big`, `small` at line 1 column 6"
    );
    check!(
        Grade,
        r#""low""#,
        r#"`"low"` is none of the values of `Grade`: `1`, `"high"`, `true`, `0.5`, `[1]`, `-2`, `18446744073709551615`"#
    );
}

#[test]
fn tags() {
    check!(
        Shape,
        r#"{"radius":1}"#,
        "missing field `type` at line 1 column 12"
    );
    check!(
        Shape,
        r#"{"type":7}"#,
        "the field `type`, which says what kind of `Shape` it is, is not text at line 1 column 10"
    );
    check!(
        Strict,
        r#"{"type":"star"}"#,
        "unknown variant `star` in `type` of `Strict`, expected one of `circle`, `square` at line 1 column 15"
    );
    check!(
        Strict,
        r#"{"type":"circle"}"#,
        "missing field `radius` at line 1 column 17"
    );
    check!(
        Strict,
        r#"{"side":"x","type":"square"}"#,
        "at `.side`: invalid type: string \"x\", expected i32 at line 1 column 28"
    );
    check!(
        Strict,
        r#"{"type":"circle","radius":1,"type":"square"}"#,
        "duplicate field `type` at line 1 column 44"
    );
    check!(
        Event,
        r#"{"is":"start","is":null}"#,
        "duplicate field `is` at line 1 column 24"
    );
    check!(
        Strict,
        "3",
        "invalid type: integer `3`, expected an object (`Strict`) at line 1 column 1"
    );
}

#[test]
fn unions_say_of_each_type_why_not() {
    check!(
        Either,
        "true",
        "a boolean is none of the types of `Either` (`Integer`: not for a boolean; `Text`: not for a boolean; `Circle`: not for a boolean; `SquareList`: not for a boolean; `Pet`: not for a boolean)"
    );
    check!(
        Either,
        r#"{"radius":"x"}"#,
        "an object is none of the types of `Either` (`Integer`: not for an object; `Text`: not for an object; `Circle`: at `.radius`: invalid type: string \"x\", expected f64; `SquareList`: not for an object; `Pet`: missing field `id`)"
    );
    check!(
        Either,
        r#"[{"side":1},{"side":0.5}]"#,
        "a list is none of the types of `Either` (`Integer`: not for a list; `Text`: not for a list; `Circle`: not for a list; `SquareList`: at `[1].side`: invalid type: floating point `0.5`, expected i32; `Pet`: not for a list)"
    );
}

#[test]
fn numbers() {
    let refused = |member: &str, value: &str, said: &str| {
        let text = format!("{{{member:?}:{value}}}");
        check!(
            Numbers,
            &text,
            format!("{said} at line 1 column {}", text.len() - 1)
        );
    };
    refused("i8", "128", "invalid value: integer `128`, expected i8");
    refused(
        "i16",
        "-32769",
        "invalid value: integer `-32769`, expected i16",
    );
    refused(
        "i32",
        "2147483648",
        "invalid value: integer `2147483648`, expected i32",
    );
    refused(
        "i64",
        "9223372036854775808",
        "invalid value: integer `9223372036854775808`, expected i64",
    );
    refused("u8", "-1", "invalid value: integer `-1`, expected u8");
    refused(
        "u16",
        "65536",
        "invalid value: integer `65536`, expected u16",
    );
    refused(
        "u32",
        "1.0",
        "invalid type: floating point `1.0`, expected u32",
    );
    refused(
        "u64",
        "18446744073709551616",
        "invalid type: floating point `1.8446744073709552e+19`, expected u64",
    );
    refused("f32", "\"1\"", "invalid type: string \"1\", expected f32");
    refused("f64", "true", "invalid type: boolean `true`, expected f64");
    refused("no", "0", "invalid type: integer `0`, expected a boolean");
    refused("nil", "0", "invalid type: integer `0`, expected unit");
}

#[test]
fn lists_maps_and_tuples() {
    check!(
        Pair,
        "[1]",
        "invalid length 1, expected a tuple of size 2 at line 1 column 3"
    );
    check!(
        Pair,
        r#"[1,"x",2]"#,
        "trailing characters at line 1 column 8"
    );
    check!(
        Index,
        "[]",
        "invalid type: sequence, expected a map at line 1 column 0"
    );
    check!(
        Index,
        r#"{"a":"b"}"#,
        "invalid type: string \"b\", expected i64 at line 1 column 8"
    );
    check!(
        Tree,
        r#"{"leaves":{}}"#,
        "invalid type: map, expected a sequence at line 1 column 10"
    );
}

#[test]
fn types_of_the_manifest() {
    check!(
        Reference,
        "\"x\"",
        "a string is none of the types of `Reference` (`Integer`: not for a string; `Uuid`: UUID parsing failed: invalid character: found `x` at 0)"
    );
}

/// Where in a document a mistake is.
#[test]
fn paths() {
    fn path<T: serde::de::DeserializeOwned>(text: &str) -> String {
        let mut from = serde_json::Deserializer::from_str(text);
        match serde_path_to_error::deserialize::<_, T>(&mut from) {
            Ok(_) => "right".to_owned(),
            Err(error) => error.to_string(),
        }
    }
    let cases = [
        (
            r#"{"pets":[{"id":1,"kind":"cat","parent-id":null},{"id":true}]}"#,
            "pets[1].id: invalid type: boolean `true`, expected i64 at line 1 column 58",
        ),
        (
            r#"{"places":{"a":{"side":"x"}}}"#,
            "places.a.side: invalid type: string \"x\", expected i32 at line 1 column 26",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(path::<field_match::Zoo>(text), expected);
        assert_eq!(path::<table::Zoo>(text), expected);
        assert_eq!(path::<derive::Zoo>(text), expected);
    }
}
