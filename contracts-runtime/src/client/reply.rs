use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::{
    ByteStream, Event, EventError, Events, FromHeaders, Headers, Items, Operation,
    error::{BrokenResponse, TransportError, UndeclaredResponse},
    json,
    limit::{self, Bounded},
    media, peek,
    send::Prepared,
    text,
};

/// A declared response: its status, typed headers and typed body.
#[derive(Clone, Debug)]
pub struct Response<B, H = ()> {
    /// The status it came with.
    pub status: StatusCode,
    /// The headers the contract declares; `()` where it declares none.
    pub headers: H,
    /// The body; `()` where the contract declares none.
    pub body: B,
}

impl<B, H> Response<B, H> {
    /// The same response with another body.
    pub fn map<T>(self, body: impl FnOnce(B) -> T) -> Response<T, H> {
        Response {
            status: self.status,
            headers: self.headers,
            body: body(self.body),
        }
    }
}

impl<H> Response<Bytes, H> {
    /// The same response, whose body is a stream of one piece.
    pub fn into_stream(self) -> Response<ByteStream, H> {
        self.map(ByteStream::of)
    }
}

/// What a server answered, not yet looked into.
pub struct Reply {
    operation: &'static Operation,
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
    /// The request, where the answer is a stream that may be taken up again.
    pub(super) again: Option<Box<Prepared>>,
}

enum Body {
    Buffered(Bounded),
    Stream(ByteStream),
}

impl Reply {
    pub(super) async fn read(
        operation: &'static Operation,
        mut reply: reqwest::Response,
        limit: usize,
    ) -> Result<Self, TransportError> {
        let status = reply.status();
        let headers = std::mem::take(reply.headers_mut());
        let body = if operation.is_stream(status.as_u16(), media::of(&headers)) {
            Body::Stream(ByteStream::new(operation.id, reply))
        } else {
            let bounded = limit::read(reply.bytes_stream(), limit).await;
            Body::Buffered(bounded.map_err(|error| TransportError::http(operation.id, error))?)
        };
        Ok(Self {
            operation,
            status,
            headers,
            body,
            again: None,
        })
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    pub(super) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Which of these lists has its media type, or the one closest to it. One without a media type is the first.
    ///
    /// # Errors
    ///
    /// None has.
    pub fn choose(&self, declared: &[&[&str]]) -> Result<usize, Box<BrokenResponse>> {
        let Some(found) = media::of(&self.headers) else {
            return Ok(0);
        };
        let ranks = declared.iter().enumerate().flat_map(|(index, list)| {
            let ranks = list.iter().filter_map(|name| media::rank(name, found));
            ranks.map(move |rank| (rank, std::cmp::Reverse(index)))
        });
        match ranks.max() {
            Some((_, std::cmp::Reverse(index))) => Ok(index),
            None => Err(self.another(found, &declared.concat())),
        }
    }

    /// Reads a JSON body; `declared` are the media types that it can have.
    ///
    /// # Errors
    ///
    /// It has another media type; or a header or the body is not what the contract says.
    pub fn json<B: DeserializeOwned, H: FromHeaders>(
        self,
        declared: &[&str],
    ) -> Result<Response<B, H>, Box<BrokenResponse>> {
        let headers = self.declared(declared)?;
        match json::read(self.whole()?) {
            Ok(body) => Ok(Response {
                status: self.status,
                headers,
                body,
            }),
            Err(wrong) => {
                let reason = format!("the body at `{}`: {}", wrong.path, wrong.message);
                let mut broken = self.broken(reason);
                (broken.path, broken.part) = (wrong.path, wrong.part);
                Err(broken)
            }
        }
    }

    /// Reads a body of one text.
    ///
    /// # Errors
    ///
    /// It has another media type; a header or the body is not what the contract says; or the text is in an encoding
    /// other than UTF-8 and ISO 8859-1.
    pub fn text<B: DeserializeOwned, H: FromHeaders>(
        self,
        declared: &[&str],
    ) -> Result<Response<B, H>, Box<BrokenResponse>> {
        let headers = self.declared(declared)?;
        let bytes = self.whole()?;
        let charset = media::of(&self.headers).and_then(media::charset);
        let decoded = match charset.as_deref() {
            Some("iso-8859-1" | "latin1") => {
                Ok(bytes.iter().map(|byte| char::from(*byte)).collect())
            }
            _ => String::from_utf8(bytes.to_vec()).map_err(|error| error.to_string()),
        };
        let read = |text| text::read(text, false).map_err(|error| error.to_string());
        match decoded.and_then(read) {
            Ok(body) => Ok(Response {
                status: self.status,
                headers,
                body,
            }),
            Err(message) => Err(self.broken(format!("the body: {message}"))),
        }
    }

    /// Reads the list at a JSON pointer of a JSON body, and nothing else. A list that is missing is empty.
    ///
    /// # Errors
    ///
    /// The body is no JSON, or the list is not what the contract says.
    pub fn page_items<T: DeserializeOwned>(
        self,
        pointer: &'static str,
    ) -> Result<Vec<T>, Box<BrokenResponse>> {
        let items = peek::at(self.whole()?, pointer);
        items
            .map(Option::unwrap_or_default)
            .map_err(|(path, error)| self.broken(format!("the body at `{path}`: {error}")))
    }

    /// Reads a response without a body; bytes that come all the same are dropped.
    ///
    /// # Errors
    ///
    /// A header is not what the contract says.
    pub fn empty<H: FromHeaders>(self) -> Result<Response<(), H>, Box<BrokenResponse>> {
        let headers = self.typed_headers()?;
        Ok(Response {
            status: self.status,
            headers,
            body: (),
        })
    }

    /// Reads a body as it is.
    ///
    /// # Errors
    ///
    /// It has another media type, or a header is not what the contract says.
    pub fn bytes<H: FromHeaders>(
        self,
        declared: &[&str],
    ) -> Result<Response<Bytes, H>, Box<BrokenResponse>> {
        let headers = self.declared(declared)?;
        let body = self.whole()?.clone();
        Ok(Response {
            status: self.status,
            headers,
            body,
        })
    }

    /// Hands over the body while it comes.
    ///
    /// # Errors
    ///
    /// It has another media type, or a header is not what the contract says.
    pub fn stream<H: FromHeaders>(
        self,
        declared: &[&str],
    ) -> Result<Response<ByteStream, H>, Box<BrokenResponse>> {
        let headers = self.declared(declared)?;
        let body = match self.body {
            Body::Stream(stream) => stream,
            Body::Buffered(bounded) => ByteStream::of(bounded.bytes),
        };
        Ok(Response {
            status: self.status,
            headers,
            body,
        })
    }

    /// Hands over a stream of server-sent events.
    ///
    /// # Errors
    ///
    /// It has another media type, or a header is not what the contract says.
    pub fn events<E: Event, H: FromHeaders>(
        mut self,
        declared: &[&str],
    ) -> Result<Response<Events<E>, H>, Box<BrokenResponse>> {
        let request = self.again.take();
        let answer = self.framed(declared)?;
        Ok(answer.map(|bytes| Events::new(bytes, request)))
    }

    /// Hands over a stream of JSON values, each on a line of its own.
    ///
    /// # Errors
    ///
    /// It has another media type, or a header is not what the contract says.
    pub fn json_lines<T: DeserializeOwned, H: FromHeaders>(
        self,
        declared: &[&str],
    ) -> Result<Response<Items<T>, H>, Box<BrokenResponse>> {
        Ok(self.framed(declared)?.map(Items::lines))
    }

    /// Hands over a JSON text sequence (RFC 7464).
    ///
    /// # Errors
    ///
    /// It has another media type, or a header is not what the contract says.
    pub fn json_sequence<T: DeserializeOwned, H: FromHeaders>(
        self,
        declared: &[&str],
    ) -> Result<Response<Items<T>, H>, Box<BrokenResponse>> {
        Ok(self.framed(declared)?.map(Items::sequence))
    }

    /// The bytes of an event stream that is taken up again.
    pub(super) fn resumed(self) -> Result<ByteStream, EventError> {
        let status = self.status;
        let refused = |reason| EventError::NotResumed { status, reason };
        if !matches!(self.body, Body::Stream(_)) {
            return Err(refused("which is no stream".to_owned()));
        }
        let stream = self.framed::<()>(&["text/event-stream"]);
        stream
            .map(|answer| answer.body)
            .map_err(|broken| refused(broken.reason))
    }

    /// Keeps what an undeclared status came with.
    pub fn undeclared(self) -> UndeclaredResponse {
        let (body, is_cut) = self.buffered();
        UndeclaredResponse {
            operation: self.operation.id,
            status: self.status,
            headers: self.headers,
            body,
            is_cut,
        }
    }

    /// A stream of records; what says no media type may be anything else.
    fn framed<H: FromHeaders>(
        self,
        declared: &[&str],
    ) -> Result<Response<ByteStream, H>, Box<BrokenResponse>> {
        match media::of(&self.headers) {
            Some(_) => self.stream(declared),
            None => Err(self.another("", declared)),
        }
    }

    fn another(&self, found: &str, declared: &[&str]) -> Box<BrokenResponse> {
        let found = found.split(';').next().unwrap_or_default();
        let declared = declared.join("`, `");
        self.broken(format!("its content type is `{found}`, not `{declared}`"))
    }

    /// The headers of a reply in one of these media types.
    fn declared<H: FromHeaders>(&self, declared: &[&str]) -> Result<H, Box<BrokenResponse>> {
        self.choose(&[declared])?;
        self.typed_headers()
    }

    fn typed_headers<H: FromHeaders>(&self) -> Result<H, Box<BrokenResponse>> {
        H::from_headers(&Headers::new(&self.headers))
            .map_err(|error| self.broken(error.to_string()))
    }

    /// What was read of the body, and whether it went on.
    fn buffered(&self) -> (Bytes, bool) {
        match &self.body {
            Body::Buffered(bounded) => (bounded.bytes.clone(), bounded.is_cut),
            Body::Stream(_) => (Bytes::new(), false),
        }
    }

    /// The body, where it is not too long.
    pub(super) fn whole(&self) -> Result<&Bytes, Box<BrokenResponse>> {
        static NOTHING: Bytes = Bytes::new();
        match &self.body {
            Body::Buffered(Bounded {
                bytes,
                is_cut: false,
            }) => Ok(bytes),
            Body::Buffered(Bounded { bytes, .. }) => {
                let reason = format!("the body is longer than {} bytes", bytes.len());
                Err(self.broken(reason))
            }
            Body::Stream(_) => Ok(&NOTHING),
        }
    }

    pub(super) fn broken(&self, reason: String) -> Box<BrokenResponse> {
        let (body, is_cut) = self.buffered();
        Box::new(BrokenResponse {
            operation: self.operation.id,
            status: self.status,
            headers: self.headers.clone(),
            body,
            is_cut,
            reason,
            path: String::new(),
            part: String::new(),
        })
    }
}

impl fmt::Debug for Reply {
    /// Shows neither headers nor body: both may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("operation", &self.operation.id)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
