use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axum::body::Bytes;
use serde::Serialize;
use tokio::sync::mpsc;

use super::{EventGrammar, event};

/// What generated senders are made of: the way into a stream, and where the stream is.
#[derive(Debug)]
pub struct EventSender {
    to: mpsc::Sender<Bytes>,
    state: Arc<AtomicUsize>,
    grammar: &'static EventGrammar,
    id: Option<String>,
}

/// A stream whose end was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sent;

impl Sent {
    /// The stream of a sender is over.
    pub fn now(_: EventSender) -> Self {
        Self
    }
}

/// An event that was not sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SendError {
    /// The caller went away.
    #[error("the caller went away")]
    Gone,
    /// The value cannot be written.
    #[error("the event `{event}` cannot be written: {why}")]
    Unwritable {
        /// The event's name.
        event: &'static str,
        /// Why.
        why: String,
    },
    /// The event may not come here; of streams that are checked when they run.
    #[error("the event `{event}` may not come here, only {}", allowed.join(", "))]
    OutOfOrder {
        /// The event's name.
        event: &'static str,
        /// Which may.
        allowed: Vec<&'static str>,
    },
}

impl EventSender {
    pub(super) fn new(
        to: mpsc::Sender<Bytes>,
        state: Arc<AtomicUsize>,
        grammar: &'static EventGrammar,
    ) -> Self {
        let id = None;
        Self {
            to,
            state,
            grammar,
            id,
        }
    }

    /// Gives the next event an id, which a caller that comes back repeats as `Last-Event-ID`.
    pub fn set_id(&mut self, id: impl Into<String>) {
        self.id = Some(id.into());
    }

    /// Sends an event with JSON as its data, as soon as there is room for it.
    ///
    /// # Errors
    ///
    /// The caller went away, the value cannot be written, or the event may not come here.
    pub async fn json<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        data: &T,
    ) -> Result<(), SendError> {
        let data = serde_json::to_string(data).map_err(|error| SendError::Unwritable {
            event: name,
            why: error.to_string(),
        });
        self.text(name, &data?).await
    }

    /// Sends an event with text as its data, as soon as there is room for it.
    ///
    /// # Errors
    ///
    /// The caller went away, or the event may not come here.
    pub async fn text(&mut self, name: &'static str, data: &str) -> Result<(), SendError> {
        let state = self.state.load(Ordering::Acquire);
        let Some(after) = self.grammar.after(state, name) else {
            return Err(SendError::OutOfOrder {
                event: name,
                allowed: self.grammar.allowed(state),
            });
        };
        let written = event::written(Some(name), self.id.as_deref(), data);
        let room = self.to.reserve().await.map_err(|_| SendError::Gone)?;
        // Before the event itself: whoever reads it may find the sender gone.
        self.state.store(after, Ordering::Release);
        room.send(written);
        self.id = None;
        Ok(())
    }

    /// Waits until the caller has gone away.
    pub async fn gone(&self) {
        self.to.closed().await;
    }

    /// Whether the caller has gone away.
    pub fn is_gone(&self) -> bool {
        self.to.is_closed()
    }
}
