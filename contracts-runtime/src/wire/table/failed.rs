//! Why a value cannot be read, whatever the format.

use std::fmt;

use serde::de;

/// Why a value cannot be read.
#[derive(Debug)]
pub struct Failed(pub(super) Option<Box<str>>);

impl Failed {
    /// The format said so, and whoever asked it has its error.
    pub const KEPT: Self = Self(None);

    /// A message of our own, which is to become an error of the format.
    #[cold]
    pub(super) fn new(message: impl fmt::Display) -> Self {
        Self(Some(message.to_string().into()))
    }

    /// An error of the format: the one that was kept, or one with the message.
    #[cold]
    pub(super) fn into_error<E: de::Error>(self, kept: Option<E>) -> E {
        match (self.0, kept) {
            (Some(message), _) => E::custom(message),
            (None, Some(kept)) => kept,
            (None, None) => E::custom("the value cannot be read"),
        }
    }
}
