//! Types that check what their contract asks, in each mode of serde: one violation for each rule.

use contracts_runtime::wire::Validate;
use contracts_tests::limits::{derive, field_match, table};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// An order that keeps everything, with other members.
fn order(members: Value) -> Value {
    let mut order = json!({"code": "äbc", "count": 3, "tags": ["a"]});
    let object = order.as_object_mut().unwrap();
    if let Value::Object(members) = members {
        object.extend(members);
    }
    order
}

/// What an order says of itself; nothing where all is well.
fn said<T: DeserializeOwned + Validate>(order: &Value) -> String {
    let order: T = serde_json::from_value(order.clone()).unwrap();
    let answer = order.validate();
    answer
        .err()
        .map(|error| error.to_string())
        .unwrap_or_default()
}

#[track_caller]
fn check(members: Value, expect: &str) {
    let order = order(members);
    for said in [
        said::<field_match::Order>(&order),
        said::<table::Order>(&order),
        said::<derive::Order>(&order),
    ] {
        assert_eq!(said, expect, "{order}");
    }
}

#[test]
fn what_keeps_every_rule_is_valid() {
    check(json!({}), "");
    // At the ends of each range, and null or empty where that is allowed.
    check(
        json!({
            "code": "zä", "count": 9, "exact": 18_446_744_073_709_551_614_u64, "price": 100.49,
            "weight": 0.7, "tags": ["a", "b", "äöüäö"], "sizes": [1, 1.5], "levels": ["low", "high"],
            "labels": {"a": "äö"}, "note": null, "x-pair": ["a", 7], "grid": [[9, 9], []],
            "parent": order(json!({})), "option": 7, "pet": {"kind": "Dog"}, "old": "x", "names": ["a"],
            "free": {"any": "text", "id": "67e55044-10b1-426f-9247-bb680e5fe0c8"},
        }),
        "",
    );
    check(
        json!({"weight": 0.8, "option": {"id": 1, "more": "long", "x": "y"}}),
        "",
    );
}

#[test]
fn every_rule_is_told_with_its_place() {
    for (members, expect) in [
        (json!({"code": "ä"}), ".code: at least 2 characters, is 1"),
        (
            json!({"code": "abcde"}),
            ".code: at most 4 characters, is 5",
        ),
        (
            json!({"code": "ABC"}),
            ".code: text that matches `^[a-zä]+$`",
        ),
        (json!({"count": 0}), ".count: at least 1, is 0"),
        (json!({"count": 12}), ".count: at most 10, is 12"),
        (json!({"count": 4}), ".count: a multiple of 1.5, is 4"),
        (json!({"exact": 0}), ".exact: more than 0, is 0"),
        (
            json!({"exact": u64::MAX}),
            ".exact: less than 18446744073709551615, is 18446744073709551615",
        ),
        (json!({"price": 0}), ".price: more than 0, is 0"),
        (json!({"price": 100.5}), ".price: less than 100.5, is 100.5"),
        (
            json!({"price": 0.015}),
            ".price: a multiple of 0.01, is 0.015",
        ),
        (json!({"weight": 0.69}), ".weight: at least 0.7, is 0.69"),
        (json!({"weight": 0.81}), ".weight: at most 0.8, is 0.81"),
        (json!({"tags": []}), ".tags: at least 1 item, is 0"),
        (
            json!({"tags": ["a", "b", "c", "d"]}),
            ".tags: at most 3 items, is 4",
        ),
        (
            json!({"tags": ["a", "b", "a"]}),
            ".tags: no item twice, [2] is [0]",
        ),
        (
            json!({"sizes": [2, 1, 1.0]}),
            ".sizes: no item twice, [2] is [1]",
        ),
        (
            json!({"levels": ["low", "low"]}),
            ".levels: no item twice, [1] is [0]",
        ),
        // The alias's own limit.
        (
            json!({"tags": ["a", "abcdef"]}),
            ".tags[1]: at most 5 characters, is 6",
        ),
        (json!({"names": []}), ".names: at least 1 item, is 0"),
        (
            json!({"names": ["abcdef"]}),
            ".names[0]: at most 5 characters, is 6",
        ),
        (json!({"labels": {}}), ".labels: at least 1 member, is 0"),
        (
            json!({"labels": {"a": "", "b": "", "c": ""}}),
            ".labels: at most 2 members, is 3",
        ),
        (
            json!({"labels": {"a b": "abc"}}),
            r#".labels["a b"]: at most 2 characters, is 3"#,
        ),
        (json!({"note": "abcd"}), ".note: at most 3 characters, is 4"),
        (json!({"unit": "ton"}), ".unit: at most 2 characters, is 3"),
        (
            json!({"x-pair": ["abcdef", 1]}),
            r#".["x-pair"][0]: at most 5 characters, is 6"#,
        ),
        (
            json!({"grid": [[], [1, 2, 3]]}),
            ".grid[1]: at most 2 items, is 3",
        ),
        (
            json!({"grid": [[], [1, 10]]}),
            ".grid[1][1]: at most 9, is 10",
        ),
        (
            json!({"parent": order(json!({"parent": order(json!({"count": 0}))}))}),
            ".parent.parent.count: at least 1, is 0",
        ),
        (
            json!({"option": "abcdef"}),
            ".option: at most 5 characters, is 6",
        ),
        (
            json!({"option": {"id": 1}}),
            ".option: at least 2 members, is 1",
        ),
        (
            json!({"option": {"id": 1, "more": "x", "a": "b", "c": "d"}}),
            ".option: at most 3 members, is 4",
        ),
        (
            json!({"option": {"id": 1, "a": "abc"}}),
            ".option.a: at most 2 characters, is 3",
        ),
        (
            json!({"pet": {"kind": "Cat", "lives": 10}}),
            ".pet.lives: at most 9, is 10",
        ),
        (json!({"old": "xy"}), ".old: at most 1 character, is 2"),
        (
            json!({"code": "A", "count": 0, "tags": []}),
            ".code: at least 2 characters, is 1\n.code: text that matches `^[a-zä]+$`\n\
             .count: at least 1, is 0\n.tags: at least 1 item, is 0",
        ),
    ] {
        check(members, expect);
    }
}

#[test]
fn a_type_that_stands_alone_begins_at_the_dot() {
    let open: field_match::Open = serde_json::from_value(json!({"id": 1})).unwrap();
    let error = open.validate().expect_err("too few");
    assert_eq!(error.to_string(), ".: at least 2 members, is 1");
    assert_eq!(error.violations[0].path, ".");
}
