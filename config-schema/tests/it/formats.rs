//! The same configuration in YAML, JSON and TOML.

use config_schema::{Config, Engine};

const YAML: &str = include_str!("../fixtures/small.yaml");
const JSON: &str = include_str!("../fixtures/small.json");
const TOML: &str = include_str!("../fixtures/small.toml");

fn files() -> [(&'static str, &'static str); 3] {
    [
        ("small.yaml", YAML),
        ("small.json", JSON),
        ("small.toml", TOML),
    ]
}

/// OC-CONFIG-6003.
#[test]
fn every_format_gives_the_same_configuration() {
    let folder = tempfile::tempdir().expect("folder");
    let mut configs = Vec::new();
    for (name, text) in files() {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        let config = Config::load(&path).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(config, Config::parse(name, text).expect(name));
        configs.push(config);
    }
    assert_eq!(configs[0], configs[1]);
    assert_eq!(configs[0], configs[2]);
    assert_eq!(configs[0].pools[1].engine, Engine::Vllm);
    assert_eq!(configs[0].pools[1].tensor_split, Some(vec![0.5, 0.5]));
}

/// Edits each of the files in the same way; the report has to name the same mistake at these places.
#[track_caller]
fn refuses(edits: [(&str, &str); 3], places: [(usize, usize); 3], expected: &str) {
    for (((name, text), (from, to)), place) in files().into_iter().zip(edits).zip(places) {
        assert!(text.contains(from), "{name} has no {from}");
        let text = text.replacen(from, to, 1);
        let error = Config::parse(name, &text).expect_err(&text);
        let (line, column) = place;
        assert_eq!(
            error.to_string(),
            format!("{name}:{line}:{column}: {expected}"),
            "{text}"
        );
    }
}

/// OC-CONFIG-6032.
#[test]
fn an_open_address_needs_a_token_in_every_format() {
    refuses(
        [
            ("  auth_token: t\n", ""),
            (", \"auth_token\": \"t\"", ""),
            ("auth_token = 't'\n", ""),
        ],
        [(15, 3), (18, 13), (14, 1)],
        "error[missing-field]: missing field `auth_token` in `server`
    help: an address that is not loopback is open to others and needs `auth_token` (OC-CONFIG-6032)",
    );
}

/// OC-CONFIG-6001, OC-CONFIG-6006.
#[test]
fn misspelt_fields_are_found_in_every_format() {
    refuses(
        [
            ("tensor_split", "tensor_spilt"),
            ("tensor_split", "tensor_spilt"),
            ("tensor_split", "tensor_spilt"),
        ],
        [(13, 5), (15, 7), (12, 1)],
        "error[unknown-field]: unknown field `tensor_spilt` in item 2 of `pools`
    help: did you mean `tensor_split`?",
    );
}

#[test]
fn compatible_mode_in_every_format() {
    let edits = [
        ("    preload: true", "    preload: true\n    replicas: 3"),
        ("\"preload\": true", "\"preload\": true, \"replicas\": 3"),
        ("preload = true", "preload = true\nreplicas = 3"),
    ];
    for ((name, text), (from, to)) in files().into_iter().zip(edits) {
        let newer = text.replacen(from, to, 1);
        assert!(Config::parse(name, &newer).is_err(), "{name}");
        let (config, unknown) = Config::parse_compatible(name, &newer).expect(name);
        assert_eq!(config, Config::parse(name, text).expect(name), "{name}");
        let [mistake] = unknown.as_slice() else {
            panic!("{unknown:?}")
        };
        assert_eq!(mistake.pointer, "/pools/0/replicas", "{name}");
    }
}
