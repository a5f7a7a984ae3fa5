use std::{ops::Range, sync::LazyLock};

use regex::Regex;

/// How binding a requirement is, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// MUST, SHALL, REQUIRED, and what must not be.
    Must,
    /// SHOULD, RECOMMENDED, and what should not be.
    Should,
    /// MAY, OPTIONAL.
    May,
    /// None of these words.
    Info,
}

impl Level {
    /// Every level, strongest first.
    pub const ALL: [Self; 4] = [Self::Must, Self::Should, Self::May, Self::Info];

    /// `must`, `should`, `may` or `info`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Should => "should",
            Self::May => "may",
            Self::Info => "info",
        }
    }
}

/// The words of RFC 2119, capital letters only. The regular expression is a constant; it compiles.
static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:(MUST|SHALL|REQUIRED)|(SHOULD|(?:NOT )?RECOMMENDED)|(MAY|OPTIONAL))\b").ok()
});

/// The normative words of a text. A word in quotation marks is talked about, not used.
pub(super) fn words(text: &str) -> Vec<(Level, Range<usize>)> {
    let Some(regex) = WORDS.as_ref() else {
        return Vec::new();
    };
    let found = regex.captures_iter(text).filter_map(|captures| {
        let word = captures.get(0)?.range();
        let level = match (captures.get(1), captures.get(2)) {
            (Some(_), _) => Level::Must,
            (_, Some(_)) => Level::Should,
            _ => Level::May,
        };
        let quote = |c: char| matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’' | '„' | '«' | '»');
        let quoted = text[..word.start].ends_with(quote) && text[word.end..].starts_with(quote);
        (!quoted).then_some((level, word))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_levels() {
        let levels = |text: &str| -> Vec<Level> {
            words(text).into_iter().map(|(level, _)| level).collect()
        };
        assert_eq!(
            levels("It MUST NOT, SHALL and is REQUIRED"),
            [Level::Must; 3]
        );
        assert_eq!(levels("SHOULD NOT, is NOT RECOMMENDED"), [Level::Should; 2]);
        assert_eq!(levels("MAY be OPTIONAL"), [Level::May; 2]);
        // Not normative: small letters, parts of words, words that are talked about.
        assert_eq!(levels("it must, MAYBE, MUST_HAVE, \"MUST\", MUSTER"), []);
    }
}
