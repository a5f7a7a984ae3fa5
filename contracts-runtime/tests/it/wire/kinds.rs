//! What is accepted, and what is written of it.

use super::{Stamp, check, matched, round, tabled, wide::KEYS};

#[test]
fn members_are_read_in_any_order_and_written_by_name() {
    check!(
        Pet,
        r#"{"tags":["a"],"parent-id":null,"owner":"x","kind":"cat","id":1,"age":9}"#,
        r#"{"age":9,"id":1,"kind":"cat","owner":"x","parent-id":null,"tags":["a"]}"#
    );
}

#[test]
fn absent_null_and_default_are_told_apart() {
    let least = r#"{"age":3,"id":1,"kind":"dog","parent-id":7}"#;
    check!(Pet, r#"{"id":1,"kind":"dog","parent-id":7}"#, least);
    check!(
        Pet,
        r#"{"id":1,"kind":"dog","parent-id":7,"tags":null}"#,
        least
    );
    check!(
        Pet,
        r#"{"id":1,"kind":"dog","parent-id":7,"owner":null}"#,
        r#"{"age":3,"id":1,"kind":"dog","owner":null,"parent-id":7}"#
    );
}

#[test]
fn what_no_key_names_is_kept_or_ignored() {
    check!(
        Pet,
        r#"{"zeta":5,"id":1,"kind":"emu","parent-id":7,"alpha":6}"#,
        r#"{"age":3,"id":1,"kind":"emu","parent-id":7,"alpha":6,"zeta":5}"#
    );
    check!(
        Circle,
        r#"{"x":[{}],"radius":1,"y":2}"#,
        r#"{"radius":1.0}"#
    );
}

#[test]
fn more_members_than_a_word_has_bits() {
    let members = KEYS.iter().rev().enumerate();
    let members: Vec<String> = members
        .map(|(at, key)| format!("\"{}\":{at}", key.name()))
        .collect();
    let mut sorted = members.clone();
    sorted.reverse();
    let text = format!("{{{}}}", members.join(","));
    check!(Wide, &text, format!("{{{}}}", sorted.join(",")));
    for at in [0, 63, 64, 65, 128, 139] {
        let name = KEYS[at].name();
        let twice = text.replace('}', &format!(",\"{name}\":1}}"));
        let column = twice.len() - 3;
        check!(
            Wide,
            &twice,
            format!("duplicate field `{name}` at line 1 column {column}")
        );
        let without = text.replace(&format!("\"{name}\":{}", 139 - at), "\"x\":0");
        let column = without.len();
        check!(
            Wide,
            &without,
            format!("missing field `{name}` at line 1 column {column}")
        );
    }
}

#[test]
fn words_literals_and_unions() {
    check!(Kind, r#""\u0063at""#, r#""cat""#);
    check!(Kind, r#""cow""#, r#""cow""#);
    check!(Size, r#""big""#, r#""big""#);
    for (text, expected) in [("1", "1"), ("1.0", "1"), ("null", "null"), ("0.5", "0.5")] {
        check!(Grade, text, expected);
    }
    check!(Either, "4", "4");
    check!(Either, r#""4""#, r#""4""#);
    check!(Either, r#"[{"side":1}]"#, r#"[{"side":1}]"#);
    check!(Either, r#"{"radius":2.5}"#, r#"{"radius":2.5}"#);
}

#[test]
fn a_tag_may_come_late_and_is_written_first() {
    check!(
        Shape,
        r#"{"side":3,"type":"square"}"#,
        r#"{"type":"square","side":3}"#
    );
    check!(
        Shape,
        r#"{"radius":[1],"type":"star"}"#,
        r#"{"radius":[1],"type":"star"}"#
    );
    check!(
        Strict,
        r#"{"type":"circle","radius":3}"#,
        r#"{"type":"circle","radius":3.0}"#
    );
}

pub(super) const ZOO: &str = r#"{"either":{"id":1,"kind":"cat","parent-id":null},"grade":"high","open":[1,{"a":null}],"pair":[1,"x"],"pets":[{"id":2,"kind":"dog","parent-id":1,"lives":9}],"places":{"b":{"side":2},"a":{"side":1}},"shape":{"side":4,"type":"square"},"size":"small"}"#;
pub(super) const ZOO_WRITTEN: &str = r#"{"either":{"age":3,"id":1,"kind":"cat","parent-id":null},"grade":"high","pair":[1,"x"],"pets":[{"age":3,"id":2,"kind":"dog","parent-id":1,"lives":9}],"places":{"a":{"side":1},"b":{"side":2}},"shape":{"type":"square","side":4},"size":"small","open":[1,{"a":null}]}"#;

#[test]
fn all_kinds_in_one_value() {
    check!(Zoo, ZOO, ZOO_WRITTEN);
    check!(Zoo, ZOO_WRITTEN, ZOO_WRITTEN);
}

#[test]
fn a_table_prints_as_a_derive_but_with_the_names_on_the_wire() {
    let derived: matched::Zoo = serde_json::from_str(ZOO).unwrap();
    let tabled: tabled::Zoo = serde_json::from_str(ZOO).unwrap();
    let expected = |text: String| {
        text.replace("parent_id", "\"parent-id\"")
            .replace("r#type", "type")
    };
    assert_eq!(format!("{tabled:?}"), expected(format!("{derived:?}")));
    assert_eq!(format!("{tabled:#?}"), expected(format!("{derived:#?}")));
}

#[test]
fn a_table_is_equal_to_itself_alone() {
    let one: tabled::Zoo = serde_json::from_str(ZOO).unwrap();
    assert_eq!(one.clone(), one);
    let others = [
        ("\"grade\":\"high\",", ""),
        ("\"high\"", "1"),
        ("\"a\":null", "\"b\":null"),
        ("\"lives\":9", "\"lives\":8"),
        ("\"side\":2", "\"side\":3"),
        ("\"side\":4", "\"side\":5"),
        ("\"b\":{\"side\":2},", ""),
        ("small", "big"),
        ("\"parent-id\":null", "\"parent-id\":1"),
        ("[1,\"x\"]", "[1,\"y\"]"),
    ];
    for (from, to) in others {
        let other: tabled::Zoo = serde_json::from_str(&ZOO.replace(from, to)).unwrap();
        assert_ne!(other, one, "{from} {to}");
        assert_eq!(other.clone(), other, "{from} {to}");
    }
}

#[test]
fn types_of_other_crates() {
    type Stamped = tabled::Stamped;
    assert_eq!(
        round::<Stamped>(r#"{"until":5,"at":[1,2]}"#),
        r#"{"at":[1,2],"until":5}"#
    );
    assert_eq!(round::<Stamped>(r#"{"at":[]}"#), r#"{"at":[]}"#);
    assert_eq!(
        round::<Stamped>(r#"{"at":[1,"x"]}"#),
        "at `[1]`: invalid type: string \"x\", expected u64 at line 1 column 14"
    );
    let one: Stamped = serde_json::from_str(r#"{"at":[1],"until":2}"#).unwrap();
    assert_eq!(
        format!("{one:?}"),
        "Stamped { at: [Stamp(1)], until: Some(Stamp(2)) }"
    );
    let other = Stamped {
        at: vec![Stamp(1)],
        until: None,
    };
    assert_ne!(one, other);
}
