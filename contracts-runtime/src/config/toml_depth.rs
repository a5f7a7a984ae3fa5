//! A look at a TOML text before it is parsed.
//!
//! The parser bounds how deep brackets nest and how many dots a key has, but not both at once: a few lines can make a
//! tree of thousands of levels, and dropping it overflows the stack.

use super::node::DEEPEST;

/// Where a text nests deeper than any configuration file may, if it does.
///
/// Dots outside keys count as well, so twice of what is allowed passes: an exact answer needs the parser.
pub(super) fn too_deep(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    // How many dots stand in the present entry of each open bracket; the sum is that of those around the last one.
    let mut around: Vec<usize> = Vec::new();
    let (mut sum, mut dots) = (0, 0);
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let mut next = at + 1;
        match byte {
            b'#' => next = end_of_line(bytes, at),
            b'"' | b'\'' => next = end_of_string(bytes, at, *byte),
            b'[' | b'{' => {
                around.push(dots);
                sum += dots;
                dots = 0;
            }
            b']' | b'}' => {
                dots = around.pop().unwrap_or_default();
                sum -= dots;
            }
            b'.' => dots += 1,
            b',' | b'\n' => dots = 0,
            _ => {}
        }
        if around.len() + sum + dots > 2 * DEEPEST {
            return Some(at);
        }
        at = next;
    }
    None
}

fn end_of_line(bytes: &[u8], start: usize) -> usize {
    let length = bytes[start..].iter().position(|byte| *byte == b'\n');
    length.map_or(bytes.len(), |length| start + length)
}

/// The byte behind the string that begins at `start` with this quote; single-line strings end with their line.
fn end_of_string(bytes: &[u8], start: usize, quote: u8) -> usize {
    let long = bytes[start..].starts_with(&[quote; 3]);
    let mut at = start + if long { 3 } else { 1 };
    while let Some(byte) = bytes.get(at) {
        if *byte == b'\\' && quote == b'"' {
            at += 1;
        } else if long && bytes[at..].starts_with(&[quote; 3]) {
            // Up to two quotes before the closing ones belong to the text.
            let more = bytes[at + 3..].iter().take_while(|byte| **byte == quote);
            return at + 3 + more.take(2).count();
        } else if !long && (*byte == quote || *byte == b'\n') {
            return at + usize::from(*byte == quote);
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nests_is_counted() {
        let deep = |inner: &str, times: usize| format!("a = {}", inner.repeat(times));
        for inner in [
            "[",
            "{ a = ",
            "{ a.a.a = ",
            "[[ 'x]]]' , \"]\\\"]\", [ # ]]]\n",
        ] {
            assert_eq!(too_deep(&deep(inner, 10)), None, "{inner}");
            assert!(too_deep(&deep(inner, 70)).is_some(), "{inner}");
        }
        assert!(too_deep(&format!("a{} = 1", ".a".repeat(70))).is_some());
        assert!(too_deep(&deep("{ a.'''\n}''''.a = ", 40)).is_some());
    }

    #[test]
    fn what_does_not_nest_is_not_counted() {
        for line in [
            "a.b = [1.5, 2.5]\n",
            "s = '[[[{{{'\n",
            "s = \"[\\\"[{\"\n",
            "m = \"\"\"[[\n[\"\"\"\"\"\n",
            "m = '''[[\n[\\'''\n",
            "# [[[ \" '\n",
            "[[a.b]]\nc = {d = [1], e.f = 1}\n",
            "v = 'x' # it's [\n",
        ] {
            assert_eq!(too_deep(&line.repeat(200)), None, "{line}");
        }
    }
}
