use std::ops::Range;

/// Where the comments of a Rust file stand, doc comments included. What looks like one in a literal is
/// none.
pub(crate) fn comments(text: &str) -> Vec<Range<usize>> {
    let mut scanner = Scanner { text, at: 0 };
    let mut comments = Vec::new();
    while let Some(c) = scanner.rest().chars().next() {
        let start = scanner.at;
        if scanner.rest().starts_with("//") {
            scanner.line();
            comments.push(start..scanner.at);
        } else if scanner.rest().starts_with("/*") {
            scanner.block();
            comments.push(start..scanner.at);
        } else if c == '"' {
            scanner.string();
        } else if c == '\'' {
            scanner.character();
        } else if c == '_' || c.is_alphanumeric() {
            scanner.word();
        } else {
            scanner.at += c.len_utf8();
        }
    }
    comments
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

impl Scanner<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    /// Goes behind the next `end`, or to the end of the file.
    fn behind(&mut self, end: &str) {
        let found = self.rest().find(end);
        self.at = found.map_or(self.text.len(), |found| self.at + found + end.len());
    }

    fn line(&mut self) {
        let end = self.rest().find('\n');
        self.at = end.map_or(self.text.len(), |end| self.at + end);
    }

    /// Block comments nest.
    fn block(&mut self) {
        let mut depth = 0;
        while !self.rest().is_empty() {
            let width = self.rest().chars().next().map_or(1, char::len_utf8);
            match self.rest().get(..2) {
                Some("/*") => (depth, self.at) = (depth + 1, self.at + 2),
                Some("*/") => (depth, self.at) = (depth - 1, self.at + 2),
                _ => self.at += width,
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// A literal in which a backslash takes the meaning of what follows.
    fn string(&mut self) {
        let mut escaped = false;
        let end = self.rest().char_indices().skip(1).find(|(_, c)| {
            let ends = *c == '"' && !escaped;
            escaped = *c == '\\' && !escaped;
            ends
        });
        self.at = end.map_or(self.text.len(), |(end, _)| self.at + end + 1);
    }

    /// A character, or a lifetime.
    fn character(&mut self) {
        let mut inside = self.rest()[1..].chars();
        match inside.next() {
            Some('\\') => {
                // Quote, backslash, and the character that they are about.
                self.at += 2 + inside.next().map_or(0, char::len_utf8);
                self.behind("'");
            }
            Some(c) if inside.next() == Some('\'') => self.at += 2 + c.len_utf8(),
            _ => self.at += 1,
        }
    }

    /// A word, and the raw string that it may begin.
    fn word(&mut self) {
        let part = |c: char| c == '_' || c.is_alphanumeric();
        let length = self.rest().find(|c| !part(c)).unwrap_or(self.rest().len());
        let raw = matches!(&self.rest()[..length], "r" | "br" | "cr");
        self.at += length;
        if !raw {
            return;
        }
        let open = self.rest().trim_start_matches('#');
        let hashes = self.rest().len() - open.len();
        if open.starts_with('"') {
            self.at += hashes + 1;
            self.behind(&format!("\"{}", "#".repeat(hashes)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_what_only_looks_like_one() {
        let text = r###"// one
let a = "// no \" // no"; /* two /* inner */ */ let b = r#"// no " "#; /// three
let c = '"'; // four
let d = '\''; // five
fn f<'a>(x: &'a str) {} // six
let r#type = b'\\'; // seven
let e = br"\"; // eight
let ü = '\u{1F600}'; //! nine"###;
        let found: Vec<&str> = comments(text)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        let expect = [
            "// one",
            "/* two /* inner */ */",
            "/// three",
            "// four",
            "// five",
            "// six",
            "// seven",
            "// eight",
            "//! nine",
        ];
        assert_eq!(found, expect);
        for broken in ["/* a", "\"a", "'", "'\\", "r#\"a", "/*/"] {
            assert!(comments(broken).len() <= 1, "{broken}");
        }
    }
}
