use std::{fmt, ops::Range};

/// Where a finding is, as people read it. Displays as `file:line:column`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// Path relative to the folder of `contracts.toml`.
    pub file: String,
    /// Line, counting from 1; `None` for a whole file.
    pub line: Option<usize>,
    /// Column in characters, counting from 1; `None` for a whole file.
    pub column: Option<usize>,
    /// The bytes it covers; `None` for a whole file.
    pub range: Option<Range<usize>>,
}

impl Location {
    pub(super) fn file(file: String) -> Self {
        Self {
            file,
            line: None,
            column: None,
            range: None,
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let (Some(line), Some(column)) = (self.line, self.column) {
            write!(f, ":{line}:{column}")?;
        }
        Ok(())
    }
}

/// Turns byte offsets of a text into lines and columns.
pub(super) struct Lines<'t> {
    text: &'t str,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text }
    }

    pub(super) fn location(&self, file: String, range: Range<usize>) -> Location {
        let (line, column) = self.line_column(range.start);
        Location {
            file,
            line: Some(line),
            column: Some(column),
            range: Some(range),
        }
    }

    /// The byte offset of a line and column as parsers report them, both counting from 1 and the
    /// column in bytes, as serde_json reports them.
    pub(super) fn offset(&self, line: usize, column: usize) -> usize {
        let start: usize = self
            .text
            .split_inclusive('\n')
            .take(line.saturating_sub(1))
            .map(str::len)
            .sum();
        let mut offset = (start + column.saturating_sub(1)).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    fn line_column(&self, offset: usize) -> (usize, usize) {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &self.text[..offset];
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (line, before[start..].chars().count() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let lines = Lines::new("a: 1\nß: é!\n");
        assert_eq!(lines.line_column(0), (1, 1));
        let bang = lines.text.find('!').expect("there");
        assert_eq!(lines.line_column(bang), (2, 5));
        assert_eq!(lines.line_column(1000), (3, 1));
        assert_eq!(lines.offset(2, 1), 5);
    }
}
