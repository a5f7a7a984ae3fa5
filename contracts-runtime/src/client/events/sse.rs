use std::time::Duration;

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
    id: Option<String>,
    /// How long to wait before connecting again, as the server said last.
    pub(super) retry: Option<Duration>,
    /// An id counts once its event is complete.
    next_id: String,
    has_next_id: bool,
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

    pub(super) fn feed(&mut self, chunk: &[u8]) {
        self.lines.feed(chunk);
    }

    /// Whether an event is complete; where not, more bytes are needed.
    pub(super) fn next(&mut self) -> Result<bool, EventError> {
        self.event.clear();
        while self.lines.next()? {
            let mut line = self.lines.record();
            if std::mem::take(&mut self.first) {
                line = line.strip_prefix('\u{feff}').unwrap_or(line);
            }
            if !line.is_empty() {
                self.event.line(line)?;
            } else if self.event.dispatch() {
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
        let more = self.lines.is_cut() || !line.is_empty();
        let more = more && !line.starts_with(':');
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

    /// The `id` of the last event that had one.
    pub(super) fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    fn clear(&mut self) {
        if std::mem::take(&mut self.complete) {
            self.name.clear();
            self.data.clear();
            self.has_next_id = false;
        }
    }

    /// A line that is not empty.
    fn line(&mut self, line: &str) -> Result<(), EventError> {
        if let Some(value) = value_of(line, "data") {
            return self.add(value);
        }
        if let Some(value) = value_of(line, "event") {
            value.clone_into(&mut self.name);
        } else if let Some(value) = value_of(line, "id") {
            if !value.contains('\0') {
                value.clone_into(&mut self.next_id);
                self.has_next_id = true;
            }
        } else if let Some(value) = value_of(line, "retry")
            && !value.is_empty()
            && value.bytes().all(|byte| byte.is_ascii_digit())
        {
            self.retry = value.parse().ok().map(Duration::from_millis);
        }
        // Anything else is a comment, or a field that nobody knows.
        Ok(())
    }

    fn add(&mut self, value: &str) -> Result<(), EventError> {
        let limit = self.limit;
        if self.data.len() + value.len() >= limit {
            let what = "an event";
            return Err(EventError::TooLong { what, limit });
        }
        self.data.push_str(value);
        self.data.push('\n');
        Ok(())
    }

    /// A blank line completes the event; without data there is none.
    fn dispatch(&mut self) -> bool {
        if std::mem::take(&mut self.has_next_id) {
            let id = self.id.get_or_insert_default();
            std::mem::swap(id, &mut self.next_id);
        }
        self.complete = self.data.pop().is_some();
        if !self.complete {
            self.name.clear();
        }
        self.complete
    }
}

/// The value of a line, where it is of this field.
fn value_of<'l>(line: &'l str, field: &str) -> Option<&'l str> {
    let rest = line.strip_prefix(field)?;
    match rest.strip_prefix(':') {
        Some(value) => Some(value.strip_prefix(' ').unwrap_or(value)),
        None => rest.is_empty().then_some(rest),
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
            parser.feed(chunk);
            while parser.next().expect("a stream") {
                let event = &parser.event;
                found.push((
                    event.name().to_owned(),
                    event.data().to_owned(),
                    event.id().map(str::to_owned),
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
        parser.feed(b"retry: 1500\nretry: 1s\nretry:\n\n");
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
        parser.feed(
            "data: 0123456789012345678901234567890123456789\n"
                .repeat(3)
                .as_bytes(),
        );
        let error = parser.next().expect_err("too long");
        assert_eq!(
            error.to_string(),
            "an event of the stream is longer than 100 bytes"
        );
        let mut parser = Parser::new(&limits);
        parser.feed(b"data: \xC3\n\n");
        assert!(matches!(parser.next(), Err(EventError::NotUtf8)));
    }
}
