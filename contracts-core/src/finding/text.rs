use std::fmt::Write;

use super::Finding;
use crate::source::Sources;

/// Findings as plain text, two lines each: `file:line:column: severity[code]: message`, then the help.
///
/// This is what build scripts print; a terminal gets the `terminal` rendering with snippets instead.
pub fn to_text(findings: &[Finding], sources: &Sources) -> String {
    let mut out = String::new();
    for finding in findings {
        let location = sources.locate(&finding.place);
        let severity = finding.severity.as_str();
        let (code, message) = (finding.code.id(), &finding.message);
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{location}: {severity}[{code}]: {message}");
        if let Some(help) = &finding.help {
            let _ = writeln!(out, "    help: {help}");
        }
    }
    out
}
