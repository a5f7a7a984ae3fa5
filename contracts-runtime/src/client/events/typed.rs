use std::{
    fmt,
    future::poll_fn,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;

use super::{
    EventError, InvalidData, Protocol, RawEvent, Received, Reconnect, StreamLimits,
    protocol::Progress,
    reconnect::Link,
    source::{MOST_CHUNKS, Source},
    sse::Parser,
};
use crate::client::{ByteStream, send::Prepared};

/// The events of a stream; a generated enum has a variant for each, and one for those that are not declared.
pub trait Event: Sized {
    /// Which events there are, and in which order they may come.
    const PROTOCOL: &'static Protocol;

    /// Reads an event.
    ///
    /// # Errors
    ///
    /// The data is not what the contract says.
    fn read(event: &Received<'_>) -> Result<Self, InvalidData>;
}

/// A stream whose contract declares no events has them as they come.
impl Event for RawEvent {
    const PROTOCOL: &'static Protocol = &Protocol {
        events: &[],
        states: &[],
    };

    fn read(event: &Received<'_>) -> Result<Self, InvalidData> {
        Ok(event.raw())
    }
}

/// A stream of typed events that follows the contract's grammar while it reads.
///
/// Dropping it closes the connection. See [`EventError`] for what can go wrong, and [`StreamLimits`] for what it
/// waits and reads at most.
pub struct Events<E> {
    reader: Reader,
    event: PhantomData<fn() -> E>,
}

impl<E: Event> Events<E> {
    pub(in crate::client) fn new(bytes: ByteStream, request: Option<Box<Prepared>>) -> Self {
        let reader = Reader::new(bytes, Link::new(request), E::PROTOCOL);
        let event = PhantomData;
        Self { reader, event }
    }

    /// The same stream with other limits.
    #[must_use]
    pub fn with_limits(mut self, limits: StreamLimits) -> Self {
        self.reader.parser.limit(&limits);
        self.reader.limits = limits;
        self
    }

    /// The same stream, which is taken up again where it breaks off before its end.
    ///
    /// ```
    /// use contracts_runtime::client::{Event, EventError, Events, Reconnect};
    ///
    /// # async fn follow<E: Event>(events: Events<E>) -> Result<(), EventError> {
    /// let mut events = events.reconnecting(Reconnect::times(5));
    /// while let Some(event) = events.next().await {
    ///     let event = event?;
    /// # let _ = event;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn reconnecting(mut self, reconnect: Reconnect) -> Self {
        self.reader.link.reconnect = Some(reconnect);
        self
    }

    /// The `id` of the last event that had one, those before included.
    pub fn last_event_id(&self) -> Option<&str> {
        self.reader.parser.event.id()
    }

    /// The next event; none at the end. The same as `StreamExt::next`.
    pub async fn next(&mut self) -> Option<Result<E, EventError>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<E: Event> Stream for Events<E> {
    type Item = Result<E, EventError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let reader = &mut self.reader;
        let Some(next) = ready!(reader.poll(cx)) else {
            return Poll::Ready(None);
        };
        let read = next.and_then(|declared| {
            let fields = &reader.parser.event;
            let (name, number) = (fields.name(), reader.read);
            let read = E::read(&Received::new(declared, fields));
            read.map_err(|invalid| invalid.of(Some(name), number, fields.data()))
        });
        Poll::Ready(Some(read))
    }
}

impl<E> fmt::Debug for Events<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").finish_non_exhaustive()
    }
}

/// What is the same for all types of events.
struct Reader {
    source: Source,
    link: Link,
    parser: Parser,
    progress: Progress,
    limits: StreamLimits,
    /// How many events were read.
    read: usize,
    done: bool,
}

impl Reader {
    fn new(bytes: ByteStream, link: Link, protocol: &'static Protocol) -> Self {
        let limits = StreamLimits::default();
        let progress = if link.is_joined() {
            Progress::joined(protocol)
        } else {
            Progress::new(protocol)
        };
        Self {
            source: Source::new(bytes),
            link,
            parser: Parser::new(&limits),
            progress,
            limits,
            read: 0,
            done: false,
        }
    }

    /// Goes on to the next event: its place among those that are declared, or none where it is not declared.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Option<usize>, EventError>>> {
        if self.done {
            return Poll::Ready(None);
        }
        loop {
            let next = match ready!(self.link.poll(cx)) {
                Some(Ok(bytes)) => {
                    self.source = Source::new(bytes);
                    self.parser.restart();
                    continue;
                }
                Some(Err(error)) => Some(Err(error)),
                None => ready!(self.poll_event(cx)),
            };
            match &next {
                Some(Ok(_)) => self.link.has_event(),
                Some(Err(error)) if error.is_loss() && self.is_taken_up() => continue,
                _ => {
                    self.source.close();
                    self.done = true;
                }
            }
            return Poll::Ready(next);
        }
    }

    /// Whether another connection is on its way.
    fn is_taken_up(&mut self) -> bool {
        self.source.close();
        self.link.begin(&self.parser.event, self.read)
    }

    fn poll_event(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Option<usize>, EventError>>> {
        for _ in 0..MOST_CHUNKS {
            if self.parser.next()? {
                self.read += 1;
                let taken = self.progress.take(self.parser.event.name());
                return Poll::Ready(Some(taken));
            }
            let over = self.progress.is_over();
            let chunk = if over {
                ready!(self.source.poll_after_end(cx, &self.limits)).map(Ok)
            } else {
                ready!(self.source.poll(cx, &self.limits))
            };
            match chunk {
                Some(chunk) => self.parser.feed(&chunk?),
                None => return Poll::Ready(self.end().err().map(Err)),
            }
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }

    /// Whether the stream may end here.
    fn end(&self) -> Result<(), EventError> {
        match self.parser.unfinished() {
            Some(event) if !self.progress.is_over() => Err(EventError::CutOff { event }),
            _ => self.progress.end(),
        }
    }
}
