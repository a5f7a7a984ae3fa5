//! What fires each code, a near miss that does not, and the repair: Markdown, the main part of its page.
//! `tests/it/findings.rs` takes the first block of each of the two and sees it happen.

use contracts_core::Code;

/// Three sections of Markdown. A code without them does not compile.
pub(super) fn example(code: Code) -> &'static str {
    match code {
        Code::YamlSyntax => include_str!("examples/yaml-syntax.md"),
        Code::JsonSyntax => include_str!("examples/json-syntax.md"),
        Code::TomlSyntax => include_str!("examples/toml-syntax.md"),
        Code::DuplicateKey => include_str!("examples/duplicate-key.md"),
        Code::UnsupportedYaml => include_str!("examples/unsupported-yaml.md"),
        Code::UnknownKey => include_str!("examples/unknown-key.md"),
        Code::WrongType => include_str!("examples/wrong-type.md"),
        Code::MissingKey => include_str!("examples/missing-key.md"),
        Code::InvalidValue => include_str!("examples/invalid-value.md"),
        Code::UnknownDocument => include_str!("examples/unknown-document.md"),
        Code::DuplicateArtifact => include_str!("examples/duplicate-artifact.md"),
        Code::InvalidPath => include_str!("examples/invalid-path.md"),
        Code::NoArtifacts => include_str!("examples/no-artifacts.md"),
        Code::MissingTypes => include_str!("examples/missing-types.md"),
        Code::UnsupportedVersion => include_str!("examples/unsupported-version.md"),
        Code::DanglingRef => include_str!("examples/dangling-ref.md"),
        Code::RemoteRef => include_str!("examples/remote-ref.md"),
        Code::RefCycle => include_str!("examples/ref-cycle.md"),
        Code::UnknownType => include_str!("examples/unknown-type.md"),
        Code::DuplicateOperationId => include_str!("examples/duplicate-operation-id.md"),
        Code::MissingOperationId => include_str!("examples/missing-operation-id.md"),
        Code::PathParameter => include_str!("examples/path-parameter.md"),
        Code::DuplicateParameter => include_str!("examples/duplicate-parameter.md"),
        Code::InvalidStatus => include_str!("examples/invalid-status.md"),
        Code::UnknownExtension => include_str!("examples/unknown-extension.md"),
        Code::EventGrammar => include_str!("examples/event-grammar.md"),
        Code::SimplifiedSchema => include_str!("examples/simplified-schema.md"),
        Code::StockBackend => include_str!("examples/stock-backend.md"),
        Code::UntypedContent => include_str!("examples/untyped-content.md"),
        Code::InvalidRustType => include_str!("examples/invalid-rust-type.md"),
        Code::StaleArtifact => include_str!("examples/stale-artifact.md"),
        Code::MissingArtifact => include_str!("examples/missing-artifact.md"),
        Code::ExtraArtifact => include_str!("examples/extra-artifact.md"),
        Code::ToolVersion => include_str!("examples/tool-version.md"),
        Code::NotGenerated => include_str!("examples/not-generated.md"),
        Code::DuplicateRequirement => include_str!("examples/duplicate-requirement.md"),
        Code::RequirementWithoutId => include_str!("examples/requirement-without-id.md"),
        Code::RequirementWithoutLevel => include_str!("examples/requirement-without-level.md"),
        Code::MixedLevels => include_str!("examples/mixed-levels.md"),
        Code::DanglingRequirement => include_str!("examples/dangling-requirement.md"),
        Code::RetiredRequirement => include_str!("examples/retired-requirement.md"),
        Code::GeneratorBug => include_str!("examples/generator-bug.md"),
    }
}
