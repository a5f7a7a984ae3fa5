//! Objects in objects: text formats have bounds of their own, values in memory have none.

use contracts_modes::kinds::{derive, field_match, table};
use serde_json::{Value, json};

use crate::round::check;

fn chain(levels: usize) -> String {
    let open = r#"{"value":1,"next":"#.repeat(levels - 1);
    format!("{open}{{\"value\":1}}{}", "}".repeat(levels - 1))
}

fn value(levels: usize) -> Value {
    let mut value = json!({"value": 1});
    for _ in 1..levels {
        value = json!({"value": 1, "next": value});
    }
    value
}

/// Reads a value.
fn read<T: serde::de::DeserializeOwned>(value: &Value) -> Result<(), String> {
    let read = T::deserialize(value);
    read.map(drop).map_err(|error| error.to_string())
}

const TOO_DEEP: &str = "objects are nested more than 256 levels deep";

#[test]
fn text() {
    let sorted = |text: String| {
        let value: Value = serde_json::from_str(&text).unwrap();
        value.to_string()
    };
    check!(Chain, &chain(60), sorted(chain(60)));
    check!(
        Chain,
        &chain(1000),
        "recursion limit exceeded at line 1 column 2287"
    );
}

#[test]
fn values_in_memory() {
    for (levels, expected) in [
        (256, Ok(())),
        (257, Err(TOO_DEEP.to_owned())),
        (1000, Err(TOO_DEEP.to_owned())),
    ] {
        assert_eq!(read::<field_match::Chain>(&value(levels)), expected);
        assert_eq!(read::<table::Chain>(&value(levels)), expected);
    }
    // Derives have no bound but the stack; who needs one chooses another mode.
    assert_eq!(read::<derive::Chain>(&value(257)), Ok(()));
    // What went wrong does not count against the next.
    assert_eq!(read::<table::Chain>(&value(256)), Ok(()));
    assert_eq!(read::<field_match::Chain>(&value(256)), Ok(()));
}

#[test]
fn lists_maps_and_unions_in_memory() {
    let deep = |wrap: fn(Value) -> Value, innermost: Value| {
        let mut value = innermost;
        for _ in 0..1000 {
            value = wrap(value);
        }
        value
    };
    let tree = deep(|value| json!({"leaves": [value]}), json!({}));
    let folder = deep(|value| json!({"files": {"a": value}}), json!({}));
    let expression = deep(|value| json!([{"not": value}]), json!(1));
    let too_deep = Err(TOO_DEEP.to_owned());
    assert_eq!(read::<field_match::Tree>(&tree), too_deep);
    assert_eq!(read::<table::Tree>(&tree), too_deep);
    assert_eq!(read::<field_match::Folder>(&folder), too_deep);
    assert_eq!(read::<table::Folder>(&folder), too_deep);
    // Unions are the same in every mode.
    assert_eq!(read::<field_match::Expression>(&expression), too_deep);
    assert_eq!(read::<table::Expression>(&expression), too_deep);
    assert_eq!(read::<derive::Expression>(&expression), too_deep);
}

#[test]
fn held_values() {
    let deep = json!({"radius": value(1000)});
    let too_deep = Err(TOO_DEEP.to_owned());
    assert_eq!(read::<field_match::Either>(&deep), too_deep);
    assert_eq!(read::<table::Either>(&deep), too_deep);
    assert_eq!(read::<derive::Either>(&deep), too_deep);
}
