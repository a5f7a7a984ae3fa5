//! Why a value cannot be read, whatever the format.

use std::fmt;

use serde::de;

/// Why a value cannot be read.
#[derive(Debug)]
pub struct Failed(Option<Box<Message>>);

/// Behind a pointer of one word, so that results are returned in registers.
#[derive(Debug)]
struct Message(String);

impl Failed {
    /// The format said so, and whoever asked it has its error.
    pub const KEPT: Self = Self(None);

    /// A message of our own, which is to become an error of the format.
    #[cold]
    pub(super) fn new(message: impl fmt::Display) -> Self {
        Self::of(message.to_string())
    }

    /// The same of text.
    #[cold]
    pub(super) fn of(message: String) -> Self {
        Self(Some(Box::new(Message(message))))
    }

    /// An error of the format: the one that was kept, or one with the message.
    #[cold]
    pub(super) fn into_error<E: de::Error>(self, kept: Option<E>) -> E {
        match (self.0, kept) {
            (Some(message), _) => E::custom(message.0),
            (None, Some(kept)) => kept,
            (None, None) => E::custom("the value cannot be read"),
        }
    }
}
