//! Documents split over files: every file that a `$ref` leads to becomes a part of the document, and
//! the references lead there.
//!
//! The files stand below [`FILES`], each under its path; [`Place`] knows that and names the file itself.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{ids::Ids, sweep};
use crate::{
    Code, Finding, Pointer,
    finding::{FILES, Place},
    source::{SourceId, Sources},
};

/// A document with the files it refers to, and what is wrong with the references between them.
pub(super) struct Bundle {
    pub(super) document: Value,
    pub(super) findings: Vec<Finding>,
}

/// Loads every file that `document` refers to, directly or through others.
///
/// `allowed` are the files that may lie outside the folder of `contracts.toml`.
pub(super) fn bundle(
    sources: &mut Sources,
    id: &SourceId,
    document: Value,
    allowed: &BTreeSet<SourceId>,
) -> Bundle {
    let mut bundler = Bundler {
        sources,
        root: id,
        allowed,
        files: BTreeMap::new(),
        seen: BTreeMap::new(),
        open: Vec::new(),
        ids: BTreeMap::new(),
        findings: Vec::new(),
    };
    let mut document = document;
    bundler.name(id, &document);
    bundler.rewrite(id, &mut document);
    while let Some((file, mut value)) = bundler.open.pop() {
        bundler.rewrite(&file, &mut value);
        bundler.files.insert(file, value);
    }
    let Bundler {
        files, findings, ..
    } = bundler;
    if let Value::Object(members) = &mut document {
        // Nothing but files of this run stands under the name that places give a meaning to.
        members.remove(FILES);
        let files: Map<String, Value> = files
            .into_iter()
            .map(|(file, value)| (file.to_string(), value))
            .collect();
        if !files.is_empty() {
            members.insert(FILES.to_owned(), Value::Object(files));
        }
    }
    Bundle { document, findings }
}

struct Bundler<'s> {
    sources: &'s mut Sources,
    root: &'s SourceId,
    allowed: &'s BTreeSet<SourceId>,
    files: BTreeMap<SourceId, Value>,
    /// Every file that something leads to, and whether it can be read.
    seen: BTreeMap<SourceId, bool>,
    /// Files whose own references are still as they were written.
    open: Vec<(SourceId, Value)>,
    /// What is named in each file that was read so far.
    ids: BTreeMap<SourceId, (Ids, Value)>,
    findings: Vec<Finding>,
}

impl Bundler<'_> {
    /// Notes the names of a file, if it has any.
    fn name(&mut self, file: &SourceId, value: &Value) {
        let ids = Ids::of(value, file.as_str());
        if !ids.is_empty() {
            self.ids.insert(file.clone(), (ids, value.clone()));
        }
    }

    /// Makes the references of a file lead to where their targets are in the bundle.
    fn rewrite(&mut self, file: &SourceId, value: &mut Value) {
        let mut references = Vec::new();
        sweep::each_ref(value, &mut |pointer, text| {
            references.push((pointer.clone(), text.to_owned()));
        });
        for (pointer, text) in references {
            if let Some(target) = self.target(file, &pointer, &text)
                && target != text
                && let Some(reference) = value.pointer_mut(pointer.as_str())
            {
                *reference = target.into();
            }
        }
    }

    /// Where a reference leads in the bundle; `None` where it stays as it is.
    fn target(&mut self, file: &SourceId, pointer: &Pointer, text: &str) -> Option<String> {
        if let Some((file, pointer)) = self.named(file, pointer, text) {
            return Some(self.bundled(&file, &pointer.as_str().replace('%', "%25")));
        }
        let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
        let other = if path.is_empty() {
            file.clone()
        } else {
            match self.resolve(file, path) {
                Ok(other) => other,
                Err(message) => {
                    self.refuse(file, pointer, Code::RemoteRef, message);
                    return None;
                }
            }
        };
        if other != *self.root && !self.load(&other) {
            let message = format!("`{text}` leads into {other}, which cannot be read");
            self.refuse(file, pointer, Code::DanglingRef, message);
            return None;
        }
        // Only now are the names of that file known.
        let anchor = self
            .ids
            .get(&other)
            .and_then(|(ids, value)| ids.near(&Pointer::root(), fragment, value));
        let fragment = anchor.as_ref().map_or(fragment, Pointer::as_str);
        Some(self.bundled(&other, fragment))
    }

    /// The reference to a node of a file, in the bundle.
    fn bundled(&self, file: &SourceId, fragment: &str) -> String {
        if file == self.root {
            return format!("#{fragment}");
        }
        let base = Pointer::root().child(FILES).child(file.as_str());
        format!("#{base}{fragment}")
    }

    /// The node that a reference means by the names of schemas; `None` where it is a path to a file.
    fn named(&self, file: &SourceId, at: &Pointer, text: &str) -> Option<(SourceId, Pointer)> {
        let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
        let (ids, value) = self.ids.get(file)?;
        if path.is_empty() {
            return Some((file.clone(), ids.near(at, fragment, value)?));
        }
        let uri = ids.uri(at, path);
        self.ids
            .iter()
            .find_map(|(file, (ids, value))| Some((file.clone(), ids.find(&uri, fragment, value)?)))
    }

    /// The file that a relative path means, seen from another file.
    fn resolve(&self, from: &SourceId, path: &str) -> Result<SourceId, String> {
        if path.contains("://") {
            return Err(format!(
                "`{path}` is on another machine; nothing is fetched"
            ));
        }
        let mut parts: Vec<&str> = from.as_str().split('/').collect();
        parts.pop();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." if parts.last().is_some_and(|last| *last != "..") => {
                    parts.pop();
                }
                other => parts.push(other),
            }
        }
        let file = SourceId::new(&parts.join("/"));
        let outside = path.starts_with('/') || path.contains(':') || parts.first() == Some(&"..");
        if outside && !self.allowed.contains(&file) {
            return Err(format!(
                "`{path}` lies outside the folder of contracts.toml"
            ));
        }
        Ok(file)
    }

    /// Whether the file is part of the bundle now.
    fn load(&mut self, file: &SourceId) -> bool {
        if let Some(usable) = self.seen.get(file) {
            return *usable;
        }
        // A file that is missing is a mistake of the reference, not of the run.
        let (value, mut findings) = self.sources.parse(file).unwrap_or_default();
        self.findings.append(&mut findings);
        let usable = value.is_some();
        self.seen.insert(file.clone(), usable);
        if let Some(value) = &value {
            self.name(file, value);
        }
        self.open.extend(value.map(|value| (file.clone(), value)));
        usable
    }

    fn refuse(&mut self, file: &SourceId, pointer: &Pointer, code: Code, message: String) {
        let help = match code {
            Code::RemoteRef => {
                "copy what it names into this folder, or list the file in `files` of the document in contracts.toml"
            }
            _ => "correct the path; it is relative to the file it stands in",
        };
        let place = Place::value(file, pointer);
        self.findings
            .push(Finding::new(code, place, message).help(help));
    }
}
