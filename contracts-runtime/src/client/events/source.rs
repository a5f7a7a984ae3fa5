use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::Stream;

use super::{EventError, StreamLimits, timer::Timer};
use crate::client::ByteStream;

/// How many chunks without a value are looked at before others have their turn.
pub(super) const MOST_CHUNKS: usize = 32;

/// The chunks of a body, and how long to wait for them.
pub(super) struct Source {
    /// None once nothing more is read; the connection is closed then.
    bytes: Option<ByteStream>,
    timer: Timer,
    /// Whether the stream is over, so that the time until the connection closes is bounded as a whole.
    over: bool,
}

impl Source {
    pub(super) fn new(bytes: ByteStream) -> Self {
        Self {
            bytes: Some(bytes),
            timer: Timer::default(),
            over: false,
        }
    }

    /// Closes the connection.
    pub(super) fn close(&mut self) {
        self.bytes = None;
        self.timer.stop();
    }

    /// The next chunk; none at the end. An error once nothing has come for too long.
    pub(super) fn poll(
        &mut self,
        cx: &mut Context<'_>,
        limits: &StreamLimits,
    ) -> Poll<Option<Result<Bytes, EventError>>> {
        let Some(bytes) = &mut self.bytes else {
            return Poll::Ready(None);
        };
        match Pin::new(bytes).poll_next(cx) {
            Poll::Ready(next) => {
                self.timer.stop();
                Poll::Ready(next.map(|chunk| chunk.map_err(EventError::from)))
            }
            Poll::Pending => {
                let Some(after) = limits.idle else {
                    return Poll::Pending;
                };
                ready!(self.timer.poll(cx, after));
                Poll::Ready(Some(Err(EventError::Idle { after })))
            }
        }
    }

    /// The same once nothing may come any more: silence and a broken connection are an end as good as any, and
    /// chunks without events buy no more time.
    pub(super) fn poll_after_end(
        &mut self,
        cx: &mut Context<'_>,
        limits: &StreamLimits,
    ) -> Poll<Option<Bytes>> {
        if !std::mem::replace(&mut self.over, true) {
            self.timer.stop();
        }
        let Some(bytes) = &mut self.bytes else {
            return Poll::Ready(None);
        };
        let next = Pin::new(bytes).poll_next(cx);
        let late = self.timer.poll(cx, limits.after_end).is_ready();
        match next {
            Poll::Ready(Some(Ok(chunk))) if !late => Poll::Ready(Some(chunk)),
            Poll::Pending if !late => Poll::Pending,
            _ => Poll::Ready(None),
        }
    }
}
