use contracts_build::{Failure, Project};
use contracts_core::openapi::Contract;
use serde_json::{Value, json};

use super::plural;
use crate::{args::Format, exit::Exit, output::Output};

/// Lists documents and artifacts on stdout.
pub(super) fn run(project: &mut Project, output: &mut Output) -> Result<Exit, Failure> {
    let artifacts = project.manifest.artifacts.clone();
    project.load(&artifacts)?;
    let text = match output.format {
        Format::Human => table(project),
        Format::Json => format!("{:#}\n", object(project)),
        // The list is no finding, and stdout is theirs.
        Format::Sarif | Format::Github => String::new(),
    };
    output.findings(&project.findings, &project.sources);
    output.data(&text);
    Ok(if project.has_errors() {
        Exit::Findings
    } else {
        Exit::Fine
    })
}

fn table(project: &Project) -> String {
    let mut text = String::new();
    for (name, document) in &project.manifest.documents {
        let about = project.contract(name).map_or_else(String::new, summary);
        text.push_str(&format!("document {name}  {}{about}\n", document.path));
    }
    for artifact in &project.manifest.artifacts {
        let documents = artifact.kind.documents().join(", ");
        let of = if documents.is_empty() {
            documents
        } else {
            format!("  of {documents}")
        };
        text.push_str(&format!(
            "artifact {}  {}{of}\n",
            artifact.path,
            artifact.kind.as_str()
        ));
    }
    text
}

fn summary(contract: &Contract) -> String {
    let Contract {
        title,
        api_version,
        version,
        operations,
        ..
    } = contract;
    format!(
        "  {title} {api_version}, OpenAPI {version}, {}",
        plural(operations.len(), "operation")
    )
}

fn object(project: &Project) -> Value {
    let documents = project.manifest.documents.iter().map(|(name, document)| {
        let contract = project.contract(name);
        json!({
            "name": name,
            "path": document.path.as_str(),
            "title": contract.map(|contract| &contract.title),
            "version": contract.map(|contract| &contract.api_version),
            "openapi": contract.map(|contract| contract.version.to_string()),
            "operations": contract.map(|contract| contract.operations.len()),
        })
    });
    let artifacts = project.manifest.artifacts.iter().map(|artifact| {
        json!({
            "path": artifact.path,
            "kind": artifact.kind.as_str(),
            "documents": artifact.kind.documents(),
        })
    });
    json!({"documents": documents.collect::<Vec<_>>(), "artifacts": artifacts.collect::<Vec<_>>()})
}
