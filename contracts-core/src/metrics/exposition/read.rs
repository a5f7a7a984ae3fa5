use std::collections::BTreeSet;

use super::{
    Exposition, Family, Sample,
    line::{Broken, Line},
};
use crate::{Code, Finding, finding::Place, source::SourceId};

/// What `# TYPE` may say, in either format.
const KINDS: &[&str] = &[
    "counter",
    "gauge",
    "histogram",
    "summary",
    "untyped",
    "unknown",
    "gaugehistogram",
    "stateset",
    "info",
];

/// Endings of samples, and the types whose families have such.
const SUFFIXES: &[(&str, &[&str])] = &[
    ("_total", &["counter"]),
    (
        "_created",
        &["counter", "histogram", "summary", "gaugehistogram"],
    ),
    ("_bucket", &["histogram", "gaugehistogram"]),
    ("_sum", &["histogram", "summary"]),
    ("_count", &["histogram", "summary"]),
    ("_gsum", &["gaugehistogram"]),
    ("_gcount", &["gaugehistogram"]),
    ("_info", &["info"]),
];

/// Reads an exposition.
///
/// # Errors
///
/// A line is neither of Prometheus' nor of OpenMetrics; the finding says which, and nothing behind it was read.
pub fn parse(source: &SourceId, text: &str) -> Result<Exposition, Box<Finding>> {
    let mut reader = Reader::default();
    let mut start = 0;
    for (index, line) in text.split('\n').enumerate() {
        let content = line.strip_suffix('\r').unwrap_or(line);
        if let Err((range, message)) = reader.line(content, index + 1) {
            let range = start + range.start..start + range.end;
            let finding =
                Finding::new(Code::ExpositionSyntax, Place::bytes(source, range), message).help(
                    "is this what `/metrics` answers, in Prometheus' text format or OpenMetrics?",
                );
            return Err(Box::new(finding));
        }
        start += line.len() + 1;
    }
    Ok(reader.exposition)
}

#[derive(Default)]
struct Reader {
    exposition: Exposition,
    /// What was sampled already: a name with labels.
    seen: BTreeSet<String>,
    ended: bool,
}

impl Reader {
    fn line(&mut self, text: &str, number: usize) -> Result<(), Broken> {
        if text.trim().is_empty() {
            return Ok(());
        }
        if self.ended {
            return Err((0..text.len(), "there is more behind `# EOF`".to_owned()));
        }
        match text.strip_prefix('#') {
            Some(comment) => self.comment(text, comment),
            None => self.sample(text, number),
        }
    }

    /// Of comments only types matter.
    fn comment(&mut self, text: &str, comment: &str) -> Result<(), Broken> {
        let mut words = comment.split_whitespace();
        match words.next() {
            Some("EOF") => self.ended = true,
            Some("TYPE") => {
                let (Some(name), Some(kind), None) = (words.next(), words.next(), words.next())
                else {
                    let message = "expected `# TYPE`, a name and a type".to_owned();
                    return Err((0..text.len(), message));
                };
                if !KINDS.contains(&kind) {
                    let start = text.len() - text.trim_end().len();
                    let end = text.len() - start;
                    let message = format!("there is no type `{kind}`");
                    return Err((end - kind.len()..end, message));
                }
                let family = self.exposition.families.entry(name.to_owned()).or_default();
                if family.kind.is_some() || !family.samples.is_empty() {
                    let message =
                        format!("the type of `{name}` stands twice, or behind its samples");
                    return Err((0..text.len(), message));
                }
                family.kind = Some(kind.to_owned());
            }
            _ => {}
        }
        Ok(())
    }

    fn sample(&mut self, text: &str, line: usize) -> Result<(), Broken> {
        let read = Line::new(text).sample()?;
        if !self.seen.insert(format!("{}{:?}", read.name, read.labels)) {
            let message = format!("`{}` stands twice with the same labels", read.name);
            return Err((0..read.name.len(), message));
        }
        let sample = Sample {
            name: read.name,
            labels: read.labels,
            value: read.value,
            line,
        };
        self.family(&sample.name).samples.push(sample);
        Ok(())
    }

    /// The family that a sample of this name belongs to.
    fn family(&mut self, name: &str) -> &mut Family {
        let families = &mut self.exposition.families;
        let mut family = name;
        if !families.contains_key(name) {
            let whole = SUFFIXES.iter().find_map(|(suffix, kinds)| {
                let whole = name.strip_suffix(suffix)?;
                let kind = families.get(whole)?.kind.as_deref()?;
                kinds.contains(&kind).then_some(whole)
            });
            family = whole.unwrap_or(name);
        }
        families.entry(family.to_owned()).or_default()
    }
}
