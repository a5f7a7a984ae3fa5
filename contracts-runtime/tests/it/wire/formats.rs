//! Formats that describe themselves.

use serde::{Serialize, de::DeserializeOwned};

use super::{
    kinds::{ZOO, ZOO_WRITTEN},
    matched, tabled,
};

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
        let bytes = minicbor_serde::to_vec(zoo::<T>()).unwrap();
        let read: T = minicbor_serde::from_slice(&bytes).unwrap();
        assert_eq!(json(&read), written());
        bytes
    }
    assert_eq!(bytes::<matched::Zoo>(), bytes::<tabled::Zoo>());
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
    let text_of_both = text::<matched::Zoo>();
    assert_eq!(text_of_both, text::<tabled::Zoo>());
    assert!(
        text_of_both.ends_with("unknown variant `huge`, expected one of `big`, `small`\n"),
        "{text_of_both}"
    );
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
    assert_eq!(
        read::<matched::Zoo>(),
        "error: line 4 column 7: unknown variant `huge`, expected one of `big`, `small`\n --> <input>:4:7\n  |\n2 |   type: circle\n3 |   radius: 2\n4 | size: huge\n  |       ^ unknown variant `huge`, expected one of `big`, `small`"
    );
    assert_eq!(
        read::<tabled::Zoo>(),
        "error: line 4 column 7: unknown variant `huge`, expected one of `big`, `small`\n --> <input>:4:7\n  |\n2 |   type: circle\n3 |   radius: 2\n4 | size: huge\n  |       ^ unknown variant `huge`, expected one of `big`, `small`"
    );
}
