use std::ops::Range;

/// Words that end with a full stop and end no sentence.
const ABBREVIATIONS: &[&str] = &[
    "e.g.", "i.e.", "etc.", "cf.", "vs.", "resp.", "incl.", "approx.", "max.", "min.",
];

/// The sentences of a text, without the space around them. `code` are the parts that are inline code:
/// no sentence ends in one, and one may begin with a small letter in one.
pub(super) fn sentences(text: &str, code: &[Range<usize>]) -> Vec<Range<usize>> {
    let in_code = |at: usize| code.iter().any(|range| range.contains(&at));
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, end) in text.match_indices(['.', '!', '?', '。', '！', '？']) {
        let after = at + end.len();
        if at < start || in_code(at) || !ends(text, start, after, &in_code) {
            continue;
        }
        let closed = after + closing(&text[after..]);
        push(text, start..closed, &mut sentences);
        start = closed;
    }
    push(text, start..text.len(), &mut sentences);
    sentences
}

/// Whether a sentence that began at `start` ends with the sign before `after`.
fn ends(text: &str, start: usize, after: usize, in_code: &dyn Fn(usize) -> bool) -> bool {
    if text[..after].ends_with(['。', '！', '？']) {
        return true;
    }
    let closed = after + closing(&text[after..]);
    let rest = &text[closed..];
    let next = rest.trim_start();
    if next.is_empty() {
        return true;
    }
    if next.len() == rest.len() {
        return false;
    }
    let sentence = &text[start..after];
    let last = sentence
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default();
    let last = last.trim_start_matches(['(', '[', '"', '“']).to_lowercase();
    if ABBREVIATIONS.contains(&last.as_str()) {
        return false;
    }
    let begins = next.starts_with(|c: char| !c.is_lowercase());
    begins || in_code(text.len() - next.len())
}

/// How long the brackets and quotation marks are that close behind the end.
fn closing(rest: &str) -> usize {
    let open = rest.trim_start_matches([')', ']', '"', '\'', '”', '’', '»']);
    rest.len() - open.len()
}

fn push(text: &str, range: Range<usize>, sentences: &mut Vec<Range<usize>>) {
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start().len();
    let end = start + part.trim().len();
    if start < end {
        sentences.push(start..end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let found = sentences(text, &[]);
        let found: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn where_sentences_end() {
        check("One. Two! Three?", &["One.", "Two!", "Three?"]);
        check("(One.) Two", &["(One.)", "Two"]);
        check("He said “no.” Then", &["He said “no.”", "Then"]);
        check("一。二。", &["一。", "二。"]);
        // They do not end here.
        check(
            "HTTP 1.1 and e.g. TLS or etc. Nothing",
            &["HTTP 1.1 and e.g. TLS or etc. Nothing"],
        );
        check("at 3 p.m. sharp", &["at 3 p.m. sharp"]);
        check("data.yaml: one", &["data.yaml: one"]);
        check("  ", &[]);
    }

    #[test]
    fn code_is_a_word() {
        let text = "Use a. B now. c.d is";
        let code = [4..8, 14..17];
        let found: Vec<&str> = sentences(text, &code)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(found, ["Use a. B now.", "c.d is"]);
    }
}
