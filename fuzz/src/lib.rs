//! What the fuzz targets do with their bytes. None of it may panic, whatever they are.

use contracts_build::one_off::{self, Backend, Options, Runtime, Strings};
use contracts_core::{
    finding,
    manifest::{self, Modules, TypeStyle},
    openapi,
    source::{SourceId, Sources},
};

/// Loads a text as a YAML and a JSON document and as a manifest, and renders what is found.
pub fn load(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for name in ["a.yaml", "a.json", "contracts.toml"] {
        let mut sources = Sources::memory([(name, &*text), ("other.yaml", &*text)]);
        let id = SourceId::new(name);
        let findings = if name == "contracts.toml" {
            manifest::load(&mut sources, &id).map(|(_, findings)| findings)
        } else {
            openapi::load(&mut sources, &id).map(|(_, findings)| findings)
        };
        let findings = findings.expect("a source in memory");
        finding::to_text(&findings, &sources);
        finding::to_json(&findings, &sources);
        finding::to_sarif(&findings, &sources);
        finding::to_github(&findings, &sources);
        finding::terminal::render(&findings, &sources, true);
    }
}

/// Lowers, emits and prints a document. No document may make the generator say that it has a bug.
pub fn generate(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let document = folder.path().join("a.yaml");
    std::fs::write(&document, bytes).expect("a file");
    let made = one_off::generate(
        &document,
        &folder.path().join("made"),
        &Options {
            backend: Backend::Native,
            runtime: Runtime::Registry,
            style: TypeStyle::default(),
            strings: Strings::Typed,
            modules: Modules::Tags,
            server: true,
        },
    );
    if let Ok((project, _)) = made {
        let text = finding::to_text(&project.findings, &project.sources);
        assert!(!text.contains("generator-bug"), "{text}");
    }
}

const SCHEMA: &str = include_str!("../../config-schema/schemas/config.schema.json");

/// Checks a configuration in every format, strictly and compatibly.
pub fn config(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for name in ["a.yaml", "a.json", "a.toml"] {
        let strict = contracts_runtime::config::check(name, &text, SCHEMA);
        let compatible = contracts_runtime::config::check_compatible(name, &text, SCHEMA);
        for error in [strict.err(), compatible.err()].into_iter().flatten() {
            assert!(!error.to_string().is_empty());
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_targets_run() {
        let real = include_bytes!("../../api-types/openapi/data.yaml");
        for bytes in [&b""[..], b"\xff\xfe", b"openapi: 3.1.0", b"a = [[", real] {
            super::load(bytes);
            super::generate(bytes);
            super::config(bytes);
        }
    }
}
