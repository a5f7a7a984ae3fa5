use std::collections::BTreeMap;

use super::{
    ARTIFACT_KEYS, Artifact, ArtifactKind, DOCUMENT_KEYS, Document, KEYS, Manifest,
    MetricsContract, TypeStyle, chosen, metrics,
    rust_path::{is_path, is_type},
    specs, stock,
};
use crate::{
    Code, Error, Finding, Pointer,
    finding::Place,
    nearest,
    read::{Node, Reader},
    source::{self, SourceId, Sources},
};

/// Reads `contracts.toml` and reports everything that is wrong with it.
///
/// The manifest is `None` when the file is not TOML. Otherwise it holds what could be read.
///
/// # Errors
///
/// The file cannot be opened, or is not UTF-8.
pub fn load(
    sources: &mut Sources,
    id: &SourceId,
) -> Result<(Option<Manifest>, Vec<Finding>), Error> {
    let (value, mut findings) = sources.parse(id)?;
    let Some(value) = value else {
        return Ok((None, findings));
    };
    let mut reader = Reader::new(id, sources, &value);
    let manifest = read(&mut reader);
    findings.append(&mut reader.findings);
    Ok((Some(manifest), findings))
}

fn read(cx: &mut Reader<'_>) -> Manifest {
    let root = Node::root(cx.root);
    cx.known_keys(&root, KEYS);
    let command = cx
        .text_at(&root, "command")
        .unwrap_or_else(|| "cargo contracts".to_owned());
    let shared = formats(cx, &root);
    let documents = documents(cx, &root, &shared);
    let metrics = metrics::read(cx, &root);
    let specs = specs::read(cx, &root);
    let artifacts = artifacts(cx, &root, &documents, &metrics);
    if artifacts.is_empty() && !cx.findings.iter().any(Finding::is_error) {
        let finding = Finding::new(
            Code::NoArtifacts,
            Place::file(cx.source),
            "no artifact is declared",
        )
        .help("add an `[[artifacts]]` table; an empty manifest would check nothing");
        cx.findings.push(finding);
    }
    check_types(cx, &artifacts);
    check_specs(cx, &artifacts);
    Manifest {
        source: cx.source.clone(),
        command,
        documents,
        metrics,
        specs,
        artifacts,
    }
}

fn formats<'v>(cx: &mut Reader<'v>, node: &Node<'v>) -> BTreeMap<String, String> {
    let Some(table) = node.get("formats") else {
        return BTreeMap::new();
    };
    cx.object(&table);
    let mut formats = BTreeMap::new();
    for (format, member) in table.members() {
        let Some(text) = cx.text(&member) else {
            continue;
        };
        if is_type(&text) {
            formats.insert(format.to_owned(), text);
        } else {
            let message = format!("`{text}` is not the path of a Rust type");
            cx.report(Code::InvalidRustType, &member.pointer, message)
                .help = Some("write it as `::uuid::Uuid`".to_owned());
        }
    }
    formats
}

fn documents<'v>(
    cx: &mut Reader<'v>,
    root: &Node<'v>,
    shared: &BTreeMap<String, String>,
) -> BTreeMap<String, Document> {
    let Some(table) = root.get("documents") else {
        return BTreeMap::new();
    };
    cx.object(&table);
    let mut documents = BTreeMap::new();
    for (name, node) in table.members() {
        if cx.object(&node).is_none() {
            continue;
        }
        cx.known_keys(&node, DOCUMENT_KEYS);
        let Some(path) = cx
            .require(&node, "path")
            .and_then(|path| relative_path(cx, &path))
        else {
            continue;
        };
        let mut own = shared.clone();
        own.extend(formats(cx, &node));
        let files = node
            .get("files")
            .map(|list| cx.list(&list))
            .unwrap_or_default();
        let files = files.iter().filter_map(|file| cx.text(file));
        let files = files.map(|file| SourceId::new(&file)).collect();
        let document = Document {
            style: TypeStyle::read(cx, &node),
            files,
            path: SourceId::new(&path),
            pointer: node.pointer,
            formats: own,
        };
        documents.insert(name.to_owned(), document);
    }
    documents
}

/// A path that stays inside the manifest's folder.
pub(super) fn relative_path<'v>(cx: &mut Reader<'v>, node: &Node<'v>) -> Option<String> {
    let path = cx.text(node)?.replace('\\', "/");
    let path = path.strip_prefix("./").unwrap_or(&path).to_owned();
    if !source::stays_inside(&path) {
        let message = format!("`{path}` is not a path inside this folder");
        cx.report(Code::InvalidPath, &node.pointer, message).help =
            Some("write it relative to contracts.toml, without `..`".to_owned());
        return None;
    }
    Some(path)
}

fn artifacts<'v>(
    cx: &mut Reader<'v>,
    root: &Node<'v>,
    documents: &BTreeMap<String, Document>,
    metrics: &BTreeMap<String, MetricsContract>,
) -> Vec<Artifact> {
    let Some(list) = root.get("artifacts") else {
        return Vec::new();
    };
    if list.value.is_object() {
        cx.wrong_type(&list, "a list");
        if let Some(finding) = cx.findings.last_mut() {
            finding.help =
                Some("write `[[artifacts]]`, with two brackets, once for each".to_owned());
        }
        return Vec::new();
    }
    let mut artifacts: Vec<Artifact> = Vec::new();
    for node in cx.list(&list) {
        if cx.object(&node).is_none() {
            continue;
        }
        let path = cx
            .require(&node, "path")
            .and_then(|path| relative_path(cx, &path));
        let kind = kind(cx, &node, documents);
        let (Some(path), Some(kind)) = (path, kind) else {
            continue;
        };
        let pointer = node.pointer;
        let artifact = Artifact {
            path,
            pointer,
            kind,
        };
        let path = &artifact.path;
        let shares = |other: &Artifact| other.owns(path) || artifact.owns(&other.path);
        let taken = if artifacts.iter().any(shares) {
            Some("another artifact")
        } else if path == "contracts.lock" || path == cx.source.as_str() {
            Some("the tool itself")
        } else if documents
            .values()
            .any(|document| artifact.owns(document.path.as_str()))
        {
            Some("a document")
        } else if metrics
            .values()
            .any(|contract| artifact.owns(contract.path.as_str()))
        {
            Some("a metrics contract")
        } else {
            None
        };
        if let Some(owner) = taken {
            let message = format!("`{path}` already belongs to {owner}");
            cx.report(
                Code::DuplicateArtifact,
                &artifact.pointer.child("path"),
                message,
            );
            continue;
        }
        artifacts.push(artifact);
    }
    artifacts
}

fn kind<'v>(
    cx: &mut Reader<'v>,
    node: &Node<'v>,
    documents: &BTreeMap<String, Document>,
) -> Option<ArtifactKind> {
    let Some(kind) = node.get("kind") else {
        // Which keys belong here depends on it; a misspelled `kind` is told all the same.
        let mut all: Vec<&str> = Vec::new();
        for key in ARTIFACT_KEYS.iter().flat_map(|(_, keys)| *keys) {
            if !all.contains(key) {
                all.push(key);
            }
        }
        cx.known_keys(node, &all);
        cx.require(node, "kind");
        return None;
    };
    let text = cx.text(&kind)?;
    let stock = text == "client" && node.get("backend").is_some();
    let fits =
        |(name, keys): &&(&str, &[&str])| *name == text && keys.contains(&"backend") == stock;
    if let Some((_, keys)) = ARTIFACT_KEYS.iter().find(fits) {
        cx.known_keys(node, keys);
    }
    match text.as_str() {
        "types" => {
            let document = cx.require(node, "document")?;
            let document = document_name(cx, &document, documents)?;
            let module = cx.text_at(node, "module");
            if let Some(text) = module.as_ref().filter(|text| !is_path(text)) {
                let message = format!("`{text}` is not the path of a Rust module");
                cx.report(
                    Code::InvalidRustType,
                    &node.pointer.child("module"),
                    message,
                );
            }
            Some(ArtifactKind::Types { document, module })
        }
        "client" if stock => stock::client(cx, node, documents),
        "client" => {
            let modules = chosen(cx, node, "modules");
            let list = cx.require(node, "documents")?;
            let documents = client(cx, &list, documents);
            (!documents.is_empty()).then_some(ArtifactKind::Client { documents, modules })
        }
        "server" => {
            let modules = chosen(cx, node, "modules");
            let list = cx.require(node, "documents")?;
            let documents = client(cx, &list, documents);
            (!documents.is_empty()).then_some(ArtifactKind::Server { documents, modules })
        }
        "config-schema" => {
            let package = cx
                .require(node, "package")
                .and_then(|package| cx.text(&package));
            let source = cx
                .require(node, "source")
                .and_then(|source| relative_path(cx, &source));
            let source = SourceId::new(&source?);
            Some(ArtifactKind::ConfigSchema {
                package: package?,
                source,
            })
        }
        "metrics" => metrics::artifact(cx, node),
        "finding-pages" => Some(ArtifactKind::FindingPages),
        "tool-schemas" => Some(ArtifactKind::ToolSchemas),
        "requirements" => Some(ArtifactKind::Requirements),
        "test-docs" => {
            let features = node.get("features");
            let features = features.and_then(|features| relative_path(cx, &features));
            Some(ArtifactKind::TestDocs { features })
        }
        other => {
            let kinds: Vec<&str> = ARTIFACT_KEYS.iter().map(|(kind, _)| *kind).collect();
            let help = match nearest(other, kinds.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("kinds are {}", kinds.join(", ")),
            };
            let message = format!("there is no artifact kind `{other}`");
            cx.report(Code::InvalidValue, &kind.pointer, message).help = Some(help);
            None
        }
    }
}

/// The documents of a client or server.
fn client<'v>(
    cx: &mut Reader<'v>,
    list: &Node<'v>,
    documents: &BTreeMap<String, Document>,
) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let items = cx.list(list);
    if list.value.is_array() && items.is_empty() {
        cx.report(
            Code::InvalidValue,
            &list.pointer,
            "a client or server needs at least one document",
        );
    }
    for item in items {
        match document_name(cx, &item, documents) {
            Some(name) if names.contains(&name) => {
                cx.report(
                    Code::InvalidValue,
                    &item.pointer,
                    format!("`{name}` is listed twice"),
                );
            }
            name => names.extend(name),
        }
    }
    names
}

pub(super) fn document_name<'v>(
    cx: &mut Reader<'v>,
    node: &Node<'v>,
    documents: &BTreeMap<String, Document>,
) -> Option<String> {
    let name = cx.text(node)?;
    if !documents.contains_key(&name) {
        let near = nearest(&name, documents.keys());
        let help = near.map_or_else(
            || format!("declare it as `[documents.{name}]`"),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("there is no document `{name}`");
        cx.report(Code::UnknownDocument, &node.pointer, message)
            .help = Some(help);
        return None;
    }
    Some(name)
}

/// Clients and servers are made on top of a document's types, so those have to be somewhere.
fn check_types(cx: &mut Reader<'_>, artifacts: &[Artifact]) {
    let mut missing: Vec<(Pointer, &str, String)> = Vec::new();
    for artifact in artifacts {
        let (ArtifactKind::Client { documents, .. } | ArtifactKind::Server { documents, .. }) =
            &artifact.kind
        else {
            continue;
        };
        let kind = artifact.kind.as_str();
        for document in documents {
            // As they are written: one with another mistake is declared all the same.
            let list = Node::root(cx.root).get("artifacts");
            let has_types = list.iter().flat_map(Node::items).any(|other| {
                let is = |key, text: &str| other.value.get(key).is_some_and(|value| value == text);
                is("kind", "types") && is("document", document) && other.get("module").is_some()
            });
            if !has_types {
                missing.push((artifact.pointer.child("documents"), kind, document.clone()));
            }
        }
    }
    for (pointer, kind, document) in missing {
        let message = format!(
            "the {kind} needs the types of `{document}`, but no artifact says where they are"
        );
        cx.report(Code::MissingTypes, &pointer, message).help = Some(format!(
            "add an artifact with `kind = \"types\"`, `document = \"{document}\"` and a `module`"
        ));
    }
}

/// Requirements come from spec documents.
fn check_specs(cx: &mut Reader<'_>, artifacts: &[Artifact]) {
    let needed = artifacts
        .iter()
        .find(|artifact| artifact.kind == ArtifactKind::Requirements);
    let Some(artifact) = needed.filter(|_| cx.root.get("specs").is_none()) else {
        return;
    };
    let message = "requirements need `[specs]`, which says where the spec documents are";
    cx.report(Code::MissingKey, &artifact.pointer.child("kind"), message)
        .help = Some("add `[specs]` with `paths` and `ids`".to_owned());
}
