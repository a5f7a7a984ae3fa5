use std::{fmt, time::Duration};

use http::StatusCode;

use crate::client::TransportError;

/// Why a stream of events or items ended too early, or was not what the contract says.
///
/// After [`Broken`](Self::Broken) the stream goes on; after any other it is over.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EventError {
    /// An event that the contract does not allow at its place.
    #[error("the event `{event}` came out of order; {}", Allowed(.allowed, *.may_end))]
    OutOfOrder {
        /// Its name.
        event: String,
        /// What the contract allowed there.
        allowed: Vec<&'static str>,
        /// Whether the stream might have ended instead.
        may_end: bool,
    },
    /// The stream ended where the contract says that more has to come.
    #[error("the stream ended too early; {}", Allowed(.allowed, false))]
    EndMissing {
        /// What the contract allowed there.
        allowed: Vec<&'static str>,
    },
    /// The stream ended in the middle of an event.
    #[error("the stream ended in the middle of the event `{event}`")]
    CutOff {
        /// Its name, as far as it came; `message` where it came without.
        event: String,
    },
    /// Something came after the last event that the contract allows.
    #[error("the event `{event}` came after the end of the stream")]
    AfterEnd {
        /// Its name.
        event: String,
    },
    /// An event or item whose data is not what the contract says.
    #[error(transparent)]
    Broken(Box<BrokenEvent>),
    /// A line or event that is longer than [`StreamLimits`](super::StreamLimits) allow.
    #[error("{what} of the stream is longer than {limit} bytes")]
    TooLong {
        /// What is too long.
        what: &'static str,
        /// How long it may be.
        limit: usize,
    },
    /// What came is not UTF-8.
    #[error("the stream is not UTF-8")]
    NotUtf8,
    /// Nothing came for too long.
    #[error("nothing came for {after:?}")]
    Idle {
        /// For how long.
        after: Duration,
    },
    /// The stream broke off, and the server did not take it up again.
    #[error("the stream was not taken up again: the answer was {status}, {reason}")]
    NotResumed {
        /// What the server answered.
        status: StatusCode,
        /// What is wrong with that.
        reason: String,
    },
    /// The connection failed.
    #[error(transparent)]
    Transport(#[from] TransportError),
}

impl EventError {
    /// Whether it is about one event or item alone, so that the stream goes on after it.
    pub fn is_broken(&self) -> bool {
        matches!(self, Self::Broken(_))
    }

    /// Whether the stream broke off, so that another connection may be better.
    pub(super) fn is_loss(&self) -> bool {
        match self {
            Self::EndMissing { .. } | Self::CutOff { .. } | Self::Idle { .. } => true,
            Self::Transport(error) => !error.is_request(),
            Self::NotResumed { status, .. } => {
                status.is_server_error() || *status == StatusCode::TOO_MANY_REQUESTS
            }
            _ => false,
        }
    }
}

struct Allowed<'a>(&'a [&'static str], bool);

impl fmt::Display for Allowed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the contract allows ")?;
        let end = self.1.then_some("the end");
        let events = self.0.iter().map(|event| format!("`{event}`"));
        let words: Vec<String> = events.chain(end.map(str::to_owned)).collect();
        match words.as_slice() {
            [] => f.write_str("nothing there"),
            [only] => write!(f, "{only} there"),
            [first @ .., last] => write!(f, "{} or {last} there", first.join(", ")),
        }
    }
}

/// An event or item whose data is not what the contract says.
#[derive(Clone, thiserror::Error)]
#[error("{} is broken at `{path}`: {reason}", self.which())]
pub struct BrokenEvent {
    /// The event's name; none where the stream is one of JSON values.
    pub event: Option<String>,
    /// Which of the stream's events or values it is, from 1.
    pub number: usize,
    /// Where in the JSON, such as `items[3].name`; `.` for all of it.
    pub path: String,
    /// What is wrong there.
    pub reason: String,
    /// The data; cut off after 64 KiB.
    pub data: String,
}

impl BrokenEvent {
    fn which(&self) -> String {
        match &self.event {
            Some(event) => format!("the event `{event}`"),
            None => format!("the value {}", self.number),
        }
    }
}

impl fmt::Debug for BrokenEvent {
    /// Shows how long the data is instead of the data, which may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BrokenEvent")
            .field("event", &self.event)
            .field("number", &self.number)
            .field("path", &self.path)
            .field("reason", &self.reason)
            .field("data", &format_args!("{} bytes", self.data.len()))
            .finish()
    }
}
