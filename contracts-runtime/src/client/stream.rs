use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::Stream;

use super::error::TransportError;

/// A body that is read while it comes. Dropping it closes the connection.
pub struct ByteStream {
    operation: &'static str,
    chunks: Pin<Box<Chunks>>,
}

#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
type Chunks = dyn Stream<Item = reqwest::Result<Bytes>> + Send;

/// In a browser it stays in its thread.
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
type Chunks = dyn Stream<Item = reqwest::Result<Bytes>>;

impl ByteStream {
    pub(super) fn new(operation: &'static str, reply: reqwest::Response) -> Self {
        let chunks = Box::pin(reply.bytes_stream());
        Self { operation, chunks }
    }

    pub(super) fn of(bytes: Bytes) -> Self {
        let operation = "";
        let chunks = Box::pin(Once(Some(bytes)));
        Self { operation, chunks }
    }

    /// What a test makes up.
    #[cfg(test)]
    pub(super) fn made_up(
        chunks: impl Stream<Item = reqwest::Result<Bytes>> + Send + 'static,
    ) -> Self {
        let operation = "test";
        let chunks = Box::pin(chunks);
        Self { operation, chunks }
    }

    /// The next piece of the body; `None` at its end.
    ///
    /// # Errors
    ///
    /// The connection broke.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx))
            .await
            .transpose()
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let operation = self.operation;
        let next = self.chunks.as_mut().poll_next(cx);
        next.map(|next| {
            next.map(|chunk| chunk.map_err(|error| TransportError::http(operation, error)))
        })
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").finish_non_exhaustive()
    }
}

struct Once(Option<Bytes>);

impl Stream for Once {
    type Item = reqwest::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}
