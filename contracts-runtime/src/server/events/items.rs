use std::{
    fmt,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    body::{Body, Bytes},
    response::Response,
};
use futures_core::Stream;
use serde::Serialize;
use tokio::sync::mpsc;

use super::SendError;
use crate::server::Reply;

/// JSON values of an answer that come one by one: JSON Lines, or a JSON text sequence (RFC 7464).
pub struct Items<T> {
    from: mpsc::Receiver<Vec<u8>>,
    item: PhantomData<fn() -> T>,
}

/// Sends the values of an answer. Dropping it ends the answer.
pub struct ItemSender<T> {
    to: mpsc::Sender<Vec<u8>>,
    item: PhantomData<fn(T)>,
}

impl<T: Serialize> Items<T> {
    /// A sender, and what becomes the body of the answer. No more than `room` values wait to be read, and at least one.
    pub fn channel(room: usize) -> (ItemSender<T>, Self) {
        let (to, from) = mpsc::channel(room.max(1));
        let sender = ItemSender {
            to,
            item: PhantomData,
        };
        (
            sender,
            Self {
                from,
                item: PhantomData,
            },
        )
    }

    /// The answer. `mark` stands before each value, which a line break ends.
    pub fn answer(self, reply: Reply, content_type: &'static str, mark: &'static [u8]) -> Response {
        let from = self.from;
        reply.body(content_type, Body::from_stream(ItemBody { from, mark }))
    }
}

impl<T: Serialize> ItemSender<T> {
    /// Sends a value, as soon as there is room for it.
    ///
    /// # Errors
    ///
    /// The caller went away, or the value cannot be written.
    pub async fn send(&mut self, item: &T) -> Result<(), SendError> {
        let item = serde_json::to_vec(item).map_err(|error| SendError::Unwritable {
            event: "item",
            why: error.to_string(),
        });
        self.to.send(item?).await.map_err(|_| SendError::Gone)
    }

    /// Waits until the caller has gone away.
    pub async fn gone(&self) {
        self.to.closed().await;
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for ItemSender<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemSender").finish_non_exhaustive()
    }
}

struct ItemBody {
    from: mpsc::Receiver<Vec<u8>>,
    mark: &'static [u8],
}

impl Stream for ItemBody {
    type Item = Result<Bytes, std::convert::Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Poll::Ready(item) = self.from.poll_recv(cx) else {
            return Poll::Pending;
        };
        Poll::Ready(item.map(|item| Ok([self.mark, &item, b"\n"].concat().into())))
    }
}
