//! The same sources give the same bytes: in any process, any checkout, any order of keys.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::env::{ARTIFACTS, Env, LOCK, Output, SHOPS};

/// What `regen` writes into a checkout, with these variables set.
#[track_caller]
fn regenerated(
    checkout: &str,
    args: &[&str],
    variables: &[(&str, &str)],
) -> BTreeMap<String, Vec<u8>> {
    let env = Env::sources_below(checkout);
    let mut command = env.command(args);
    command.envs(variables.iter().copied());
    let output = Output::of(&mut command);
    assert_eq!(output.code, 0, "{output:#?}");
    let written = env.bytes();
    for path in ARTIFACTS.iter().chain([&LOCK]) {
        assert!(written.contains_key(*path), "{path} was not written");
    }
    written
}

/// The checkout, the words of the call, the variables.
type Case<'c> = (&'c str, &'c [&'c str], &'c [(&'c str, &'c str)]);

/// OC-CONFIG-6010.
#[test]
fn two_processes_in_two_checkouts_write_the_same_bytes() {
    let expected = regenerated("a", &["regen"], &[]);
    let long = "a/checkout with spaces/größer/and-a-name-that-is-quite-a-bit-longer-than-the-other";
    let turkish = [("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Asia/Tokyo")];
    let cases: [Case; 5] = [
        ("a", &["regen"], &[]),
        (long, &["regen"], &[]),
        ("", &["regen"], &turkish),
        (long, &["regen", "--manifest-path", "contracts.toml"], &[]),
        (
            "b",
            &["contracts", "regen", "-q", "--color", "always"],
            &[("SOURCE_DATE_EPOCH", "1")],
        ),
    ];
    for (checkout, args, variables) in cases {
        let written = regenerated(checkout, args, variables);
        assert!(written == expected, "{checkout} {args:?} {variables:?}");
    }
}

#[test]
fn no_artifact_names_its_checkout() {
    let env = Env::sources_below("a-telling-name");
    env.succeed(&["regen"]);
    for path in ARTIFACTS.iter().chain([&LOCK]) {
        assert!(!env.read(path).contains("a-telling-name"), "{path}");
    }
}

/// JSON with the members of every object in reverse order.
fn reversed(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(reversed).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(members) => {
            let members = members.iter().rev();
            let members = members
                .map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), reversed(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        scalar => scalar.to_string(),
    }
}

#[test]
fn the_order_of_keys_changes_nothing() {
    let env = Env::project();
    let before = env.bytes();
    let document = env.read(SHOPS);
    let value: Value = serde_json::from_str(&document).expect("the fixture is JSON");
    let turned = reversed(&value);
    assert_eq!(serde_json::from_str::<Value>(&turned).ok(), Some(value));
    // Sorted, `paths` stands before `info`: the turned document really has another order.
    assert!(turned.find("\"paths\"") < turned.find("\"info\""));
    env.write(SHOPS, &turned);

    env.succeed(&["check"]);
    ARTIFACTS.iter().for_each(|path| env.remove(path));
    env.remove(LOCK);
    env.succeed(&["regen"]);
    let after = env.bytes();
    for path in ARTIFACTS.iter().chain([&LOCK]) {
        assert!(after[*path] == before[*path], "{path} differs");
    }
}
