use std::{ops::Range, str};

use super::EventError;

/// Splits chunks of bytes at their separators, wherever the chunks were cut, and has them as text.
#[derive(Debug)]
pub(super) struct Records {
    separator: Separator,
    /// The chunk. It is checked as a whole, which is cheaper than to check each record.
    text: String,
    /// How much of the chunk is done.
    at: usize,
    /// Whether there are carriage returns in it.
    has_returns: bool,
    /// The beginning of a character whose end has not come.
    cut: Vec<u8>,
    /// Whether what follows the chunk's text is none.
    is_broken: bool,
    /// What has come of a record whose end has not.
    partial: String,
    /// Where the last record is.
    record: Place,
    /// Whether a line feed belongs to the carriage return before it.
    after_return: bool,
    /// Bytes that a record may have.
    pub(super) limit: usize,
}

/// What stands between records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    /// The end of a line of server-sent events: CR, LF or both.
    Line,
    /// The end of a line of JSON Lines; a carriage return before it is white space.
    Feed,
    /// The record separator of RFC 7464.
    Mark,
}

impl Separator {
    /// Where the next one is. Returns are looked for only where there are some.
    fn find(self, bytes: &[u8], has_returns: bool) -> Option<usize> {
        match (self, bytes) {
            // Every event ends with a blank line.
            (Self::Line | Self::Feed, [b'\n', ..]) => Some(0),
            (Self::Line, _) if has_returns => memchr::memchr2(b'\n', b'\r', bytes),
            (Self::Line | Self::Feed, _) => memchr::memchr(b'\n', bytes),
            (Self::Mark, _) => memchr::memchr(0x1E, bytes),
        }
    }

    /// What a record is called in errors.
    fn record(self) -> &'static str {
        match self {
            Self::Line | Self::Feed => "a line",
            Self::Mark => "a value",
        }
    }
}

#[derive(Debug)]
enum Place {
    InChunk(Range<usize>),
    InPartial,
}

impl Records {
    pub(super) fn new(separator: Separator, limit: usize) -> Self {
        Self {
            separator,
            text: String::new(),
            at: 0,
            has_returns: false,
            cut: Vec::new(),
            is_broken: false,
            partial: String::new(),
            record: Place::InChunk(0..0),
            after_return: false,
            limit,
        }
    }

    /// Takes more bytes, once [`next`](Self::next) has found no more records.
    pub(super) fn feed(&mut self, chunk: &[u8]) {
        self.text.clear();
        self.at = 0;
        if self.cut.is_empty() {
            self.take(chunk);
        } else {
            let mut whole = std::mem::take(&mut self.cut);
            whole.extend_from_slice(chunk);
            self.take(&whole);
        }
        self.has_returns = memchr::memchr(b'\r', self.text.as_bytes()).is_some();
    }

    fn take(&mut self, bytes: &[u8]) {
        match str::from_utf8(bytes) {
            Ok(text) => self.text.push_str(text),
            Err(error) => {
                let (text, rest) = bytes.split_at(error.valid_up_to());
                self.text.push_str(&String::from_utf8_lossy(text));
                // At the end of a chunk, more bytes may make a character of it.
                self.cut.extend_from_slice(rest);
                self.is_broken = error.error_len().is_some();
            }
        }
    }

    /// Goes on to the next record; `false` where more bytes are needed.
    pub(super) fn next(&mut self) -> Result<bool, EventError> {
        self.forget();
        if self.after_return && self.at < self.text.len() {
            self.after_return = false;
            self.at += usize::from(self.text.as_bytes()[self.at] == b'\n');
        }
        let rest = &self.text[self.at..];
        let found = self.separator.find(rest.as_bytes(), self.has_returns);
        let len = found.unwrap_or(rest.len());
        if self.partial.len() + len > self.limit {
            let (what, limit) = (self.separator.record(), self.limit);
            return Err(EventError::TooLong { what, limit });
        }
        let Some(len) = found else {
            self.partial.push_str(rest);
            self.at = self.text.len();
            return if self.is_broken {
                Err(EventError::NotUtf8)
            } else {
                Ok(false)
            };
        };
        self.after_return = rest.as_bytes()[len] == b'\r';
        let whole = self.at..self.at + len;
        self.at = whole.end + 1;
        self.record = if self.partial.is_empty() {
            Place::InChunk(whole)
        } else {
            self.partial.push_str(&self.text[whole]);
            Place::InPartial
        };
        Ok(true)
    }

    /// Goes on to what stands after the last separator, once nothing more comes.
    pub(super) fn rest(&mut self) {
        self.forget();
        self.record = Place::InPartial;
    }

    /// The record without its separator.
    pub(super) fn record(&self) -> &str {
        match &self.record {
            Place::InChunk(range) => &self.text[range.clone()],
            Place::InPartial => &self.partial,
        }
    }

    /// What has come of a record whose separator has not.
    pub(super) fn partial(&self) -> &str {
        match self.record {
            Place::InChunk(_) => &self.partial,
            Place::InPartial => "",
        }
    }

    /// Whether the last character is cut off, once nothing more comes.
    pub(super) fn is_cut(&self) -> bool {
        !self.cut.is_empty()
    }

    /// Whether a value of a JSON text sequence may be half of what was sent: nothing says where a number or word ends
    /// but the white space after it (RFC 7464, section 2.4).
    pub(super) fn may_be_cut(&self) -> bool {
        let closes = |c: char| c.is_ascii_whitespace() || "]}\"".contains(c);
        self.separator == Separator::Mark && !self.record().ends_with(closes)
    }

    fn forget(&mut self) {
        if matches!(self.record, Place::InPartial) {
            self.partial.clear();
            self.record = Place::InChunk(0..0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All records of a text, cut into chunks of a size.
    fn split(separator: Separator, text: &str, size: usize) -> Vec<String> {
        let mut records = Records::new(separator, 100);
        let mut found = Vec::new();
        for chunk in text.as_bytes().chunks(size) {
            records.feed(chunk);
            while records.next().expect("short") {
                found.push(records.record().to_owned());
            }
        }
        records.rest();
        if !records.record().is_empty() {
            found.push(format!("…{}", records.record()));
        }
        found
    }

    #[test]
    fn records_are_the_same_wherever_chunks_are_cut() {
        let text = "a\r\nbc\rd\n\n\r\r\ne: ü\r\nrest";
        for size in 1..=text.len() {
            let lines = split(Separator::Line, text, size);
            let expected = ["a", "bc", "d", "", "", "", "e: ü", "…rest"];
            assert_eq!(lines, expected, "{size}");
            let feeds = split(Separator::Feed, text, size);
            let expected = ["a\r", "bc\rd", "", "\r\r", "e: ü\r", "…rest"];
            assert_eq!(feeds, expected, "{size}");
            let records = split(Separator::Mark, "\u{1e}1\n\u{1e}2\n", size);
            assert_eq!(records, ["", "1\n", "…2\n"], "{size}");
        }
    }

    #[test]
    fn a_record_is_bounded_in_one_chunk_and_in_many() {
        let long = "x".repeat(101);
        let mut records = Records::new(Separator::Line, 100);
        records.feed((long.clone() + "\n").as_bytes());
        let error = records.next().expect_err("too long");
        let message = "a line of the stream is longer than 100 bytes";
        assert_eq!(error.to_string(), message);
        let mut records = Records::new(Separator::Mark, 100);
        let mut failed = None;
        for (index, chunk) in long.as_bytes().chunks(7).enumerate() {
            records.feed(chunk);
            if records.next().is_err() {
                failed.get_or_insert(index);
            }
        }
        // Not before there is too much, and not after.
        assert_eq!(failed, Some(14));
    }
}
