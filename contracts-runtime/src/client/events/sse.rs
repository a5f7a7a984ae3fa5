use std::{str, time::Duration};

use bytes::Bytes;

use super::{
    EventError, StreamLimits,
    records::{Records, Separator},
};

/// Reads server-sent events as the HTML standard says (section 9.2.6), from chunks that are cut anywhere.
#[derive(Debug)]
pub(super) struct Parser {
    lines: Records,
    pub(super) event: Fields,
    /// Nothing has been read yet, so that a byte order mark may come.
    first: bool,
}

/// The fields of the event that is being read.
#[derive(Debug, Default)]
pub(super) struct Fields {
    /// Empty where the event has none.
    name: String,
    data: String,
    /// Of the last event that had one; it stays until another comes.
    pub(super) id: Option<String>,
    /// How long to wait before connecting again, as the server said last.
    pub(super) retry: Option<Duration>,
    /// An id counts once its event is complete.
    next_id: Option<String>,
    complete: bool,
    limit: usize,
}

impl Parser {
    pub(super) fn new(limits: &StreamLimits) -> Self {
        let mut parser = Self {
            lines: Records::new(Separator::Line, 0),
            event: Fields::default(),
            first: true,
        };
        parser.limit(limits);
        parser
    }

    pub(super) fn limit(&mut self, limits: &StreamLimits) {
        self.lines.limit = limits.line;
        self.event.limit = limits.event;
    }

    pub(super) fn feed(&mut self, chunk: Bytes) {
        self.lines.feed(chunk);
    }

    /// Whether an event is complete; where not, more bytes are needed.
    pub(super) fn next(&mut self) -> Result<bool, EventError> {
        self.event.clear();
        while self.lines.next()? {
            let line = self.lines.record();
            let first = std::mem::take(&mut self.first);
            let line = match line.strip_prefix(b"\xEF\xBB\xBF") {
                Some(line) if first => line,
                _ => line,
            };
            self.event.line(line)?;
            if self.event.complete {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The name of the event that is not complete, once nothing more comes.
    pub(super) fn unfinished(&self) -> Option<String> {
        let event = &self.event;
        let begun = !(event.name.is_empty() && event.data.is_empty());
        let line = self.lines.partial();
        let more = !line.is_empty() && !line.starts_with(b":");
        (begun || more).then(|| event.name().to_owned())
    }

    /// Forgets what was not complete when the connection ended, and keeps the id.
    pub(super) fn restart(&mut self) {
        self.lines = Records::new(Separator::Line, self.lines.limit);
        self.event.complete = true;
        self.event.clear();
        self.first = true;
    }
}

impl Fields {
    /// Without a name an event is a `message`.
    pub(super) fn name(&self) -> &str {
        match self.name.as_str() {
            "" => "message",
            name => name,
        }
    }

    pub(super) fn data(&self) -> &str {
        &self.data
    }

    fn clear(&mut self) {
        if std::mem::take(&mut self.complete) {
            self.name.clear();
            self.data.clear();
            self.next_id = None;
        }
    }

    fn line(&mut self, line: &[u8]) -> Result<(), EventError> {
        if line.is_empty() {
            self.dispatch();
            return Ok(());
        }
        let text = str::from_utf8(line).map_err(|_| EventError::NotUtf8)?;
        let (field, value) = match text.split_once(':') {
            Some((field, value)) => (field, value.strip_prefix(' ').unwrap_or(value)),
            None => (text, ""),
        };
        match field {
            "data" => {
                let limit = self.limit;
                if self.data.len() + value.len() >= limit {
                    return Err(EventError::TooLong {
                        what: "an event",
                        limit,
                    });
                }
                self.data.push_str(value);
                self.data.push('\n');
            }
            "event" => value.clone_into(&mut self.name),
            "id" if !value.contains('\0') => self.next_id = Some(value.to_owned()),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis);
            }
            // A comment, or a field that nobody knows.
            _ => {}
        }
        Ok(())
    }

    /// A blank line completes the event; without data there is none.
    fn dispatch(&mut self) {
        if let Some(id) = self.next_id.take() {
            self.id = Some(id);
        }
        if self.data.pop().is_some() {
            self.complete = true;
        } else {
            self.name.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All events of a text, cut into chunks of a size: name, data, id.
    fn events(text: &str, size: usize) -> Vec<(String, String, Option<String>)> {
        let mut parser = Parser::new(&StreamLimits::default());
        let mut found = Vec::new();
        for chunk in text.as_bytes().chunks(size) {
            parser.feed(Bytes::copy_from_slice(chunk));
            while parser.next().expect("a stream") {
                let event = &parser.event;
                found.push((
                    event.name().to_owned(),
                    event.data().to_owned(),
                    event.id.clone(),
                ));
            }
        }
        found
    }

    #[track_caller]
    fn check(text: &str, expect: &[(&str, &str, Option<&str>)]) {
        for size in 1..=text.len() {
            let found = events(text, size);
            let found: Vec<_> = found
                .iter()
                .map(|(name, data, id)| (name.as_str(), data.as_str(), id.as_deref()))
                .collect();
            assert_eq!(found, expect, "in chunks of {size}");
        }
    }

    /// The examples of the HTML standard, section 9.2.6.
    #[test]
    fn the_examples_of_the_standard() {
        check(
            "data: YHOO\ndata: +2\ndata: 10\n\n",
            &[("message", "YHOO\n+2\n10", None)],
        );
        check(
            ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
            &[
                ("message", "first event", Some("1")),
                ("message", "second event", Some("")),
                ("message", " third event", Some("")),
            ],
        );
        check(
            "data\n\ndata\ndata\n\ndata:\n",
            &[("message", "", None), ("message", "\n", None)],
        );
        check(
            "data:test\n\ndata: test\n\n",
            &[("message", "test", None), ("message", "test", None)],
        );
    }

    #[test]
    fn names_marks_returns_and_unknown_fields() {
        check(
            "\u{feff}event: a\r\ndata: ü\r\nother: x\r\n\r\nevent: dropped\r\rdata: b\r\r",
            &[("a", "ü", None), ("message", "b", None)],
        );
        // A byte order mark elsewhere is part of a field's name.
        check("data: a\n\n\u{feff}data: b\n\n", &[("message", "a", None)]);
        check("id: a\0b\ndata: x\n\n", &[("message", "x", None)]);
    }

    #[test]
    fn retry_is_digits_alone() {
        let mut parser = Parser::new(&StreamLimits::default());
        parser.feed(Bytes::from_static(b"retry: 1500\nretry: 1s\nretry:\n\n"));
        assert!(!parser.next().expect("a stream"));
        assert_eq!(parser.event.retry, Some(Duration::from_millis(1500)));
    }

    #[test]
    fn events_are_bounded_and_text() {
        let limits = StreamLimits {
            line: 50,
            event: 100,
            ..StreamLimits::default()
        };
        let mut parser = Parser::new(&limits);
        parser.feed(Bytes::from(
            "data: 0123456789012345678901234567890123456789\n".repeat(3),
        ));
        let error = parser.next().expect_err("too long");
        assert_eq!(
            error.to_string(),
            "an event of the stream is longer than 100 bytes"
        );
        let mut parser = Parser::new(&limits);
        parser.feed(Bytes::from_static(b"data: \xC3\n\n"));
        assert!(matches!(parser.next(), Err(EventError::NotUtf8)));
    }
}
