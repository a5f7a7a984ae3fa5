//! Formats of strings by types of the manifest.

use contracts_modes::kinds::{derive, field_match, table};
use serde_json::json;

use crate::round::check;

#[test]
fn each_format_takes_its_values() {
    for (member, value) in [
        ("byte", "aGVsbG8="),
        ("date", "2026-11-27"),
        ("date-time", "2026-11-27T12:00:00Z"),
        ("decimal", "10.00"),
        ("uri", "https://example.com/a"),
        ("uuid", "67e55044-10b1-426f-9247-bb680e5fe0c8"),
    ] {
        let text = json!({member: value}).to_string();
        check!(Formats, &text, text);
    }
}

#[test]
fn each_format_says_what_it_is_not() {
    for (member, value, said) in [
        ("byte", json!("aGVsbG8"), "`aGVsbG8` is no Byte"),
        ("date", json!("2026-11-7"), "`2026-11-7` is no Date"),
        (
            "date-time",
            json!("2026-11-27"),
            "`2026-11-27` is no DateTime",
        ),
        ("decimal", json!("ten"), "`ten` is no Decimal"),
        ("uri", json!("example"), "`example` is no Uri"),
        (
            "uuid",
            json!("x"),
            "UUID parsing failed: invalid character: found `x` at 0",
        ),
        (
            "date",
            json!(20261127),
            "invalid type: integer `20261127`, expected a string",
        ),
        (
            "uri",
            json!([]),
            "invalid type: sequence, expected a string",
        ),
    ] {
        let text = json!({member: value}).to_string();
        for outcome in [
            serde_json::from_str::<field_match::Formats>(&text).map(drop),
            serde_json::from_str::<table::Formats>(&text).map(drop),
            serde_json::from_str::<derive::Formats>(&text).map(drop),
        ] {
            let error = outcome.unwrap_err();
            assert_eq!(error.line(), 1, "{text}");
            let told = error.to_string();
            let words = told.split(" at line").next();
            assert_eq!(words, Some(said), "{text}");
        }
    }
    // Null is no value of a format; an optional member may be null instead of absent.
    check!(Formats, r#"{"date":null}"#, "{}");
}

/// What is deprecated says so to whoever uses it. Where it was generated it does not warn: the module allows it, as that
/// of a generated crate does.
#[test]
#[expect(deprecated, reason = "that is what is seen here")]
fn what_is_deprecated() {
    let text = r#"{"before":4,"choice":"a","now":1,"old":{"a":2},"union":{"type":"old","a":5}}"#;
    check!(Retired, text, text);
    let retired: table::Retired = serde_json::from_str(text).unwrap();
    assert_eq!(retired.before, 4);
    assert_eq!(retired.old, Some(table::Old { a: Some(2) }));
    let marked = [
        "pub struct Old {",
        "pub enum OldWord {",
        "pub enum OldUnion {",
        "pub enum OldChoice {",
        "pub before: i64,",
    ];
    for generated in [
        include_str!(concat!(env!("OUT_DIR"), "/kinds_field_match.rs")),
        include_str!(concat!(env!("OUT_DIR"), "/kinds_table.rs")),
        include_str!(concat!(env!("OUT_DIR"), "/kinds_derive.rs")),
    ] {
        let lines: Vec<&str> = generated.lines().map(str::trim).collect();
        let mut found: Vec<&str> = Vec::new();
        for (at, _) in lines
            .iter()
            .enumerate()
            .filter(|(_, it)| **it == "#[deprecated]")
        {
            let mut behind = lines[at..].iter();
            found.extend(behind.find(|line| line.starts_with("pub ")));
        }
        found.sort_unstable();
        let mut marked = marked.to_vec();
        marked.sort_unstable();
        assert_eq!(found, marked);
    }
}
