//! What a request carries, and how a call gets it.

use std::{
    error::Error,
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderValue, header};
use serde::Serialize;

use super::{Call, Parameter, form, multipart::Parts, parameter::scalar};

/// Why a stream of bytes ended early.
pub type StreamError = Box<dyn Error + Send + Sync>;

pub(super) type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, StreamError>> + Send>>;

/// The bytes of a request's body or of a part of it: all there, or read while they are sent.
pub struct Body {
    pub(super) bytes: Source,
    pub(super) length: Option<u64>,
}

pub(super) enum Source {
    Whole(Bytes),
    Stream(Chunks),
}

impl Body {
    /// A body that is read while it is sent. Its length is not known, and such a request is never repeated.
    pub fn stream<E: Into<StreamError>>(
        chunks: impl Stream<Item = Result<Bytes, E>> + Send + 'static,
    ) -> Self {
        let bytes = Source::Stream(Box::pin(Converted(Box::pin(chunks))));
        let length = None;
        Self { bytes, length }
    }

    /// The same for a stream of which is known how many bytes it has.
    #[must_use]
    pub fn with_length(mut self, length: u64) -> Self {
        self.length = Some(length);
        self
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        let bytes = bytes.into();
        let length = Some(bytes.len() as u64);
        let bytes = Source::Whole(bytes);
        Self { bytes, length }
    }
}

impl fmt::Debug for Body {
    /// Shows no bytes: they may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Body");
        shown.field("length", &self.length).finish_non_exhaustive()
    }
}

/// A stream whose errors are boxed.
struct Converted<S>(Pin<Box<S>>);

impl<E: Into<StreamError>, S: Stream<Item = Result<Bytes, E>>> Stream for Converted<S> {
    type Item = Result<Bytes, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = self.0.as_mut().poll_next(cx);
        next.map(|next| next.map(|chunk| chunk.map_err(Into::into)))
    }
}

/// A body with its media type.
pub(super) struct Content {
    pub(super) media_type: Bytes,
    pub(super) body: Body,
}

impl Content {
    /// Nothing where its media type is no header's value.
    pub(super) fn add_to(self, request: &mut reqwest::Request) -> Option<()> {
        let media_type = HeaderValue::from_maybe_shared(self.media_type).ok()?;
        let headers = request.headers_mut();
        headers.append(header::CONTENT_TYPE, media_type);
        let body = match self.body.bytes {
            Source::Whole(bytes) => bytes.into(),
            #[cfg(not(target_arch = "wasm32"))]
            Source::Stream(chunks) => {
                if let Some(length) = self.body.length {
                    headers.append(header::CONTENT_LENGTH, length.into());
                }
                reqwest::Body::wrap_stream(chunks)
            }
            // `Call::body` refuses those.
            #[cfg(target_arch = "wasm32")]
            Source::Stream(_) => return Some(()),
        };
        *request.body_mut() = Some(body);
        Some(())
    }
}

impl Call<'_> {
    /// Sets a JSON body.
    pub fn json<T: Serialize + ?Sized>(&mut self, media_type: &'static str, body: &T) {
        match serde_json::to_vec(body) {
            Ok(bytes) => self.content(media_type, bytes),
            Err(error) => self.fail(format!("the body cannot be written: {error}")),
        }
    }

    /// Sets a body of one text; a number or a literal is written as JSON is.
    pub fn text<T: Serialize + ?Sized>(&mut self, media_type: &'static str, body: &T) {
        match serde_json::to_value(body) {
            Ok(value) => self.content(media_type, scalar(&value).into_owned()),
            Err(error) => self.fail(format!("the body cannot be written: {error}")),
        }
    }

    /// Sets the body of a form. `members` are those that are not written by default.
    pub fn form<T: Serialize + ?Sized>(
        &mut self,
        media_type: &'static str,
        members: &'static [Parameter],
        body: &T,
    ) {
        match serde_json::to_value(body) {
            Ok(value) => self.content(media_type, form::write(members, &value)),
            Err(error) => self.fail(format!("the body cannot be written: {error}")),
        }
    }

    /// Sets a body of several parts.
    pub fn multipart(&mut self, media_type: &'static str, body: Parts) {
        match body.write() {
            Ok((boundary, body)) => {
                self.body(&format!("{media_type}; boundary={boundary}"), body);
            }
            Err(message) => self.fail(message),
        }
    }

    /// Sets a body as it is.
    pub fn body(&mut self, media_type: &str, body: impl Into<Body>) {
        let body = body.into();
        if cfg!(target_arch = "wasm32") && matches!(body.bytes, Source::Stream(_)) {
            self.fail("a browser cannot send a stream".to_owned());
        }
        let media_type = Bytes::copy_from_slice(media_type.as_bytes());
        self.content = Some(Content { media_type, body });
    }

    /// The same where the media type needs no copy.
    fn content(&mut self, media_type: &'static str, body: impl Into<Bytes>) {
        let (media_type, body) = (
            Bytes::from_static(media_type.as_bytes()),
            body.into().into(),
        );
        self.content = Some(Content { media_type, body });
    }
}
