use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::{
    ByteStream, Event, Events, FromHeaders, Headers, Items, Operation,
    error::{BrokenResponse, TransportError, UndeclaredResponse},
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
#[derive(Debug)]
pub struct Reply {
    operation: &'static Operation,
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
}

#[derive(Debug)]
enum Body {
    Buffered(Bytes),
    Stream(ByteStream),
}

impl Reply {
    pub(super) async fn read(
        operation: &'static Operation,
        reply: reqwest::Response,
    ) -> Result<Self, TransportError> {
        let status = reply.status();
        let headers = reply.headers().clone();
        let body = if operation.is_stream(status.as_u16()) {
            Body::Stream(ByteStream::new(operation.id, reply))
        } else {
            let bytes = reply.bytes().await;
            Body::Buffered(bytes.map_err(|error| TransportError::http(operation.id, error))?)
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

    /// Reads a JSON body.
    ///
    /// # Errors
    ///
    /// A header or the body is not what the contract says.
    pub fn json<B: DeserializeOwned, H: FromHeaders>(
        self,
    ) -> Result<Response<B, H>, Box<BrokenResponse>> {
        let headers = self.typed_headers()?;
        let bytes = self.buffered();
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
        let body = self.buffered().clone();
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
            Body::Buffered(bytes) => ByteStream::of(bytes),
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
        let body = self.buffered().clone();
        UndeclaredResponse {
            operation: self.operation.id,
            status: self.status,
            headers: self.headers,
            body,
        }
    }

    fn typed_headers<H: FromHeaders>(&self) -> Result<H, Box<BrokenResponse>> {
        H::from_headers(&Headers::new(&self.headers))
            .map_err(|error| self.broken(error.to_string()))
    }

    fn buffered(&self) -> &Bytes {
        static NOTHING: Bytes = Bytes::new();
        match &self.body {
            Body::Buffered(bytes) => bytes,
            Body::Stream(_) => &NOTHING,
        }
    }

    fn broken(&self, reason: String) -> Box<BrokenResponse> {
        Box::new(BrokenResponse {
            operation: self.operation.id,
            status: self.status,
            headers: self.headers.clone(),
            body: self.buffered().clone(),
            reason,
        })
    }
}
