//! Findings as a terminal shows them: rustc's layout, with the lines of the source they are about.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Finding, Severity};
use crate::source::Sources;

/// Renders findings one after the other, each followed by an empty line.
///
/// With `colour` the text carries ANSI escapes; without, it is plain. The same finding at the same
/// place is shown once.
pub fn render(findings: &[Finding], sources: &Sources, colour: bool) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut out = String::new();
    for (index, finding) in findings.iter().enumerate() {
        if findings[..index].contains(finding) {
            continue;
        }
        out.push_str(&render_one(finding, sources, &renderer));
        out.push_str("\n\n");
    }
    out
}

fn render_one(finding: &Finding, sources: &Sources, renderer: &Renderer) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let location = sources.locate(&finding.place);
    let title = level.primary_title(&finding.message).id(finding.code.id());
    let mut group = match (&location.range, sources.text(&finding.place.source)) {
        (Some(range), Some(text)) => {
            let annotation = AnnotationKind::Primary.span(first_line(text, range.clone()));
            let snippet = Snippet::source(text)
                .path(&location.file)
                .annotation(annotation);
            Group::with_title(title).element(snippet)
        }
        _ => Group::with_title(title).element(Origin::path(&location.file)),
    };
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(help));
    }
    renderer.render(&[group])
}

/// A mapping spans many lines; its first one is enough to find it.
fn first_line(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let end = text[range.clone()]
        .find('\n')
        .map_or(range.end, |newline| range.start + newline);
    range.start..end
}
