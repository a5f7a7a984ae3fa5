use std::collections::BTreeSet;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::{Ids, SpecDocument, Specs, read::read};
use crate::{
    Code, Error, Finding,
    finding::Place,
    manifest::Manifest,
    source::{SourceId, Sources},
};

/// Reads every spec document that `contracts.toml` names. Without `[specs]` there is none.
///
/// What is found wrong is how the manifest names them; what is wrong *in* them is found by
/// [`lint`](crate::lint).
///
/// # Errors
///
/// A document cannot be opened, or is not UTF-8.
pub fn load(sources: &mut Sources, manifest: &Manifest) -> Result<(Specs, Vec<Finding>), Error> {
    let (ids, mut findings) = Ids::of(manifest);
    let (files, mut more) = files(sources, manifest)?;
    findings.append(&mut more);
    let mut specs = Specs::default();
    if let Some(ids) = ids {
        for file in &files {
            let text = sources.read(file)?;
            specs.documents.push(read(file, text, &ids));
        }
    }
    Ok((specs, findings))
}

/// Reads one document whose text is at hand.
pub fn parse(source: &SourceId, markdown: &str, ids: &Ids) -> SpecDocument {
    read(source, markdown, ids)
}

/// The files that the patterns of `[specs]` name, in the order of their paths.
///
/// # Errors
///
/// A folder cannot be read.
pub fn files(
    sources: &Sources,
    manifest: &Manifest,
) -> Result<(BTreeSet<SourceId>, Vec<Finding>), Error> {
    let mut files = BTreeSet::new();
    let mut findings = Vec::new();
    let Some(specs) = &manifest.specs else {
        return Ok((files, findings));
    };
    for (index, pattern) in specs.paths.iter().enumerate() {
        let place = Place::value(&manifest.source, &specs.pointer.child("paths").item(index));
        let glob = match glob(pattern) {
            Ok(glob) => glob,
            Err(error) => {
                let message = format!("`{pattern}` is no pattern of paths: {}", error.kind());
                findings.push(Finding::new(Code::InvalidValue, place, message));
                continue;
            }
        };
        let listed = sources.list(prefix(pattern))?;
        let found: Vec<SourceId> = listed
            .into_iter()
            .filter(|file| glob.is_match(file.as_str()))
            .collect();
        if found.is_empty() {
            let message = format!("no file matches `{pattern}`");
            let help = "write it relative to contracts.toml, as `.specs/**/*.md`";
            findings.push(Finding::new(Code::InvalidValue, place, message).help(help));
        }
        files.extend(found);
    }
    Ok((files, findings))
}

fn glob(pattern: &str) -> Result<GlobSet, globset::Error> {
    let glob = GlobBuilder::new(pattern).literal_separator(true).build()?;
    GlobSetBuilder::new().add(glob).build()
}

/// The folder that a pattern of paths stays in: its first parts, as far as they are plain text.
///
/// ```
/// assert_eq!(contracts_core::spec::prefix(".specs/**/*.md"), ".specs");
/// assert_eq!(contracts_core::spec::prefix("*.md"), "");
/// ```
pub fn prefix(pattern: &str) -> &str {
    let special = pattern.find(['*', '?', '[', '{']).unwrap_or(pattern.len());
    pattern[..special]
        .rsplit_once('/')
        .map_or("", |(folder, _)| folder)
}
