use std::{
    task::{Context, Poll, ready},
    time::Duration,
};

use http::{HeaderName, HeaderValue};

use super::{EventError, sse::Fields};
use crate::client::{BoxFuture, ByteStream, platform::sleep, send::Prepared};

/// The header that says where a stream stood.
pub(in crate::client) const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// How often and how soon a stream of events that broke off is taken up again.
///
/// It is while the contract has more to come: after the connection failed, ended too early or was silent for too long.
/// The request is sent again with the `id` of the last event, and what comes goes on in the contract's order. A stream
/// that has had events without an `id` cannot be taken up, and neither can one whose request has a stream as its body.
///
/// ```
/// use std::time::Duration;
/// use contracts_runtime::client::Reconnect;
///
/// let reconnect = Reconnect::times(5).wait(Duration::from_secs(1));
/// # drop(reconnect);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconnect {
    times: u32,
    wait: Duration,
    longest_wait: Duration,
}

impl Reconnect {
    /// Up to this many requests in a row, without an event between them.
    pub fn times(times: u32) -> Self {
        Self {
            times,
            wait: Duration::from_secs(3),
            longest_wait: Duration::from_secs(60),
        }
    }

    /// The wait before the first request in a row, where the server has not said `retry`. It doubles with each of them.
    /// Defaults to 3 seconds.
    #[must_use]
    pub fn wait(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// The wait before a request, after `done` of them in a row; none where the server asks for too long a one.
    pub(super) fn pause(&self, retry: Option<Duration>, done: u32) -> Option<Duration> {
        let first = retry.unwrap_or(self.wait);
        let longest = self.longest_wait;
        let wait = first.saturating_mul(1 << done.min(16)).min(longest);
        (retry <= Some(longest)).then_some(wait)
    }

    /// Where doubling ends. A stream whose server says a longer `retry` is not taken up. Defaults to 60 seconds.
    #[must_use]
    pub fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest_wait = wait;
        self
    }
}

/// The request of a stream, for when it breaks off.
#[derive(Default)]
pub(super) struct Link {
    request: Option<Box<Prepared>>,
    pub(super) reconnect: Option<Reconnect>,
    /// Requests since the last event.
    done: u32,
    connecting: Option<BoxFuture<'static, Result<ByteStream, EventError>>>,
}

impl Link {
    pub(super) fn new(request: Option<Box<Prepared>>) -> Self {
        Self {
            request,
            ..Self::default()
        }
    }

    /// Whether the request asks for a stream that another reader began.
    pub(super) fn is_joined(&self) -> bool {
        let request = self.request.as_ref();
        request.is_some_and(|it| it.request.headers().contains_key(LAST_EVENT_ID))
    }

    /// Begins to take the stream up again, after `read` events; `false` where that cannot be.
    pub(super) fn begin(&mut self, last: &Fields, read: usize) -> bool {
        self.connecting = self.next(last, read);
        self.done += 1;
        self.connecting.is_some()
    }

    fn next(
        &self,
        last: &Fields,
        read: usize,
    ) -> Option<BoxFuture<'static, Result<ByteStream, EventError>>> {
        let reconnect = self.reconnect.as_ref().filter(|it| self.done < it.times)?;
        let wait = reconnect.pause(last.retry, self.done)?;
        let mut prepared = self.request.as_ref()?.again()?;
        match last.id() {
            Some(id) if !id.is_empty() => {
                let id = HeaderValue::from_bytes(id.as_bytes()).ok()?;
                prepared.request.headers_mut().insert(LAST_EVENT_ID, id);
            }
            // What has come would come again.
            _ if read > 0 => return None,
            _ => {}
        }
        Some(Box::pin(async move {
            sleep(wait).await;
            prepared.send().await?.resumed()
        }))
    }

    /// An event came.
    pub(super) fn has_event(&mut self) {
        self.done = 0;
    }

    /// The stream, once it is taken up again; at once nothing where that has not begun.
    pub(super) fn poll(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<ByteStream, EventError>>> {
        let Some(connecting) = &mut self.connecting else {
            return Poll::Ready(None);
        };
        let connected = ready!(connecting.as_mut().poll(cx));
        self.connecting = None;
        Poll::Ready(Some(connected))
    }
}
