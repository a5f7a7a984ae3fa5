//! Reading the body of a request, as far as it may be read.

use std::{
    future::{Future, poll_fn},
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    body::{Body, BodyDataStream, Bytes},
    http::{HeaderMap, header},
};
use futures_core::Stream;

use super::{Limits, Media, RefusalKind, RequestBody, accept::overlap};

/// A body, and which of the operation's media types it is of.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) media: usize,
    pub(super) bytes: Bytes,
}

/// Reads what an operation declares; none where nothing is sent.
pub(super) async fn receive(
    declared: &'static RequestBody,
    headers: &HeaderMap,
    body: Body,
    limits: &Limits,
) -> Result<Option<Received>, RefusalKind> {
    let length = headers.get(header::CONTENT_LENGTH);
    let length: Option<u64> = length.and_then(|length| length.to_str().ok()?.parse().ok());
    let most = u64::try_from(limits.body_bytes).unwrap_or(u64::MAX);
    if length.is_some_and(|length| length > most) {
        return Err(RefusalKind::TooLarge);
    }
    if length == Some(0) || axum::body::HttpBody::is_end_stream(&body) {
        return Ok(None);
    }
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|text| text.to_str().ok());
    let is_encoded = headers
        .get_all(header::CONTENT_ENCODING)
        .iter()
        .any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"));
    let media = choose(declared.media, content_type);
    let read = Collect::new(body, limits.body_bytes);
    // What is not chunked and has no length may still be nothing.
    let (Some(media), false) = (media, is_encoded) else {
        let nothing = length.is_none()
            && matches!(in_time(read, limits.body_time).await, Ok(bytes) if bytes.is_empty());
        return match nothing {
            true => Ok(None),
            false => Err(RefusalKind::UnsupportedMediaType),
        };
    };
    let bytes = in_time(read, limits.body_time).await?;
    Ok((!bytes.is_empty()).then_some(Received { media, bytes }))
}

/// Waits for a body. A timer wakes the thread that waits for the network, which costs more than the rest of a small
/// request; there is none before the body was asked for twice, and most are there by then.
async fn in_time(mut read: Collect, limit: Duration) -> Result<Bytes, RefusalKind> {
    let mut asked = false;
    let early = poll_fn(|cx| match Pin::new(&mut read).poll(cx) {
        Poll::Ready(bytes) => Poll::Ready(Some(bytes)),
        Poll::Pending if asked => Poll::Ready(None),
        Poll::Pending => {
            asked = true;
            cx.waker().wake_by_ref();
            Poll::Pending
        }
    });
    match early.await {
        Some(bytes) => bytes,
        // A timer is large, and would make every future larger that may need one.
        None => match Box::pin(tokio::time::timeout(limit, read)).await {
            Ok(bytes) => bytes,
            Err(_) => Err(RefusalKind::TooSlow),
        },
    }
}

/// The declared media type that a content type is, the most exact one first. A body that does not say what it is is
/// bytes.
pub(super) fn choose(declared: &[Media], content_type: Option<&str>) -> Option<usize> {
    let content_type = bare(content_type.unwrap_or("application/octet-stream"));
    let names = || declared.iter().map(|media| bare(media.name));
    let exact = names().position(|name| name.eq_ignore_ascii_case(content_type));
    let ranges = || {
        let content_type = content_type.to_ascii_lowercase();
        let fits =
            |name: &str| name.contains('*') && overlap(&name.to_ascii_lowercase(), &content_type);
        let mut fitting = names().enumerate().filter(|(_, name)| fits(name));
        let kind = fitting.clone().find(|(_, name)| !name.starts_with('*'));
        kind.or_else(|| fitting.next()).map(|(at, _)| at)
    };
    exact.or_else(ranges)
}

/// A media type without its parameters.
fn bare(media: &str) -> &str {
    media.split(';').next().unwrap_or_default().trim()
}

/// The bytes of a body that is being read.
struct Collect {
    stream: BodyDataStream,
    most: usize,
    first: Bytes,
    /// All of them, where there is more than one chunk.
    all: Vec<u8>,
}

impl Collect {
    fn new(body: Body, most: usize) -> Self {
        Self {
            stream: body.into_data_stream(),
            most,
            first: Bytes::new(),
            all: Vec::new(),
        }
    }

    fn add(&mut self, chunk: Bytes) -> Result<(), RefusalKind> {
        if self.first.len() + self.all.len() + chunk.len() > self.most {
            return Err(RefusalKind::TooLarge);
        }
        // Most bodies are one chunk, which needs no copy.
        if self.first.is_empty() && self.all.is_empty() {
            self.first = chunk;
            return Ok(());
        }
        if self.all.is_empty() {
            self.all.extend_from_slice(&std::mem::take(&mut self.first));
        }
        self.all.extend_from_slice(&chunk);
        Ok(())
    }
}

impl Future for Collect {
    type Output = Result<Bytes, RefusalKind>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            match ready!(Pin::new(&mut self.stream).poll_next(cx)) {
                Some(Ok(chunk)) => {
                    if let Err(refused) = self.add(chunk) {
                        return Poll::Ready(Err(refused));
                    }
                }
                Some(Err(_)) => return Poll::Ready(Err(RefusalKind::Interrupted)),
                None if self.all.is_empty() => {
                    return Poll::Ready(Ok(std::mem::take(&mut self.first)));
                }
                None => return Poll::Ready(Ok(std::mem::take(&mut self.all).into())),
            }
        }
    }
}
