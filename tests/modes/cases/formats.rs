//! Formats that describe themselves.

use contracts_modes::kinds::{derive, field_match, table};
use serde::{Serialize, de::DeserializeOwned};

use crate::kinds::{ZOO, ZOO_WRITTEN};

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap()
}

/// A value of the type that has everything; TOML has no null.
fn zoo<T: DeserializeOwned>() -> T {
    serde_json::from_str(
        &ZOO.replace("\"parent-id\":null", "\"parent-id\":5")
            .replace("null", "1"),
    )
    .unwrap()
}

fn written() -> String {
    ZOO_WRITTEN
        .replace("\"parent-id\":null", "\"parent-id\":5")
        .replace("null", "1")
}

#[test]
fn cbor() {
    fn bytes<T: Serialize + DeserializeOwned>() -> Vec<u8> {
        let mut bytes = Vec::new();
        ciborium::into_writer(&zoo::<T>(), &mut bytes).unwrap();
        let read: T = ciborium::from_reader(bytes.as_slice()).unwrap();
        assert_eq!(json(&read), written());
        bytes
    }
    assert_eq!(bytes::<field_match::Zoo>(), bytes::<table::Zoo>());
    // Derives count the members of an object before they write it; the others end it with a mark.
    let derived = bytes::<derive::Zoo>();
    assert_ne!(bytes::<field_match::Zoo>(), derived);
    let read: table::Zoo = ciborium::from_reader(derived.as_slice()).unwrap();
    assert_eq!(json(&read), written());
}

#[test]
fn toml() {
    fn text<T: Serialize + DeserializeOwned>() -> String {
        let text = toml::to_string(&zoo::<T>()).unwrap();
        let read: T = toml::from_str(&text).unwrap();
        assert_eq!(json(&read), written());
        let error = toml::from_str::<T>("size = 'huge'").map(drop);
        format!("{text}\n{}", error.unwrap_err())
    }
    let written = text::<field_match::Zoo>();
    assert!(
        written.ends_with("unknown variant `huge`, expected one of `big`, `small`\n"),
        "{written}"
    );
    assert_eq!(text::<table::Zoo>(), written);
    assert_eq!(text::<derive::Zoo>(), written);
}

#[test]
fn yaml() {
    fn read<T: Serialize + DeserializeOwned>() -> String {
        // JSON is YAML.
        let read: T = serde_saphyr::from_str(ZOO).unwrap();
        assert_eq!(json(&read), ZOO_WRITTEN);
        let text = "shape:\n  type: circle\n  radius: 2\nsize: huge\n";
        let error = serde_saphyr::from_str::<T>(text).map(drop);
        error.unwrap_err().to_string()
    }
    let told = read::<field_match::Zoo>();
    assert_eq!(
        told,
        "error: line 4 column 7: unknown variant `huge`, expected one of `big`, `small`\n --> <input>:4:7\n  |\n2 |   type: circle\n3 |   radius: 2\n4 | size: huge\n  |       ^ unknown variant `huge`, expected one of `big`, `small`"
    );
    assert_eq!(read::<table::Zoo>(), told);
    assert_eq!(read::<derive::Zoo>(), told);
}
