use std::{
    fmt,
    future::poll_fn,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::{
    EventError, StreamLimits,
    received::{InvalidData, json},
    records::{Records, Separator},
    source::{MOST_CHUNKS, Source},
};
use crate::client::ByteStream;

/// A stream of JSON values: JSON Lines, or a JSON text sequence (RFC 7464).
///
/// Dropping it closes the connection. A value that is not of its type is an error, and the stream goes on after it.
pub struct Items<T> {
    reader: Reader,
    item: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Items<T> {
    pub(in crate::client) fn lines(bytes: ByteStream) -> Self {
        Self::of(bytes, Separator::Feed)
    }

    pub(in crate::client) fn sequence(bytes: ByteStream) -> Self {
        Self::of(bytes, Separator::Mark)
    }

    fn of(bytes: ByteStream, separator: Separator) -> Self {
        let limits = StreamLimits::default();
        let reader = Reader {
            source: Source::new(bytes),
            records: Records::new(separator, limits.line),
            limits,
            read: 0,
            done: false,
        };
        let item = PhantomData;
        Self { reader, item }
    }

    /// The same stream with other limits.
    #[must_use]
    pub fn with_limits(mut self, limits: StreamLimits) -> Self {
        self.reader.records.limit = limits.line;
        self.reader.limits = limits;
        self
    }

    /// The next value; none at the end. The same as `StreamExt::next`.
    pub async fn next(&mut self) -> Option<Result<T, EventError>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<T: DeserializeOwned> Stream for Items<T> {
    type Item = Result<T, EventError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let reader = &mut self.reader;
        let Some(next) = ready!(reader.poll(cx)) else {
            return Poll::Ready(None);
        };
        let read = next.and_then(|()| reader.value());
        if matches!(&read, Err(error) if !error.is_broken()) {
            reader.finish();
        }
        Poll::Ready(Some(read))
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

/// What is the same for all types of values.
struct Reader {
    source: Source,
    records: Records,
    limits: StreamLimits,
    /// How many values were read.
    read: usize,
    done: bool,
}

impl Reader {
    /// Goes on to the next value; what is blank is none.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<(), EventError>>> {
        if self.done {
            return Poll::Ready(None);
        }
        for _ in 0..MOST_CHUNKS {
            while self.records.next()? {
                if self.counts() {
                    return Poll::Ready(Some(Ok(())));
                }
            }
            match ready!(self.source.poll(cx, &self.limits)) {
                Some(chunk) => self.records.feed(&chunk?),
                None if self.records.is_cut() => {
                    return Poll::Ready(Some(Err(EventError::NotUtf8)));
                }
                None => {
                    // What stands after the last separator is a value, too.
                    self.records.rest();
                    self.finish();
                    return Poll::Ready(self.counts().then_some(Ok(())));
                }
            }
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }

    /// Whether the record is a value; it is counted.
    fn counts(&mut self) -> bool {
        let is_value = !self.records.record().trim_ascii().is_empty();
        self.read += usize::from(is_value);
        is_value
    }

    fn value<T: DeserializeOwned>(&self) -> Result<T, EventError> {
        let text = self.records.record();
        let cut = self.records.may_be_cut().then(InvalidData::cut);
        let read = cut.map_or_else(|| json(text), Err);
        read.map_err(|invalid| invalid.of(None, self.read, text))
    }

    fn finish(&mut self) {
        self.source.close();
        self.done = true;
    }
}
