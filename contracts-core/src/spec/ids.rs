use std::ops::Range;

use regex::Regex;

use crate::{Code, Finding, finding::Place, manifest::Manifest};

/// What ids of requirements look like: the patterns of `[specs]`, as one.
#[derive(Clone, Debug)]
pub struct Ids {
    one_of: Regex,
    whole: Regex,
    patterns: Vec<String>,
}

impl Ids {
    /// The patterns that `contracts.toml` gives; `None` where it has none that can be used, and what
    /// is wrong with them.
    pub fn of(manifest: &Manifest) -> (Option<Self>, Vec<Finding>) {
        let Some(specs) = &manifest.specs else {
            return (None, Vec::new());
        };
        let mut findings = Vec::new();
        for (index, pattern) in specs.ids.iter().enumerate() {
            let problem = match Regex::new(&format!("^(?:{pattern})$")) {
                Err(error) => format!("`{pattern}` is no regular expression: {}", short(&error)),
                Ok(regex) if regex.is_match("") => format!("`{pattern}` matches nothing at all"),
                Ok(_) => continue,
            };
            let pointer = specs.pointer.child("ids").item(index);
            let place = Place::value(&manifest.source, &pointer);
            let help = "write it as `REQ-[0-9]{4}`";
            findings.push(Finding::new(Code::InvalidValue, place, problem).help(help));
        }
        if !findings.is_empty() {
            return (None, findings);
        }
        (Self::new(&specs.ids), findings)
    }

    /// Patterns that are known to be good; `None` where they are not.
    pub fn new(patterns: &[String]) -> Option<Self> {
        let all = patterns.join("|");
        Some(Self {
            one_of: Regex::new(&format!(r"\b(?:{all})\b")).ok()?,
            whole: Regex::new(&format!("^(?:{all})$")).ok()?,
            patterns: patterns.to_vec(),
        })
    }

    /// Where ids stand in a text. What goes on to the left of one, as in `MY-REQ-2001`, is another
    /// word.
    pub fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        self.one_of
            .find_iter(text)
            .map(|found| found.range())
            .filter(|range| !text[..range.start].ends_with('-'))
    }

    /// Whether a text is an id and nothing else.
    pub fn is(&self, text: &str) -> bool {
        self.whole.is_match(text)
    }

    /// What each pattern begins with, as far as that is plain text.
    pub(super) fn prefixes(&self) -> impl Iterator<Item = &str> {
        self.patterns.iter().filter_map(|pattern| {
            let end = pattern.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_')))?;
            // A prefix that a repetition follows is not all plain.
            let plain = pattern[end..].starts_with(['[', '\\', '(']);
            plain.then_some(&pattern[..end])
        })
    }
}

/// The last line of a syntax error is the one that says what is wrong.
fn short(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or_default().trim();
    last.trim_start_matches("error: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_whole_words() {
        let patterns = ["ORCH-[0-9]{3,5}", "OC-[A-Z0-9-]+-[0-9]{3,5}"].map(str::to_owned);
        let ids = Ids::new(&patterns).expect("good patterns");
        let text = "ORCH-200, (OC-A-B-1001) ORCH-12 ORCH-123456 MY-ORCH-2001 XORCH-2001 ORCH-2001s";
        let found: Vec<&str> = ids.find(text).map(|range| &text[range]).collect();
        assert_eq!(found, ["ORCH-200", "OC-A-B-1001"]);
        assert!(ids.is("ORCH-2001") && !ids.is("ORCH-2001 "));
        assert_eq!(ids.prefixes().collect::<Vec<_>>(), ["ORCH-", "OC-"]);
    }
}
