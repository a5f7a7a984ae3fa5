use std::ops::Range;

/// A block of code in doc comments that rustdoc compiles and runs.
#[derive(Debug, PartialEq)]
pub(super) struct DocTest {
    /// The line of its first fence, counting from 1.
    pub(super) line: usize,
    /// From the first fence to the second.
    pub(super) range: Range<usize>,
}

/// The doc tests in the line comments of a file.
pub(super) fn doctests(text: &str, comments: &[Range<usize>]) -> Vec<DocTest> {
    let mut tests = Vec::new();
    // The open fence: its characters, whether the block is a test, where it began.
    let mut open: Option<(&str, bool, usize)> = None;
    let mut before: Option<Range<usize>> = None;
    for comment in comments {
        let Some(content) = doc(&text[comment.clone()]) else {
            continue;
        };
        let apart = |before: &Range<usize>| !text[before.end..comment.start].trim().is_empty();
        if before.as_ref().is_some_and(apart) {
            open = None;
        }
        before = Some(comment.clone());
        let line = content.trim();
        let fence = &line[..line.len() - line.trim_start_matches(['`', '~']).len()];
        match open {
            None if fence.len() >= 3 => {
                open = Some((fence, is_test(&line[fence.len()..]), comment.start));
            }
            Some((opened, test, start)) if line == fence && fence.starts_with(opened) => {
                if test {
                    let line = text[..start].matches('\n').count() + 1;
                    let range = start..comment.end;
                    tests.push(DocTest { line, range });
                }
                open = None;
            }
            _ => {}
        }
    }
    tests
}

/// What a doc comment says; `None` for other comments.
fn doc(comment: &str) -> Option<&str> {
    let inner = comment.strip_prefix("//!");
    let outer = comment
        .strip_prefix("///")
        .filter(|rest| !rest.starts_with('/'));
    inner.or(outer)
}

/// Whether rustdoc runs a block with these words behind its fence. What is only compiled does not run.
fn is_test(words: &str) -> bool {
    let known = |word: &str| {
        let flags = [
            "",
            "rust",
            "should_panic",
            "compile_fail",
            "standalone_crate",
        ];
        flags.contains(&word) || word.starts_with("edition")
    };
    words.split([',', ' ']).all(known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::comments;

    #[test]
    fn blocks_that_rustdoc_runs() {
        let text = "//! ```\n//! a\n//! ```\n\n/// ```text\n/// b\n/// ```\n///\n/// ```rust,should_panic\n\
                    /// // ```\n/// ```\nfn f() {}\n/// ```no_run\n/// ```\n/// ```ignore\n/// ```\n// ```\n// ```\n";
        let found = doctests(text, &comments(text));
        let found: Vec<(usize, &str)> = found
            .iter()
            .map(|it| (it.line, &text[it.range.clone()]))
            .collect();
        let second = "/// ```rust,should_panic\n/// // ```\n/// ```";
        assert_eq!(found, [(1, "//! ```\n//! a\n//! ```"), (9, second)]);
    }
}
