//! What is refused, and in which words: those of serde where it has words for it.

use super::{check, matched, tabled};

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
        "invalid type: string \"y\", expected i64 at line 1 column 8"
    );
    check!(
        Pet,
        r#"{"kind":4}"#,
        "invalid type: integer `4`, expected a string (`Kind`) at line 1 column 9"
    );
    check!(
        Pet,
        "[1]",
        "invalid type: sequence, expected an object (`Pet`) at line 1 column 0"
    );
    check!(
        Circle,
        "null",
        "invalid type: null, expected an object (`Circle`) at line 1 column 4"
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
        r#"`"low"` is none of the values of `Grade`: `1`, `"high"`, `null`, `true`, `0.5`"#
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
        "3",
        "invalid type: integer `3`, expected an object (`Strict`) at line 1 column 1"
    );
}

#[test]
fn unions_say_of_each_type_why_not() {
    check!(
        Either,
        "true",
        "a boolean is none of the types of `Either` (`Number`: not for a boolean; `Text`: not for a boolean; `Circle`: not for a boolean; `Squares`: not for a boolean; `Pet`: not for a boolean)"
    );
    check!(
        Either,
        r#"{"radius":"x"}"#,
        "an object is none of the types of `Either` (`Number`: not for an object; `Text`: not for an object; `Circle`: at `.radius`: invalid type: string \"x\", expected f64; `Squares`: not for an object; `Pet`: missing field `id`)"
    );
    check!(
        Either,
        r#"[{"side":1},{"side":0.5}]"#,
        "a list is none of the types of `Either` (`Number`: not for a list; `Text`: not for a list; `Circle`: not for a list; `Squares`: at `[1].side`: invalid type: floating point `0.5`, expected i32; `Pet`: not for a list)"
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
    let pets = r#"{"pets":[{"id":1,"kind":"cat","parent-id":null},{"id":true}]}"#;
    let expected = "pets[1].id: invalid type: boolean `true`, expected i64 at line 1 column 58";
    assert_eq!(path::<matched::Zoo>(pets), expected);
    assert_eq!(path::<tabled::Zoo>(pets), expected);
    let places = r#"{"places":{"a":{"side":"x"}}}"#;
    let expected = "places.a.side: invalid type: string \"x\", expected i32 at line 1 column 26";
    assert_eq!(path::<matched::Zoo>(places), expected);
    assert_eq!(path::<tabled::Zoo>(places), expected);
}
