//! Bodies of several parts (RFC 7578, RFC 2046) that are there as a whole.

use std::{fmt, str};

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderName, HeaderValue, header},
};
use memchr::memmem;

use super::{Limits, accept::essence};

/// A part of a body: a file, or anything else with a media type of its own.
#[derive(Clone)]
#[non_exhaustive]
pub struct Part {
    /// Its name; parts of forms have one.
    pub name: Option<String>,
    /// What the caller calls the file. It may be any text: no path to be trusted.
    pub file_name: Option<String>,
    /// Its media type, with its parameters. Where the caller does not say it is `text/plain`.
    pub media_type: String,
    /// All of its headers.
    pub headers: HeaderMap,
    /// What is in it.
    pub bytes: Bytes,
}

impl fmt::Debug for Part {
    /// Shows neither bytes nor headers: both may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("name", &self.name)
            .field("file_name", &self.file_name)
            .field("media_type", &self.media_type)
            .field("length", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

impl Part {
    /// Its media type in lower case, without parameters.
    pub(super) fn essence(&self) -> String {
        essence(&self.media_type)
    }

    /// Whether it says that it is JSON.
    pub(super) fn is_json(&self) -> bool {
        let essence = self.essence();
        essence == "application/json" || essence.ends_with("+json")
    }

    /// What is in it, where that is UTF-8.
    pub(super) fn text(&self) -> Option<&str> {
        str::from_utf8(&self.bytes).ok()
    }
}

/// The parts of a body, or what is asked of it that it is not.
pub(super) fn parts(
    content_type: &str,
    body: &Bytes,
    limits: &Limits,
) -> Result<Vec<Part>, String> {
    let boundary = boundary(content_type).ok_or("a boundary in the content type")?;
    let mark = format!("\r\n--{boundary}");
    let finder = memmem::Finder::new(mark.as_bytes());
    let find = |from: usize| {
        let rest = body.get(from..).unwrap_or_default();
        finder.find(rest).map(|at| from + at)
    };
    // What stands before the first mark means nothing; the first line has no line break before it.
    let mut at = match body.starts_with(&mark.as_bytes()[2..]) {
        true => mark.len() - 2,
        false => find(0).ok_or("parts between the boundary")? + mark.len(),
    };
    let mut parts = Vec::new();
    loop {
        let rest = body.get(at..).unwrap_or_default();
        if rest.starts_with(b"--") {
            return Ok(parts);
        }
        if parts.len() == limits.parts {
            return Err(format!("no more than {} parts", limits.parts));
        }
        let padding = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t'));
        let padding = padding.count();
        if rest.get(padding..padding + 2) != Some(b"\r\n") {
            return Err(BROKEN_OFF.to_owned());
        }
        // The line break is the last one of a head that has no lines.
        let head = at + padding;
        let end = memmem::find(&body[head..], b"\r\n\r\n").ok_or(BROKEN_OFF)?;
        if end > limits.part_head_bytes {
            let most = limits.part_head_bytes;
            return Err(format!("heads of parts of no more than {most} bytes"));
        }
        let content = head + end + 4;
        // Nothing at all may stand between the head's last line break and the next mark.
        let next = find(content - 2).ok_or(BROKEN_OFF)?;
        let bytes = body.slice(content.min(next)..next);
        let lines = body.get(head + 2..head + end).unwrap_or_default();
        parts.push(part(lines, bytes).ok_or("parts whose headers are headers")?);
        at = next + mark.len();
    }
}

const BROKEN_OFF: &str = "parts that do not break off";

/// The boundary of a content type; none where there is none that RFC 2046 allows.
fn boundary(content_type: &str) -> Option<String> {
    let (_, parameters) = content_type.split_once(';')?;
    let boundary = parameter(parameters, "boundary")?;
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b" '()+_,-./:=?".contains(&byte);
    let fits = (1..=70).contains(&boundary.len()) && boundary.bytes().all(is_allowed);
    (fits && !boundary.ends_with(' ')).then(|| boundary.to_owned())
}

/// The value of a parameter in `a=b; c="d"`.
fn parameter<'t>(parameters: &'t str, wanted: &str) -> Option<&'t str> {
    let mut rest = parameters;
    loop {
        let (name, after) = rest.split_once('=')?;
        let (value, behind) = match after.trim_start().strip_prefix('"') {
            // No backslash means anything: whoever writes names of files writes them of Windows, too.
            Some(quoted) => quoted.split_once('"')?,
            None => {
                let end = after.find(';').unwrap_or(after.len());
                (after[..end].trim(), &after[end..])
            }
        };
        let name = name.trim_start_matches([';', ' ', '\t']).trim_end();
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = behind;
    }
}

/// A part of its head's lines; none where they are no headers.
fn part(lines: &[u8], bytes: Bytes) -> Option<Part> {
    let mut headers = HeaderMap::new();
    let mut rest = lines;
    while !rest.is_empty() {
        let end = memmem::find(rest, b"\r\n").unwrap_or(rest.len());
        let line = &rest[..end];
        let colon = line.iter().position(|byte| *byte == b':')?;
        let name = HeaderName::from_bytes(&line[..colon]).ok()?;
        let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii()).ok()?;
        headers.try_append(name, value).ok()?;
        rest = rest.get(end + 2..).unwrap_or_default();
    }
    let text = |name: HeaderName| match headers.get(name) {
        Some(value) => Some(Some(str::from_utf8(value.as_bytes()).ok()?)),
        None => Some(None),
    };
    let disposition = text(header::CONTENT_DISPOSITION)?;
    let parameters = disposition.and_then(|text| Some(text.split_once(';')?.1));
    let named = |wanted| parameters.and_then(|all| parameter(all, wanted).map(unquoted));
    Some(Part {
        name: named("name"),
        file_name: named("filename"),
        media_type: text(header::CONTENT_TYPE)?
            .unwrap_or("text/plain")
            .to_owned(),
        headers,
        bytes,
    })
}

/// As browsers write names (HTML, section 4.10.21.8): only what would end them is encoded.
fn unquoted(name: &str) -> String {
    let name = name.replace("%22", "\"").replace("%0D", "\r");
    name.replace("%0A", "\n")
}
