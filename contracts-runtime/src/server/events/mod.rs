//! Answers that are sequences: server-sent events in the order of a grammar, and JSON values one by one.
//!
//! Generated code wraps an [`EventSender`] in a type per state of the grammar, so that an event in the wrong place does
//! not compile. What is sent goes through a channel that holds only so many events: whoever sends more waits for the
//! caller to read.

mod channel;
mod event;
mod grammar;
mod items;
mod sender;

pub use channel::{Events, data};
pub use grammar::{EventGrammar, EventState};
pub use items::{ItemSender, Items};
pub use sender::{EventSender, SendError, Sent};

/// How a stream ended whose sender was dropped before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfinished {
    /// By the event that the contract declares for failures.
    ErrorSent,
    /// By cutting the connection, because the contract declares none for where the stream was.
    Cut,
}
