use std::collections::BTreeMap;

use super::{Link, Page, Target, Tree, path};
use crate::{Code, Finding, finding::Place, nearest};

/// Each link that leads nowhere, unless its page accepts that. Nobody is asked about the web.
pub fn check(pages: &[Page], tree: &Tree) -> Vec<Finding> {
    let by_path = pages.iter().map(|page| (page.source.as_str(), page));
    let checker = Checker {
        tree,
        pages: by_path.collect(),
    };
    let mut findings = Vec::new();
    for page in pages {
        findings.extend(page.findings.iter().cloned());
        let broken = page
            .links
            .iter()
            .filter_map(|link| checker.link(page, link));
        findings.extend(broken.filter(|finding| !page.accepts(finding)));
    }
    findings
}

struct Checker<'c> {
    tree: &'c Tree,
    pages: BTreeMap<&'c str, &'c Page>,
}

impl Checker<'_> {
    fn link(&self, page: &Page, link: &Link) -> Option<Finding> {
        let (code, message, help) = match &link.to {
            Target::File { path, anchor } => self.file(page, path, anchor.as_deref())?,
            Target::Path { path } => self.path(page, link, path)?,
            Target::Undefined { label } => (
                Code::BrokenLink,
                format!("nothing in this document defines the link `{label}`"),
                format!("add `[{label}]: …`, or escape the brackets"),
            ),
            Target::Web { .. } => return None,
        };
        let place = Place::bytes(&page.source, link.range.clone());
        Some(Finding::new(code, place, message).help(help))
    }

    fn file(
        &self,
        page: &Page,
        path: &str,
        anchor: Option<&str>,
    ) -> Option<(Code, String, String)> {
        if !self.tree.has(path) {
            let help = match self.tree.nearest(path) {
                Some(near) => format!("did you mean `{}`?", path::relative(page.folder(), near)),
                None => "correct it, or drop the link".to_owned(),
            };
            return Some((Code::BrokenLink, format!("there is no `{path}`"), help));
        }
        // `#top` is there without a heading (HTML, section 7.4.6.4).
        let anchor = anchor.filter(|anchor| !anchor.is_empty() && *anchor != "top")?;
        let index = path::joined(path, "README.md");
        // GitHub's lines, such as `#L10-L20`.
        let line = anchor
            .strip_prefix('L')
            .and_then(|rest| rest.chars().next());
        if line.is_some_and(|first| first.is_ascii_digit()) {
            return None;
        }
        let target = match self.tree.is_folder(path) {
            true => self.pages.get(index.as_str()),
            // In code an anchor is a line.
            false => self.pages.get(path).filter(|_| !path.ends_with(".rs")),
        }?;
        if target.anchors.contains(anchor) {
            return None;
        }
        let message = format!(
            "`{}` has no heading with the anchor `{anchor}`",
            target.source
        );
        let help = match nearest(anchor, &target.anchors) {
            Some(near) => format!("did you mean `#{near}`?"),
            None => {
                "an anchor is the heading in small letters, without punctuation, `-` for each space"
                    .to_owned()
            }
        };
        Some((Code::BrokenLink, message, help))
    }

    fn path(&self, page: &Page, link: &Link, path: &str) -> Option<(Code, String, String)> {
        let slash = if path.ends_with('/') { "/" } else { "" };
        let mut candidates = page.candidates(link);
        // Every package has a `src/`.
        let name = path.trim_end_matches('/');
        if !name.contains('/') && self.tree.has_folder_named(name) {
            return None;
        }
        if candidates
            .iter()
            .any(|it| self.tree.has(&format!("{it}{slash}")))
        {
            return None;
        }
        let from_root = candidates.pop().unwrap_or_default();
        let help = match self.tree.nearest(&from_root) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "correct it, or accept it in the line above: `<!-- contracts-allow: {} REASON -->`",
                Code::BrokenPath.id()
            ),
        };
        let message = format!("there is no `{path}`, neither here nor in a folder above");
        Some((Code::BrokenPath, message, help))
    }
}
