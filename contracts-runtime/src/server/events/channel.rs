use std::{
    fmt,
    marker::PhantomData,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
};

use axum::{
    body::{Body, Bytes},
    response::Response,
};
use futures_core::Stream;
use serde::Serialize;
use tokio::sync::mpsc;

use super::{EventGrammar, EventSender, Unfinished, event};
use crate::server::{Operation, Reply, Service};

/// The event that the contract declares for failures, and what supplies its data.
type Failure<A> = (&'static str, fn(&A) -> Option<String>);

/// The events of an answer, as they come from a sender of type `S`.
pub struct Events<S> {
    from: mpsc::Receiver<Bytes>,
    state: Arc<AtomicUsize>,
    grammar: &'static EventGrammar,
    sender: PhantomData<fn() -> S>,
}

impl<S> Events<S> {
    /// A sender, and what becomes the body of the answer. No more than `room` events wait to be read, and at least one.
    pub fn channel(
        grammar: &'static EventGrammar,
        room: usize,
        first: fn(EventSender) -> S,
    ) -> (S, Self) {
        let (to, from) = mpsc::channel(room.max(1));
        let state = Arc::new(AtomicUsize::new(0));
        let sender = EventSender::new(to, Arc::clone(&state), grammar);
        let events = Self {
            from,
            state,
            grammar,
            sender: PhantomData,
        };
        (first(sender), events)
    }

    /// The answer. `failure` supplies the data of the event that the contract declares for failures, where it declares
    /// any.
    pub fn answer<A: Service>(
        self,
        reply: Reply,
        service: &Arc<A>,
        operation: &'static Operation,
        failure: Option<Failure<A>>,
    ) -> Response {
        let service = Arc::clone(service);
        let unfinished = move |may_fail: bool| {
            let failure = failure.filter(|_| may_fail);
            let data = failure.and_then(|(name, value)| {
                let data = value(&service)?;
                Some(event::written(Some(name), None, &data))
            });
            let how = match data {
                Some(_) => Unfinished::ErrorSent,
                None => Unfinished::Cut,
            };
            service.stream_unfinished(operation, how);
            data
        };
        let stream = EventBody {
            from: self.from,
            state: self.state,
            grammar: self.grammar,
            unfinished: Some(Box::new(unfinished)),
        };
        reply.body("text/event-stream", Body::from_stream(stream))
    }
}

/// A value as an event's data; none where it cannot be written.
pub fn data<T: Serialize + ?Sized>(value: &T) -> Option<String> {
    serde_json::to_string(value).ok()
}

impl<S> fmt::Debug for Events<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").finish_non_exhaustive()
    }
}

/// Asked once, when a sender was dropped too early: whether the failure event may come; gives it.
type OnUnfinished = Box<dyn FnOnce(bool) -> Option<Bytes> + Send>;

struct EventBody {
    from: mpsc::Receiver<Bytes>,
    state: Arc<AtomicUsize>,
    grammar: &'static EventGrammar,
    unfinished: Option<OnUnfinished>,
}

/// The connection is cut, so that nobody takes the stream for a whole one.
#[derive(Debug, thiserror::Error)]
#[error("the stream was not finished")]
struct CutOff;

impl Stream for EventBody {
    type Item = Result<Bytes, CutOff>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Poll::Ready(event) = self.from.poll_recv(cx) else {
            return Poll::Pending;
        };
        if let Some(event) = event {
            return Poll::Ready(Some(Ok(event)));
        }
        let state = self.grammar.states.get(self.state.load(Ordering::Acquire));
        let is_over = state.is_none_or(|state| state.accepting);
        let Some(unfinished) = self.unfinished.take().filter(|_| !is_over) else {
            return Poll::Ready(None);
        };
        let failure = unfinished(state.is_some_and(|state| state.fails));
        Poll::Ready(Some(failure.ok_or(CutOff)))
    }
}
