use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::{
    ByteStream, Event, Events, FromHeaders, Headers, Items, Operation,
    error::{BrokenResponse, TransportError, UndeclaredResponse},
    limit::{self, Bounded},
    peek,
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
    fn map<T>(self, body: impl FnOnce(B) -> T) -> Response<T, H> {
        Response {
            status: self.status,
            headers: self.headers,
            body: body(self.body),
        }
    }
}

/// What JSON Lines are called.
const JSON_LINES: &[&str] = &[
    "application/jsonl",
    "application/x-jsonlines",
    "application/x-ndjson",
    "application/ndjson",
];

/// What a server answered, not yet looked into.
pub struct Reply {
    operation: &'static Operation,
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
}

enum Body {
    Buffered(Bounded),
    Stream(ByteStream),
}

impl Reply {
    pub(super) async fn read(
        operation: &'static Operation,
        reply: reqwest::Response,
        limit: usize,
    ) -> Result<Self, TransportError> {
        let status = reply.status();
        let headers = reply.headers().clone();
        let body = if operation.is_stream(status.as_u16()) {
            Body::Stream(ByteStream::new(operation.id, reply))
        } else {
            let bounded = limit::read(reply, limit).await;
            Body::Buffered(bounded.map_err(|error| TransportError::http(operation.id, error))?)
        };
        Ok(Self {
            operation,
            status,
            headers,
            body,
        })
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    pub(super) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Reads a JSON body.
    ///
    /// # Errors
    ///
    /// A header or the body is not what the contract says.
    pub fn json<B: DeserializeOwned, H: FromHeaders>(
        self,
    ) -> Result<Response<B, H>, Box<BrokenResponse>> {
        let headers = self.typed_headers()?;
        let bytes = self.whole()?;
        let mut reader = serde_json::Deserializer::from_slice(bytes);
        let read = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let path = error.path().to_string();
            (path, error.into_inner())
        });
        let body = read.and_then(|body| match reader.end() {
            Ok(()) => Ok(body),
            Err(error) => Err((".".to_owned(), error)),
        });
        match body {
            Ok(body) => Ok(Response {
                status: self.status,
                headers,
                body,
            }),
            Err((path, error)) => Err(self.broken(format!("the body at `{path}`: {error}"))),
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
    /// A header is not what the contract says.
    pub fn bytes<H: FromHeaders>(self) -> Result<Response<Bytes, H>, Box<BrokenResponse>> {
        let headers = self.typed_headers()?;
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
    /// A header is not what the contract says.
    pub fn stream<H: FromHeaders>(self) -> Result<Response<ByteStream, H>, Box<BrokenResponse>> {
        let headers = self.typed_headers()?;
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
    /// A header is not what the contract says, or the answer is no such stream.
    pub fn events<E: Event, H: FromHeaders>(
        self,
    ) -> Result<Response<Events<E>, H>, Box<BrokenResponse>> {
        let reply = self.framed(&["text/event-stream"])?;
        Ok(reply.stream()?.map(Events::new))
    }

    /// Hands over a stream of JSON values, each on a line of its own.
    ///
    /// # Errors
    ///
    /// A header is not what the contract says, or the answer is no such stream.
    pub fn json_lines<T: DeserializeOwned, H: FromHeaders>(
        self,
    ) -> Result<Response<Items<T>, H>, Box<BrokenResponse>> {
        let reply = self.framed(JSON_LINES)?;
        Ok(reply.stream()?.map(Items::lines))
    }

    /// Hands over a JSON text sequence (RFC 7464).
    ///
    /// # Errors
    ///
    /// A header is not what the contract says, or the answer is no such stream.
    pub fn json_sequence<T: DeserializeOwned, H: FromHeaders>(
        self,
    ) -> Result<Response<Items<T>, H>, Box<BrokenResponse>> {
        let reply = self.framed(&["application/json-seq", "+json-seq"])?;
        Ok(reply.stream()?.map(Items::sequence))
    }

    /// The same reply, whose content type is one of these or ends with it.
    fn framed(self, expected: &[&str]) -> Result<Self, Box<BrokenResponse>> {
        let header = self.headers.get(http::header::CONTENT_TYPE);
        let text = header.and_then(|header| header.to_str().ok());
        let essence = text.and_then(|text| text.split(';').next());
        let found = essence.unwrap_or_default().trim().to_ascii_lowercase();
        if expected.iter().any(|name| found.ends_with(name)) {
            return Ok(self);
        }
        let wanted = expected.first().copied().unwrap_or_default();
        Err(self.broken(format!("its content type is `{found}`, not `{wanted}`")))
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
