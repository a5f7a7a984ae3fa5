use std::ops::Range;

use super::{Link, Page, Target, markdown::Scan, path};
use crate::{
    finding::Spot,
    source::{SourceId, comments},
};

/// The links to files in the doc comments of a Rust file.
pub(super) fn page(source: &SourceId, text: &str) -> Page {
    let mut page = Scan::new(source, "").page;
    for doc in docs(text) {
        let mut scan = Scan::new(source, &doc.markdown);
        scan.run();
        let links = scan.page.links.drain(..).filter(leads_to_a_file);
        page.links.extend(links.map(|link| Link {
            range: doc.source(&link.range),
            to: link.to,
        }));
        for mut allowance in scan.page.allowances.drain(..) {
            allowance.range = doc.source(&allowance.range);
            page.allowances.push(allowance);
        }
        for mut finding in scan.findings().drain(..) {
            if let Spot::Bytes(range) = &mut finding.place.spot {
                *range = doc.source(range);
            }
            page.findings.push(finding);
        }
    }
    page
}

/// Items are rustdoc's business: it knows their names, and the pages it makes of them.
fn leads_to_a_file(link: &Link) -> bool {
    match &link.to {
        Target::Path { .. } | Target::Web { .. } => true,
        Target::Undefined { .. } => false,
        Target::File { path, .. } => {
            path::is_file(path) && !path.contains("::") && !path.ends_with(".html")
        }
    }
}

/// Doc comments that are one text, as Markdown.
#[derive(Default)]
struct Doc {
    markdown: String,
    /// Where each line begins in the Markdown, and where in the file.
    lines: Vec<(usize, usize)>,
}

impl Doc {
    fn source(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.offset(range.start);
        start..self.offset(range.end).max(start)
    }

    fn offset(&self, at: usize) -> usize {
        let line = self.lines.iter().rev().find(|(begins, _)| *begins <= at);
        line.map_or(0, |(begins, source)| source + at - begins)
    }
}

fn docs(text: &str) -> Vec<Doc> {
    let mut docs: Vec<Doc> = Vec::new();
    // The end of the line before, and its sign.
    let mut before: Option<(usize, &str)> = None;
    for comment in comments(text) {
        let Some((sign, content)) = content(&text[comment.clone()]) else {
            continue;
        };
        let goes_on = before.is_some_and(|(end, sign_before)| {
            let between = &text[end..comment.start];
            sign == sign_before && between.trim().is_empty() && between.matches('\n').count() == 1
        });
        if !goes_on {
            docs.push(Doc::default());
        }
        before = Some((comment.end, sign));
        if let Some(doc) = docs.last_mut() {
            let begins = comment.end - content.len();
            doc.lines.push((doc.markdown.len(), begins));
            doc.markdown.push_str(content);
            doc.markdown.push('\n');
        }
    }
    docs
}

/// The sign of a doc comment and what it says, without the space that all lines begin with.
fn content(comment: &str) -> Option<(&str, &str)> {
    let (sign, rest) = comment.split_at_checked(3)?;
    let doc = sign == "//!" || (sign == "///" && !rest.starts_with('/'));
    doc.then(|| (sign, rest.strip_prefix(' ').unwrap_or(rest)))
}
