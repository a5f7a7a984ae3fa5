//! Server-sent events, read from the bytes of a stream (HTML Living Standard, section 9.2).

use serde_json::Value;

/// One event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its `event` field.
    pub name: String,
    /// Its `data`, read as JSON; text where it is none.
    pub data: Value,
}

/// The bytes that came so far.
#[derive(Debug, Default)]
pub(super) struct Reader {
    bytes: Vec<u8>,
    read: usize,
}

impl Reader {
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Everything that came.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// What came behind the last whole event.
    pub(super) fn rest(&self) -> &[u8] {
        self.bytes.get(self.read..).unwrap_or_default()
    }

    /// The next event that is there as a whole.
    pub(super) fn next(&mut self) -> Option<Event> {
        loop {
            let rest = self.rest();
            let length = rest.windows(2).position(|two| two == b"\n\n")?;
            let event = event(&String::from_utf8_lossy(&rest[..length]));
            self.read += length + 2;
            if event.is_some() {
                return event;
            }
        }
    }
}

/// The event of a block of lines; none where they say nothing, as comments do.
fn event(block: &str) -> Option<Event> {
    let (mut name, mut data) = ("message", Vec::new());
    for line in block.lines() {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => name = value,
            "data" => data.push(value),
            _ => {}
        }
    }
    if data.is_empty() {
        return None;
    }
    let data = data.join("\n");
    Some(Event {
        name: name.to_owned(),
        data: serde_json::from_str(&data).unwrap_or(Value::String(data)),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Event, Reader};

    #[test]
    fn events_are_read_when_they_are_whole() {
        let mut reader = Reader::default();
        reader.push(b": hello\n\nevent: a\ndata: {\"n\":\ndata: 1}\n");
        assert_eq!(reader.next(), None);
        reader.push(b"\nid: 7\ndata:x\n\nevent: cut");
        let event = |name: &str, data| Event {
            name: name.to_owned(),
            data,
        };
        assert_eq!(reader.next(), Some(event("a", json!({"n": 1}))));
        assert_eq!(reader.next(), Some(event("message", json!("x"))));
        assert_eq!(reader.next(), None);
        assert_eq!(reader.rest(), b"event: cut");
    }
}
