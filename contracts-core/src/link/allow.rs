//! `<!-- contracts-allow: CODE reason -->`.

use std::ops::Range;

use crate::{
    Code, Finding,
    finding::{Place, Spot},
    nearest,
    source::SourceId,
};

/// What a page accepts in one part of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Allowance {
    pub(super) code: Code,
    pub(super) range: Range<usize>,
}

impl Allowance {
    pub(super) fn covers(&self, finding: &Finding) -> bool {
        let Spot::Bytes(range) = &finding.place.spot else {
            return false;
        };
        finding.code == self.code && self.range.contains(&range.start)
    }
}

/// What a comment accepts, or what is wrong with it; `None` where it is about something else.
pub(super) fn code(comment: &str) -> Option<Result<Code, (String, String)>> {
    let text = comment.strip_prefix("<!--")?.trim_end();
    let text = text.strip_suffix("-->")?.trim();
    let text = text.strip_prefix("contracts-allow:")?.trim();
    let (id, reason) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let codes = [Code::BrokenLink, Code::BrokenPath, Code::UnreachableLink];
    let Some(code) = codes.into_iter().find(|code| code.id() == id) else {
        let help = match nearest(id, codes.iter().map(|code| code.id())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "a comment can accept broken-link, broken-path and unreachable-link".to_owned(),
        };
        return Some(Err((format!("`{id}` cannot be accepted here"), help)));
    };
    if reason.trim().is_empty() {
        let help = format!("write it as `<!-- contracts-allow: {id} it is somebody else's -->`");
        return Some(Err(("this comment does not say why".to_owned(), help)));
    }
    Some(Ok(code))
}

/// From a comment to the end of the paragraph, list or table below it.
pub(super) fn reach(text: &str, comment: &Range<usize>) -> Range<usize> {
    let rest = &text[comment.end..];
    let begins = comment.end + rest.len() - rest.trim_start().len();
    let mut end = begins;
    for line in text[begins..].split_inclusive('\n') {
        if line.trim().is_empty() {
            break;
        }
        end += line.len();
    }
    comment.start..end
}

/// Whether text is nothing but space and comments.
pub(super) fn is_blank(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim);
    lines.all(|line| line.is_empty() || (line.starts_with("<!--") && line.ends_with("-->")))
}

pub(super) fn refused(source: &SourceId, range: Range<usize>, why: (String, String)) -> Finding {
    let (message, help) = why;
    Finding::new(Code::InvalidValue, Place::bytes(source, range), message).help(help)
}
