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

/// A thousand levels, of everything that can hold itself: from text and from memory, in every mode, each is read or says
/// what is wrong. On a stack as a program's first thread has one: what is JSON to a type is read by `serde_json`, which
/// bounds text alone, and needs more than a test's thread has where nothing is optimised.
#[test]
fn a_thousand_levels_in_every_mode() {
    let thread = std::thread::Builder::new().stack_size(8 << 20);
    let outcome = thread.spawn(a_thousand_levels).unwrap().join();
    assert!(outcome.is_ok(), "it panicked");
}

fn a_thousand_levels() {
    let wraps: [fn(Value) -> Value; 6] = [
        |it| json!({"value": 1, "next": it}),
        |it| json!({"leaves": [it]}),
        |it| json!({"files": {"a": it}}),
        |it| json!({"not": it}),
        |it| json!([it]),
        |it| json!({"group": "line", "value": 1, "next": it}),
    ];
    macro_rules! all_modes {
        ($($name:ident)*) => {[$(
            (stringify!($name), [read::<field_match::$name>, read::<table::$name>, read::<derive::$name>]),
        )*]};
    }
    let types = all_modes!(Chain Tree Folder Expression Either Group Anything Open Zoo Maybe);
    for wrap in wraps {
        let deep = (0..1000).fold(json!({"value": 1}), |value, _| wrap(value));
        let text = deep.to_string();
        let refused = serde_json::from_str::<Value>(&text);
        let said = refused.unwrap_err().to_string();
        assert!(said.starts_with("recursion limit exceeded"), "{said}");
        for (name, modes) in &types {
            for (mode, read) in ["field-match", "table", "derive"].iter().zip(modes) {
                // Derives bound nothing, and neither does what reads past a value or holds it as JSON.
                let outcome = read(&deep);
                let is_bound = outcome.as_ref().is_err_and(|said| said.contains(TOO_DEEP));
                let is_none = |said: &String| {
                    [
                        "missing field",
                        "invalid type",
                        "invalid length",
                        "is none of the types",
                    ]
                    .iter()
                    .any(|it| said.contains(it))
                };
                assert!(
                    is_bound || outcome.is_ok() || outcome.as_ref().is_err_and(is_none),
                    "{mode} {name}: {outcome:?}"
                );
            }
        }
    }
    // Those that hold themselves, by what holds them.
    for (name, wrap) in [
        ("Chain", wraps[0]),
        ("Tree", wraps[1]),
        ("Folder", wraps[2]),
    ] {
        let deep = (0..1000).fold(json!({"value": 1}), |value, _| wrap(value));
        let modes = types.iter().find(|(other, _)| *other == name).unwrap().1;
        let outcomes = modes.map(|read| read(&deep));
        let too_deep = Err(TOO_DEEP.to_owned());
        assert_eq!(outcomes, [too_deep.clone(), too_deep, Ok(())], "{name}");
    }
}
