//! Objects in objects: text formats have bounds of their own, values in memory have none.

use serde_json::{Value, json};

use super::{check, matched, tabled};

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

/// Reads a value, and drops it level by level.
fn read<T: serde::de::DeserializeOwned>(levels: usize) -> Result<(), String> {
    let read = T::deserialize(&value(levels));
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
fn text_without_a_bound_of_its_own() {
    fn read<T: serde::de::DeserializeOwned>(levels: usize) -> Result<(), String> {
        let yaml = chain(levels);
        let read = toml_or_yaml::<T>(&yaml);
        read.map(drop)
    }
    fn toml_or_yaml<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
        let cbor = minicbor_serde::to_vec(serde_json::from_str::<Value>(text).unwrap_or_default());
        minicbor_serde::from_slice(&cbor.unwrap()).map_err(|error| error.to_string())
    }
    assert_eq!(read::<matched::Chain>(100), Ok(()));
    assert_eq!(read::<tabled::Chain>(100), Ok(()));
}

#[test]
fn values_in_memory() {
    for (levels, expected) in [
        (256, Ok(())),
        (257, Err(TOO_DEEP.to_owned())),
        (1000, Err(TOO_DEEP.to_owned())),
    ] {
        assert_eq!(read::<matched::Chain>(levels), expected);
        assert_eq!(read::<tabled::Chain>(levels), expected);
    }
    // What went wrong does not count against the next.
    assert_eq!(read::<tabled::Chain>(256), Ok(()));
    assert_eq!(read::<matched::Chain>(256), Ok(()));
}

#[test]
fn held_values() {
    let deep = json!({"radius": value(1000)});
    let expected = Err(TOO_DEEP.to_owned());
    let read = |read: Result<(), serde_json::Error>| read.map_err(|error| error.to_string());
    assert_eq!(
        read(serde_json::from_value::<matched::Either>(deep.clone()).map(drop)),
        expected
    );
    assert_eq!(
        read(serde_json::from_value::<tabled::Either>(deep).map(drop)),
        expected
    );
}
