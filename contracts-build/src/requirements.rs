//! The requirements of the spec documents as artifacts: an index of each document, and one of them all.

use std::collections::{BTreeMap, BTreeSet};

use contracts_core::spec::{Requirement, SpecDocument, prefix};
use serde_json::{Value, json};

use crate::{Project, print};

/// The index of all documents.
const INDEX: &str = "README.md";

/// The files below the folder `folder`: their names in it and their texts.
///
/// # Errors
///
/// Two documents lead to the same name.
pub(crate) fn files(project: &Project, folder: &str) -> Result<Vec<(String, String)>, String> {
    let up = "../".repeat(folder.split('/').count());
    let mut files = BTreeMap::new();
    let mut index = "# Requirements\n\nWhat the spec documents require, by document.\n".to_owned();
    for document in project.spec_documents() {
        let name = name(project, document);
        index.push_str(&section(document, &up));
        let header = project.header(&[&document.source]);
        if files
            .insert(name.clone(), yaml(document, &header))
            .is_some()
        {
            return Err(format!(
                "two spec documents lead to `{folder}/{name}`; rename one"
            ));
        }
    }
    let text = print::markdown(&project.header(&[]), &index);
    files.insert(INDEX.to_owned(), text);
    Ok(files.into_iter().collect())
}

/// Everything that one of the files is made of: the index of all documents, any other file of one.
pub(crate) fn fingerprint(project: &Project, file: &str) -> Value {
    let all = project.spec_documents().iter();
    let documents: Vec<&SpecDocument> = match file {
        INDEX => all.collect(),
        file => of_file(project, file).into_iter().collect(),
    };
    let parts = documents.into_iter().map(|document| {
        let requirements = document.requirements.iter().map(|requirement| {
            let section = document.section(requirement);
            json!({
                "id": requirement.id,
                "title": requirement.title,
                "level": requirement.level().as_str(),
                "section": section.map(|heading| [&heading.text, &heading.anchor]),
                "links": requirement.links,
                "implemented": !document.is_not_implemented(&requirement.id),
            })
        });
        let requirements: Vec<Value> = requirements.collect();
        let source = document.source.as_str();
        json!({"source": source, "title": document.title(), "requirements": requirements})
    });
    parts.collect()
}

/// The document that leads to a file. There may be many; they are in the order of their paths.
fn of_file<'p>(project: &'p Project, file: &str) -> Option<&'p SpecDocument> {
    let stem = file.strip_suffix(".yaml")?;
    let documents = project.spec_documents();
    let patterns = project.manifest.specs.iter().flat_map(|specs| &specs.paths);
    let folders = patterns.map(|pattern| match prefix(pattern) {
        "" => String::new(),
        folder => format!("{folder}/"),
    });
    let mut paths =
        folders.flat_map(|folder| [".md", ""].map(|end| format!("{folder}{stem}{end}")));
    paths.find_map(|path| {
        let found = documents.binary_search_by(|document| document.source.as_str().cmp(&path));
        let document = documents.get(found.ok()?)?;
        (name(project, document) == file).then_some(document)
    })
}

/// A document's file: its path below the folder that its pattern names, as YAML.
fn name(project: &Project, document: &SpecDocument) -> String {
    let path = document.source.as_str();
    let patterns = project.manifest.specs.iter().flat_map(|specs| &specs.paths);
    let below = patterns.filter_map(|pattern| match prefix(pattern) {
        "" => Some(path),
        folder => path.strip_prefix(folder)?.strip_prefix('/'),
    });
    let name = below.min_by_key(|name| name.len()).unwrap_or(path);
    let stem = name.strip_suffix(".md").unwrap_or(name);
    format!("{stem}.yaml")
}

fn yaml(document: &SpecDocument, header: &str) -> String {
    let mut text = format!(
        "# {header}\n\nschema_version: 1\nsource: {}\n",
        quoted(document.source.as_str())
    );
    text.push_str(if document.requirements.is_empty() {
        "requirements: {}\n"
    } else {
        "requirements:\n"
    });
    for requirement in once_each(document) {
        let section = document.section(requirement);
        let section = section.map_or("", |heading| heading.text.as_str());
        text.push_str(&format!(
            "  {}:\n    title: {}\n    section: {}\n    level: {}\n    links:\n",
            quoted(&requirement.id),
            quoted(&requirement.title),
            quoted(section),
            requirement.level().as_str(),
        ));
        for link in links(document, requirement) {
            text.push_str(&format!("      - {}\n", quoted(&link)));
        }
        text.push_str(&format!("    hash: {}\n", quoted(&requirement.hash)));
    }
    text
}

/// The requirements of a document; of two with the same id the first.
fn once_each(document: &SpecDocument) -> impl Iterator<Item = &Requirement> {
    let mut seen = BTreeSet::new();
    let requirements = document.requirements.iter();
    requirements.filter(move |requirement| seen.insert(&requirement.id))
}

/// Text as JSON writes it, which is YAML too.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// Where the requirement stands, then what it links to; relative to the folder of `contracts.toml`.
fn links(document: &SpecDocument, requirement: &Requirement) -> Vec<String> {
    let own = place(document, requirement);
    let further = requirement.links.iter();
    let further = further.map(|link| from_root(document.source.as_str(), link));
    std::iter::once(own).chain(further).collect()
}

fn place(document: &SpecDocument, requirement: &Requirement) -> String {
    match document.section(requirement) {
        Some(heading) => format!("{}#{}", document.source, heading.anchor),
        None => document.source.to_string(),
    }
}

/// A link as the document has it, from the folder of `contracts.toml`; what leads elsewhere stays.
fn from_root(document: &str, link: &str) -> String {
    if link.contains(':') || link.starts_with('/') {
        return link.to_owned();
    }
    if link.starts_with('#') {
        return format!("{document}{link}");
    }
    let (path, anchor) = link.split_at(link.find('#').unwrap_or(link.len()));
    let mut parts: Vec<&str> = document.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/") + anchor
}

/// A document's part of the index.
fn section(document: &SpecDocument, up: &str) -> String {
    let (title, source) = (escaped(document.title()), &document.source);
    let mut text = format!("\n## {title}\n\nFrom [{source}]({up}{source}).\n");
    if document.requirements.is_empty() {
        return text + "\nIt has no requirements.\n";
    }
    text.push_str("\n| id | level | requirement | implemented |\n|---|---|---|---|\n");
    for requirement in once_each(document) {
        let (id, level) = (&requirement.id, requirement.level().as_str());
        let to = place(document, requirement);
        let title = escaped(&requirement.title);
        let state = match document.is_not_implemented(id) {
            true => "not yet",
            false => "yes",
        };
        text.push_str(&format!(
            "| [{id}]({up}{to}) | {level} | {title} | {state} |\n"
        ));
    }
    text
}

/// Plain text in Markdown.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '&' | '~' | '#'
        ) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative_to_the_root() {
        let link = |link| from_root("specs/core/a.md", link);
        assert_eq!(link("b.md#x"), "specs/core/b.md#x");
        assert_eq!(link("./../b.md"), "specs/b.md");
        assert_eq!(link("../../../b.md"), "../b.md");
        assert_eq!(link("#x"), "specs/core/a.md#x");
        assert_eq!(link("https://example.com/a"), "https://example.com/a");
    }

    #[test]
    fn plain_text_stays_plain_in_markdown() {
        assert_eq!(escaped("a_b|<c> *d*"), "a\\_b\\|\\<c\\> \\*d\\*");
    }
}
