use std::collections::BTreeMap;

use serde::Deserialize;

use super::*;
use crate::{
    server::shape::{Found, check},
    wire::{Bound, TextRule},
};

/// What is read of the shape below.
#[derive(Deserialize)]
#[expect(dead_code, reason = "what is read matters, not what is in it")]
struct Read {
    word: String,
    number: i32,
    part: Option<f64>,
    flag: bool,
    text: Option<String>,
    list: Vec<Option<String>>,
    map: BTreeMap<String, i32>,
    any: serde_json::Value,
}

static TEXT: Shape = Shape::Text {
    format: None,
    rules: &[TextRule::Length(CountRule::Most(4))],
};
static ANY_INTEGER: Shape = Shape::Integer {
    range: (i32::MIN as i128, i32::MAX as i128),
    rules: &[],
};

const fn member(name: &'static str, required: bool, shape: Shape) -> Member {
    Member {
        name,
        required,
        shape,
    }
}

static SHAPE: Shape = Shape::Object {
    members: &[
        member("any", true, Shape::Any),
        member("flag", true, Shape::Bool),
        member(
            "list",
            true,
            Shape::List {
                item: &Shape::Nullable(&TEXT),
                rules: &[CountRule::Least(1), CountRule::Most(3)],
                unique: false,
            },
        ),
        member(
            "map",
            true,
            Shape::Map {
                value: &ANY_INTEGER,
                rules: &[CountRule::Most(2)],
            },
        ),
        member(
            "number",
            true,
            Shape::Integer {
                range: (i32::MIN as i128, i32::MAX as i128),
                rules: &[NumberRule::Minimum(Bound::Int(5))],
            },
        ),
        member(
            "part",
            false,
            Shape::Number {
                single: false,
                rules: &[NumberRule::Below(Bound::Int(3))],
            },
        ),
        member("text", false, Shape::Of(&TEXT)),
        member("word", true, Shape::OneOf(&["one", "two"])),
    ],
    rest: Rest::Ignored,
    rules: &[CountRule::Most(10)],
};

const JSON: &str = r#"{ "word":"one","number": 12,"part":2,"flag":true,"text":"abc","list":["a",null],"map":{"x":1},"any":[{"b":"c"}],"no":[1,{"d":"\"}"}] }"#;

/// Whether the whole check finds nothing.
fn fits(json: &[u8]) -> bool {
    let mut found = Found::new(10, 4);
    check(json, &SHAPE, &mut found).is_ok() && found.is_fine()
}

/// Each byte left out, doubled, and replaced by others that may mean something there.
#[test]
fn what_is_sure_fits() {
    let json = JSON.replace(r#"[{"b":"c"}]"#, "7");
    assert!(surely(json.as_bytes(), &SHAPE, 4) && fits(json.as_bytes()));
    let (mut sure, mut unsure) = (0, 0);
    for at in 0..json.len() {
        let around = |between: &[u8], after: usize| {
            let bytes = json.as_bytes();
            [&bytes[..at], between, &bytes[after..]].concat()
        };
        let mut changed = vec![around(b"", at + 1)];
        for byte in b"\"\\{}[],:0n3-. ex\xff" {
            changed.extend([around(&[*byte], at), around(&[*byte], at + 1)]);
        }
        for word in [
            "null",
            "\"two\"",
            "4",
            "\"abcde\"",
            "[1,2]",
            "\"word\":\"two\",",
        ] {
            changed.extend((1..7).map(|more| around(word.as_bytes(), (at + more).min(json.len()))));
            changed.push(around(word.as_bytes(), at));
        }
        for text in changed {
            let is_read = serde_json::from_slice::<Read>(&text).is_ok();
            match surely(&text, &SHAPE, 4) {
                true if is_read => {
                    sure += 1;
                    assert!(fits(&text), "{}", String::from_utf8_lossy(&text));
                }
                _ => unsure += 1,
            }
        }
    }
    assert!(sure > 100 && unsure > 1_000, "{sure} sure, {unsure} not");
}

#[test]
fn what_is_unusual_is_not_sure() {
    assert!(fits(JSON.as_bytes()));
    // A list where anything may be: how deep it is has to be seen.
    assert!(!surely(JSON.as_bytes(), &SHAPE, 4));
    let sure = |json: &str| surely(json.as_bytes(), &SHAPE, 4);
    let json = JSON.replace(r#"[{"b":"c"}]"#, "7");
    let cases = [
        (r#""one""#, r#""three""#),
        (r#""one""#, r#""\u006fne""#),
        ("12", "4"),
        (":2,", ":3,"),
        (":2,", ":null,"),
        (r#""abc""#, r#""abcde""#),
        (r#""abc""#, "null"),
        (r#"["a",null]"#, "[]"),
        (r#"{"x":1}"#, r#"{"x":1,"y":2,"z":3}"#),
        (r#""flag":true,"#, ""),
        (r#""flag":true,"#, r#""flag":true,"flag":true,"#),
    ];
    for (from, to) in cases {
        assert!(!sure(&json.replacen(from, to, 1)), "{from} to {to}");
    }
    assert!(sure(&json));
    // In what nobody declared, too.
    assert!(sure(&json.replacen("[1,", "[[1],", 1)));
    assert!(!sure(&json.replacen("[1,", "[[[[1]]],", 1)));
    assert!(!surely(json.as_bytes(), &SHAPE, 1), "as deep as it may be");
}
