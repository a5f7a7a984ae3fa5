use std::fmt;

use serde::de::DeserializeOwned;

use super::{BrokenEvent, EventError, sse::Fields};

/// An event that is being read. Generated code gets it in [`Event::read`](super::Event::read).
#[derive(Debug)]
pub struct Received<'e> {
    declared: Option<usize>,
    fields: &'e Fields,
}

impl<'e> Received<'e> {
    pub(super) fn new(declared: Option<usize>, fields: &'e Fields) -> Self {
        Self { declared, fields }
    }

    /// Its place in [`Protocol::events`](super::Protocol::events); none where it is not declared.
    pub fn declared(&self) -> Option<usize> {
        self.declared
    }

    /// Reads its data, which is JSON.
    ///
    /// # Errors
    ///
    /// It is not of the type.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, InvalidData> {
        json(self.fields.data())
    }

    /// Its data, which is text.
    pub fn text(&self) -> String {
        self.fields.data().to_owned()
    }

    /// The event as it came.
    pub fn raw(&self) -> RawEvent {
        RawEvent {
            name: self.fields.name().to_owned(),
            data: self.text(),
        }
    }
}

/// An event as it came.
#[derive(Clone, PartialEq, Eq)]
pub struct RawEvent {
    /// Its name; `message` where it came without.
    pub name: String,
    /// Its data, several lines joined by line feeds.
    pub data: String,
}

impl fmt::Debug for RawEvent {
    /// Shows how long the data is instead of the data, which may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawEvent")
            .field("name", &self.name)
            .field("data", &format_args!("{} bytes", self.data.len()))
            .finish()
    }
}

/// JSON that is not of its type: where, and what is wrong.
#[derive(Debug)]
pub struct InvalidData {
    path: String,
    reason: String,
}

impl InvalidData {
    pub(super) fn cut() -> Self {
        Self {
            path: ".".to_owned(),
            reason: "nothing shows that it is complete".to_owned(),
        }
    }

    /// The error of the event or value with this data.
    pub(super) fn of(self, event: Option<&str>, number: usize, data: &str) -> EventError {
        let end = data.floor_char_boundary(KEPT);
        EventError::Broken(Box::new(BrokenEvent {
            event: event.map(str::to_owned),
            number,
            path: self.path,
            reason: self.reason,
            data: data[..end].to_owned(),
        }))
    }
}

/// How much of broken data is kept.
const KEPT: usize = 64 << 10;

pub(super) fn json<T: DeserializeOwned>(text: &str) -> Result<T, InvalidData> {
    // Where something is wrong costs to know, and is looked for only when something is.
    serde_json::from_str(text).map_err(|error| {
        let mut reader = serde_json::Deserializer::from_str(text);
        match serde_path_to_error::deserialize::<_, T>(&mut reader) {
            Err(error) => InvalidData {
                path: error.path().to_string(),
                reason: error.inner().to_string(),
            },
            // All of it is as it should be, and more follows.
            Ok(_) => InvalidData {
                path: ".".to_owned(),
                reason: error.to_string(),
            },
        }
    })
}
