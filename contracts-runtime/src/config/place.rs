//! Places in a text.

/// A place in the text; lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Position {
    pub(super) const START: Position = Position { line: 1, column: 1 };
}

/// Turns offsets into positions without counting a long line from its beginning each time.
pub(super) struct Lines<'t> {
    text: &'t str,
    /// Where each line starts.
    starts: Vec<usize>,
    /// How many characters begin before each multiple of [`STEP`].
    characters: Vec<usize>,
}

const STEP: usize = 256;

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let breaks = text.match_indices('\n').map(|(offset, _)| offset + 1);
        let starts = std::iter::once(0).chain(breaks).collect();
        let mut before = 0;
        let characters = text.as_bytes().chunks(STEP).map(|chunk| {
            let here = before;
            before += count(chunk);
            here
        });
        let characters = characters.collect();
        Self {
            text,
            starts,
            characters,
        }
    }

    /// The position of a byte; beyond the end, that of the end.
    pub(super) fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        Position {
            line,
            column: self.characters_before(offset) - self.characters_before(start) + 1,
        }
    }

    /// The byte in a line and column, counted from 1, the column in bytes.
    pub(super) fn offset(&self, line: usize, column: usize) -> usize {
        let start = self.starts.get(line.saturating_sub(1));
        start.map_or(self.text.len(), |start| start + column.saturating_sub(1))
    }

    fn characters_before(&self, offset: usize) -> usize {
        let step = offset / STEP;
        // At the very end of a text there may be no further step.
        let Some(before) = self.characters.get(step) else {
            let last = self.characters.len().saturating_sub(1);
            let before = self.characters.get(last).copied().unwrap_or_default();
            return before + count(&self.text.as_bytes()[last * STEP..]);
        };
        before + count(&self.text.as_bytes()[step * STEP..offset])
    }
}

/// How many characters begin in some bytes of UTF-8.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counting character by character is the slow truth.
    #[track_caller]
    fn check(text: &str) {
        let lines = Lines::new(text);
        let mut expected = Position::START;
        for (offset, character) in text.char_indices() {
            assert_eq!(lines.position(offset), expected, "{offset} of {text:?}");
            expected = match character {
                '\n' => Position {
                    line: expected.line + 1,
                    column: 1,
                },
                _ => Position {
                    column: expected.column + 1,
                    ..expected
                },
            };
        }
        for beyond in [0, 1, 1000] {
            assert_eq!(lines.position(text.len() + beyond), expected, "{text:?}");
        }
    }

    #[test]
    fn positions_are_those_that_counting_gives() {
        for text in ["", "a", "\n", "ä\nöü\n\nx", "a\r\nb"] {
            check(text);
        }
        for length in [STEP - 1, STEP, STEP + 1, 2 * STEP] {
            check(&"x".repeat(length));
            check(&"ä€𝄞\n".repeat(length));
            check(&"ä€𝄞".repeat(length));
        }
    }
}
