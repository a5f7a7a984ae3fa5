use serde_json::json;

use super::*;

/// An object with a member of each kind.
fn node() -> Node {
    let members = [
        ("at", None),
        ("id", None),
        ("ratio", None),
        ("name", None),
        ("size", Some(json!(10))),
        ("inner", None),
    ];
    let members = members.map(|(name, default)| (name.to_owned(), default));
    Node {
        members: members.into(),
        ..Node::default()
    }
}

fn of_format(format: &str) -> Node {
    Node {
        format: Some(format.to_owned()),
        ..Node::default()
    }
}

/// What differs, written `pointer given written`, and how many members were ignored.
#[track_caller]
fn check(given: Value, written: Value, expected: &[&str], ignored: usize) {
    let nodes = [
        node(),
        of_format("date-time"),
        of_format("uuid"),
        of_format("float"),
        of_format("byte"),
    ];
    let mut meaning = Meaning::default();
    for (at, node) in [("", 0), ("/at", 1), ("/id", 2), ("/ratio", 3), ("/logo", 4)] {
        meaning.note(at, node);
    }
    let found = compare(&given, &written, &nodes, &meaning);
    let part = |part: &Option<Value>| part.as_ref().map_or("-".to_owned(), Value::to_string);
    let differences = found
        .differences
        .iter()
        .map(|it| format!("{} {} {}", it.at, part(&it.given), part(&it.written)));
    let differences: Vec<String> = differences.collect();
    assert_eq!(differences, expected, "{given} {written}");
    assert_eq!(found.ignored, ignored, "{given} {written}");
}

#[test]
fn numbers_have_values() {
    check(json!({"size": 1}), json!({"size": 1.0}), &[], 0);
    check(json!({"size": 1}), json!({"size": 2}), &["/size 1 2"], 0);
    let large = u64::MAX;
    check(json!({"size": large}), json!({"size": large}), &[], 0);
    check(
        json!({"size": 1}),
        json!({"size": "1"}),
        &["/size 1 \"1\""],
        0,
    );
    // Single precision, only where the schema says so.
    let (digits, single) = (json!(0.123_456_789_01), json!(0.123_456_79));
    check(json!({"ratio": digits}), json!({"ratio": single}), &[], 0);
    check(
        json!({"size": digits}),
        json!({"size": single}),
        &["/size 0.12345678901 0.12345679"],
        0,
    );
}

#[test]
fn date_times_are_instants_where_the_schema_says_so() {
    let (here, there) = ("2024-02-29T12:30:00Z", "2024-02-29T14:30:00+02:00");
    check(json!({"at": here}), json!({"at": there}), &[], 0);
    check(
        json!({"name": here}),
        json!({"name": there}),
        &[r#"/name "2024-02-29T12:30:00Z" "2024-02-29T14:30:00+02:00""#],
        0,
    );
    check(
        json!({"at": here}),
        json!({"at": "2024-02-29T12:30:01Z"}),
        &[r#"/at "2024-02-29T12:30:00Z" "2024-02-29T12:30:01Z""#],
        0,
    );
}

#[test]
fn bytes_are_the_same_in_both_alphabets() {
    check(json!({"logo": "-_8"}), json!({"logo": "+/8="}), &[], 0);
    check(
        json!({"logo": "-_8"}),
        json!({"logo": "+/9="}),
        &[r#"/logo "-_8" "+/9=""#],
        0,
    );
}

#[test]
fn uuids_have_no_case() {
    check(json!({"id": "A-B"}), json!({"id": "a-b"}), &[], 0);
    check(
        json!({"name": "A"}),
        json!({"name": "a"}),
        &[r#"/name "A" "a""#],
        0,
    );
}

#[test]
fn members_that_nobody_declares_may_go() {
    check(
        json!({"more": 1, "name": "a"}),
        json!({"name": "a"}),
        &[],
        1,
    );
    check(json!({"name": "a"}), json!({}), &[r#"/name "a" -"#], 0);
    // No schema names a member of `inner`: all of it counts.
    check(
        json!({"inner": {"a": 1}}),
        json!({"inner": {}}),
        &["/inner/a 1 -"],
        0,
    );
}

#[test]
fn null_and_absent_are_two_values() {
    check(json!({"name": null}), json!({}), &["/name null -"], 0);
    check(json!({}), json!({"name": null}), &["/name - null"], 0);
    // A missing member means its default.
    check(json!({}), json!({"size": 10}), &[], 0);
    check(json!({}), json!({"size": 11}), &["/size - 11"], 0);
    check(json!({"size": 10}), json!({}), &["/size 10 -"], 0);
}

#[test]
fn lists_have_an_order_and_a_length() {
    check(json!([1, 2]), json!([2, 1]), &["/0 1 2", "/1 2 1"], 0);
    check(json!([1, 2]), json!([1]), &[" [1,2] [1]"], 0);
}
