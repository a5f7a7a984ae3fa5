use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::{
    ByteStream, Event, Events, FromHeaders, Headers, Items, Operation,
    error::{BrokenResponse, TransportError, UndeclaredResponse},
    json, media, text,
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
        let body = if operation.is_stream(status.as_u16(), media::of(&headers)) {
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
        match json::read(self.buffered()) {
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
        let bytes = self.buffered();
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
    /// It has another media type, or a header is not what the contract says.
    pub fn stream<H: FromHeaders>(
        self,
        declared: &[&str],
    ) -> Result<Response<ByteStream, H>, Box<BrokenResponse>> {
        let headers = self.declared(declared)?;
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
    /// It has another media type, or a header is not what the contract says.
    pub fn events<E: Event, H: FromHeaders>(
        self,
        declared: &[&str],
    ) -> Result<Response<Events<E>, H>, Box<BrokenResponse>> {
        Ok(self.framed(declared)?.map(Events::new))
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
            path: String::new(),
            part: String::new(),
        })
    }
}
