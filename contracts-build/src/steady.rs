//! Text for the compiler alone, in which items stay on their lines when others grow.
//!
//! The compiler knows code by the lines on which it stands. After an edit it checks and compiles again what has moved,
//! although nothing in it has changed; in a file of a thousand types that is half of them.

/// Every schema's item begins on a line that is a multiple of this. The larger it is, the fewer edits make an item grow
/// beyond its own lines.
const STEP: usize = 256;

/// The text with empty lines before the items that have docs.
pub(crate) fn steady(text: &str) -> String {
    let mut steady = String::with_capacity(text.len() * 2);
    let mut line = 0_usize;
    let mut is_behind_item = false;
    for own in text.lines() {
        if is_behind_item && begins_item(own) {
            let more = line.next_multiple_of(STEP) - line;
            steady.extend(std::iter::repeat_n('\n', more));
            line += more;
        }
        is_behind_item = ends_item(own);
        steady.push_str(own);
        steady.push('\n');
        line += 1;
    }
    steady
}

/// Docs, attributes or the item itself; what is inside of one is indented, and an impl goes with the item before it.
fn begins_item(line: &str) -> bool {
    ["///", "#[", "pub "]
        .iter()
        .any(|start| line.starts_with(start))
}

fn ends_item(line: &str) -> bool {
    !line.starts_with([' ', '/', '#']) && line.ends_with(['}', ';'])
}

#[cfg(test)]
mod tests {
    use super::{STEP, steady};

    const TEXT: &str = "// @generated\nuse a::b;\n/// One.\n#[derive(Clone)]\npub struct One {\n    /// A.\n    pub a: u8,\n}\n\
                        impl X for One {\n    fn x() {}\n}\nx!(One);\n/// Two.\npub type Two = One;\npub struct Three;\n";

    /// The line on which a text begins.
    fn line_of(text: &str, part: &str) -> usize {
        text.lines().position(|line| line == part).unwrap()
    }

    #[test]
    fn items_keep_their_lines_when_others_grow() {
        let before = steady(TEXT);
        let after = steady(&TEXT.replace(
            "    pub a: u8,\n",
            "    pub a: u8,\n    /// B.\n    pub b: u8,\n",
        ));
        assert_eq!(
            line_of(&after, "    pub b: u8,"),
            line_of(&before, "    pub a: u8,") + 2
        );
        for item in ["/// One.", "/// Two.", "pub struct Three;"] {
            assert_eq!(line_of(&before, item) % STEP, 0, "{item}");
            assert_eq!(line_of(&after, item), line_of(&before, item));
        }
        assert_eq!(
            line_of(&before, "x!(One);"),
            line_of(&before, "/// One.") + 9
        );
    }

    #[test]
    fn nothing_but_empty_lines_is_added() {
        let steady = steady(TEXT);
        let lines: Vec<&str> = steady.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(lines.join("\n") + "\n", TEXT);
    }
}
