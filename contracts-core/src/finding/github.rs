use std::fmt::Write;

use super::{
    Finding, Severity,
    located::{Located, locate},
};
use crate::source::Sources;

/// Findings as GitHub's workflow commands, one line each, which become annotations of the files.
///
/// The format is that of GitHub's "Workflow commands": `::error file=…,line=…,col=…,title=…::message`.
pub fn to_github(findings: &[Finding], sources: &Sources) -> String {
    render(&locate(findings, sources))
}

/// The same for findings with their places.
pub fn render(findings: &[Located]) -> String {
    let mut out = String::new();
    for finding in findings {
        let Located { location, .. } = finding;
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let mut text = finding.message.clone();
        if let Some(help) = &finding.help {
            text.push_str("\nhelp: ");
            text.push_str(help);
        }
        let file = property(&location.file);
        let place = match (location.line, location.column) {
            (Some(line), Some(column)) => format!(",line={line},col={column}"),
            _ => String::new(),
        };
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "::{command} file={file}{place},title={}::{}",
            finding.rule.id,
            data(&text)
        );
    }
    out
}

/// The message of a command ends with its line.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property ends at the next comma or colon too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
