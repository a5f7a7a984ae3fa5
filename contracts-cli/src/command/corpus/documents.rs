//! Which files of a folder are OpenAPI documents.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use contracts_build::Failure;

/// A document of the corpus.
#[derive(Debug)]
pub(super) struct Document {
    /// Its path below the folder, with `/` between its parts.
    pub(super) name: String,
    pub(super) path: PathBuf,
    /// What its crate is called; no two have the same name.
    pub(super) package: String,
}

/// Every file below `dir` that says it is an OpenAPI document, by name.
pub(super) fn find(dir: &Path) -> Result<Vec<Document>, Failure> {
    let mut files = Vec::new();
    collect(dir, &mut files)?;
    files.sort();
    let mut taken = BTreeSet::new();
    let documents = files
        .into_iter()
        .filter(|path| is_document(path))
        .map(|path| {
            let below = path.strip_prefix(dir).unwrap_or(&path);
            let name = below.to_string_lossy().replace('\\', "/");
            let package = package(&name, &mut taken);
            Document {
                name,
                path,
                package,
            }
        });
    Ok(documents.collect())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let doing = || format!("read {}", folder.display());
    let entries = fs::read_dir(folder).map_err(|error| Failure::io(doing(), error))?;
    for entry in entries {
        let path = entry.map_err(|error| Failure::io(doing(), error))?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            let extension = path.extension().and_then(|extension| extension.to_str());
            if matches!(extension, Some("yaml" | "yml" | "json")) {
                files.push(path);
            }
        }
    }
    Ok(())
}

/// Whether a line says `openapi:` or `"openapi":`. A file that other documents refer to does not, and a broken
/// document still does.
fn is_document(path: &Path) -> bool {
    let bytes = fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let key = |quote: &str| {
        text.match_indices(&format!("{quote}openapi{quote}"))
            .any(|(at, found)| {
                let before = text[..at].trim_end_matches([' ', '\t']);
                let after = text[at + found.len()..].trim_start();
                let starts = before.is_empty() || before.ends_with(['\n', '{', ',', '\u{feff}']);
                starts && after.starts_with(':')
            })
    };
    key("\"") || key("'") || key("")
}

/// A package name made of a path: letters, digits and `-`.
fn package(name: &str, taken: &mut BTreeSet<String>) -> String {
    let stem = name
        .rsplit_once('.')
        .map_or(name, |(stem, _)| stem)
        .to_ascii_lowercase();
    let words = stem
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let base = format!("c-{}", words.collect::<Vec<_>>().join("-"));
    let numbered = (2..).map(|number| format!("{base}-{number}"));
    let mut names = std::iter::once(base.clone()).chain(numbered);
    let free = names.find(|name| taken.insert(name.clone()));
    free.unwrap_or(base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_have_names_of_their_own() {
        let mut taken = BTreeSet::new();
        let mut name = |path| package(path, &mut taken);
        assert_eq!(name("GitHub_3.7mb.json"), "c-github-3-7mb");
        assert_eq!(name("a/b.yaml"), "c-a-b");
        assert_eq!(name("a-b.json"), "c-a-b-2");
    }
}
