use std::sync::OnceLock;

use regress::Regex;

use super::CountRule;

/// What a text has to keep.
#[derive(Clone, Copy, Debug)]
pub enum TextRule<'r> {
    /// `minLength` and `maxLength`, in characters.
    Length(CountRule),
    /// `pattern`: what has to be somewhere in the text.
    Pattern(&'r Pattern),
}

/// A pattern that is compiled when it is first needed.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    compiled: OnceLock<Result<Regex, regress::Error>>,
}

impl Pattern {
    /// A pattern as the contract writes it.
    #[must_use]
    pub const fn new(source: &'static str) -> Self {
        Self {
            source,
            compiled: OnceLock::new(),
        }
    }

    fn broken(&self, text: &str) -> Option<String> {
        let source = self.source;
        match self.compiled.get_or_init(|| compile(source)) {
            Ok(regex) => match regex.find(text) {
                Some(_) => None,
                // The text may be a secret.
                None => Some(format!("text that matches `{source}`")),
            },
            Err(error) => Some(format!(
                "text that matches `{source}`, which is no pattern: {error}"
            )),
        }
    }
}

/// With Unicode, as JSON Schema advises; without where that refuses what many write, such as `\-`.
fn compile(source: &str) -> Result<Regex, regress::Error> {
    Regex::with_flags(source, "u").or_else(|_| Regex::new(source))
}

/// All that a text breaks.
pub(crate) fn broken(text: &str, rules: &[TextRule<'_>]) -> Vec<String> {
    let mut broken = Vec::new();
    let mut too_long = false;
    for rule in rules {
        match rule {
            TextRule::Length(rule) => {
                let found = rule.broken(text.chars().count(), "character");
                too_long |= found.is_some() && matches!(rule, CountRule::Most(_));
                broken.extend(found);
            }
            TextRule::Pattern(_) if too_long => {}
            TextRule::Pattern(pattern) => broken.extend(pattern.broken(text)),
        }
    }
    broken
}
