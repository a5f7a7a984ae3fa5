use std::{collections::BTreeMap, sync::LazyLock};

use regex::Regex;

use super::block::{Kind, blocks};

/// What GitHub drops from a heading: all but letters, marks, digits, connectors, hyphens and spaces.
/// `\w` has the two joiners besides, which GitHub drops too.
static DROPPED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[^\w\- ]|[\u{200c}\u{200d}]").ok());

/// The anchors of one document's headings, exactly as GitHub makes them.
///
/// ```
/// use contracts_core::spec::Anchors;
///
/// let mut anchors = Anchors::default();
/// assert_eq!(anchors.anchor("What's `next`?"), "whats-next");
/// assert_eq!(anchors.anchor("What's next"), "whats-next-1");
/// ```
#[derive(Debug, Default)]
pub struct Anchors {
    /// How often each anchor was asked for again.
    taken: BTreeMap<String, usize>,
}

impl Anchors {
    /// The anchor of the next heading, given as plain text without Markdown. Headings have to come in
    /// the document's order: the second of the same name gets `-1`.
    pub fn anchor(&mut self, heading: &str) -> String {
        let base = slug(heading);
        let mut anchor = base.clone();
        while self.taken.contains_key(&anchor) {
            let count = self.taken.entry(base.clone()).or_default();
            *count += 1;
            anchor = format!("{base}-{count}");
        }
        self.taken.insert(anchor.clone(), 0);
        anchor
    }
}

/// The anchors of all headings of a Markdown document.
pub fn anchors(markdown: &str) -> Vec<String> {
    let mut anchors = Anchors::default();
    let headings = blocks(markdown).into_iter();
    let headings = headings.filter(|block| matches!(block.kind, Kind::Heading(_)));
    headings.map(|block| anchors.anchor(&block.text)).collect()
}

/// Letter by letter: GitHub's small letters do not depend on what stands beside them.
fn slug(heading: &str) -> String {
    let small: String = heading.chars().flat_map(char::to_lowercase).collect();
    let kept = match DROPPED.as_ref() {
        Some(dropped) => dropped.replace_all(&small, "").into_owned(),
        None => small,
    };
    kept.replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(heading: &str, expect: &str) {
        assert_eq!(Anchors::default().anchor(heading), expect);
    }

    #[test]
    fn as_github_makes_them() {
        check("Queues and admission", "queues-and-admission");
        check("2. HTTP/1.1 & TLS: what's up?", "2-http11--tls-whats-up");
        check("snake_case and kebab-case", "snake_case-and-kebab-case");
        check("--manifest-path FILE", "--manifest-path-file");
        check("Größe der Tür", "größe-der-tür");
        check("Профили пользователей", "профили-пользователей");
        check("你好，世界", "你好世界");
        check("हिन्दी", "हिन्दी");
        check("😄 emoji", "-emoji");
        check("I ♥ unicode", "i--unicode");
        check("Co\u{301}digo", "co\u{301}digo");
        // The joiner goes with the emoji; the selector is a mark, and stays.
        check("👩\u{200d}🔧 work", "-work");
        check("⚙\u{fe0f} settings", "\u{fe0f}-settings");
        check("½ of №5 and ²", "-of-5-and-");
        check("tab\there", "tabhere");
        check("a…b – c", "ab--c");
        check("!!!", "");
    }

    #[test]
    fn the_same_again_is_numbered() {
        let mut anchors = Anchors::default();
        let headings = ["a", "A", "a-1", "a", "a 1", "", ""];
        let made: Vec<String> = headings.map(|heading| anchors.anchor(heading)).into();
        assert_eq!(made, ["a", "a-1", "a-1-1", "a-2", "a-1-2", "", "-1"]);
    }
}
