use contracts_core::{Code, Severity};

use super::{File, examples::example};
use crate::print;

/// A page per code, and the index.
pub(super) fn files(header: &str) -> Vec<File> {
    let pages = Code::ALL.iter().map(|code| {
        let name = format!("{}.md", code.id());
        (name, print::markdown(header, &page(*code)))
    });
    let index = ("README.md".to_owned(), print::markdown(header, &index()));
    std::iter::once(index).chain(pages).collect()
}

fn index() -> String {
    let mut text = "# Findings\n\nWhat the tool finds wrong, by code.\n\n\
                    | code | severity |\n|---|---|\n"
        .to_owned();
    for code in Code::ALL {
        let (id, severity) = (code.id(), code.severity().as_str());
        text.push_str(&format!("| [{id}]({id}.md) | {severity} |\n"));
    }
    text
}

/// What a finding means, what fires it and how to repair it, as a Markdown page.
pub fn page(code: Code) -> String {
    let id = code.id();
    let severity = severity(code);
    // Doc comments begin with a space.
    let explanation: Vec<&str> = code.explanation().lines().map(str::trim).collect();
    let explanation = explanation.join("\n");
    let example = example(code).trim_end();
    let acceptance = acceptance(code);
    format!("# {id}\n\n{explanation}\n\n{severity}\n\n{example}\n\n## Acceptance\n\n{acceptance}\n")
}

fn severity(code: Code) -> &'static str {
    let only_fails = matches!(
        code,
        Code::DuplicateRequirement
            | Code::RequirementWithoutId
            | Code::DanglingRequirement
            | Code::RetiredRequirement
            | Code::UnknownRequirement
            | Code::UnverifiedRequirement
            | Code::RustSyntax
            | Code::BrokenLink
            | Code::BrokenPath
            | Code::ExpositionSyntax
            | Code::MissingMetric
            | Code::UndeclaredMetric
            | Code::MetricMismatch
            | Code::LabelCardinality
    );
    match code.severity() {
        Severity::Error if only_fails => {
            "Severity: error. The command that finds it fails; artifacts are generated all the same."
        }
        Severity::Error => "Severity: error. Nothing is generated or written while it stands.",
        Severity::Warning => "Severity: warning. Artifacts are generated all the same.",
        Severity::Info => "Severity: info.",
    }
}

fn acceptance(code: Code) -> String {
    let id = code.id();
    if by_comment(code) {
        return format!(
            "A Markdown comment accepts it in the paragraph, list or table below it, in the whole section where it\n\
             stands right below a heading, or in the whole document at its beginning, and says why:\n\n\
             ```markdown\n<!-- contracts-allow: {id} it is somebody else's -->\n```"
        );
    }
    if !can_be_accepted(code) {
        return "It cannot be accepted.".to_owned();
    }
    let of_metrics = matches!(
        code,
        Code::LabelBudget
            | Code::MetricNaming
            | Code::ExpiredMetric
            | Code::MissingMetric
            | Code::UndeclaredMetric
            | Code::MetricMismatch
            | Code::LabelCardinality
    );
    let which = if of_metrics {
        "A metrics contract"
    } else {
        "An OpenAPI document"
    };
    format!(
        "{which} that has to stay as it is accepts it at the node it is about, or at any node\n\
         around that, and says why:\n\n```yaml\nx-contracts-allow: [{{code: {id}, reason: published long ago}}]\n```"
    )
}

/// Whether a comment in Markdown silences it.
pub(super) fn by_comment(code: Code) -> bool {
    matches!(
        code,
        Code::BrokenLink | Code::BrokenPath | Code::UnreachableLink
    )
}

/// Whether `x-contracts-allow` silences it: it is about a node of an OpenAPI document or a metrics contract, and that
/// can be used in spite of it.
fn can_be_accepted(code: Code) -> bool {
    match code {
        Code::UnknownKey
        | Code::WrongType
        | Code::MissingKey
        | Code::InvalidValue
        | Code::DanglingRef
        | Code::RemoteRef
        | Code::RefCycle
        | Code::UnknownType
        | Code::DuplicateOperationId
        | Code::MissingOperationId
        | Code::PathParameter
        | Code::DuplicateParameter
        | Code::UnknownSecurityScheme
        | Code::ServerVariable
        | Code::InvalidPagination
        | Code::InvalidStatus
        | Code::UnknownExtension
        | Code::EventGrammar
        | Code::SimplifiedSchema
        | Code::UntypedContent
        | Code::LabelBudget
        | Code::MetricNaming
        | Code::ExpiredMetric
        | Code::MissingMetric
        | Code::UndeclaredMetric
        | Code::MetricMismatch
        | Code::LabelCardinality => true,
        Code::YamlSyntax
        | Code::JsonSyntax
        | Code::TomlSyntax
        | Code::DuplicateKey
        | Code::UnsupportedYaml
        | Code::UnsupportedVersion
        | Code::UnknownDocument
        | Code::DuplicateArtifact
        | Code::InvalidPath
        | Code::NoArtifacts
        | Code::MissingTypes
        | Code::InvalidRustType
        | Code::StaleArtifact
        | Code::MissingArtifact
        | Code::ExtraArtifact
        | Code::ToolVersion
        | Code::NotGenerated
        | Code::StockBackend
        | Code::DuplicateRequirement
        | Code::RequirementWithoutId
        | Code::RequirementWithoutLevel
        | Code::MixedLevels
        | Code::DanglingRequirement
        | Code::RetiredRequirement
        | Code::UnknownRequirement
        | Code::UnverifiedRequirement
        | Code::RustSyntax
        | Code::BrokenLink
        | Code::BrokenPath
        | Code::UnreachableLink
        | Code::DuplicateMetric
        | Code::MetricBuckets
        | Code::ReservedLabel
        | Code::MetricDeprecation
        | Code::ExpositionSyntax
        | Code::GeneratorBug => false,
    }
}
