//! Requests to a running service; each answer is checked before anybody looks at it.

use std::{fmt, sync::Arc};

use reqwest::{
    Body, Client, Method, Response, Url,
    header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue},
};
use serde_json::Value;

use super::{Book, Event, Exchange, Outcome, events::Reader};

/// A request.
#[derive(Clone, Debug)]
pub struct Ask {
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Vec<u8>,
    announced: bool,
}

impl Ask {
    /// A request without body.
    #[must_use]
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            headers: HeaderMap::new(),
            body: Vec::new(),
            announced: false,
        }
    }

    /// `GET` of this path.
    #[must_use]
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    /// `DELETE` of this path.
    #[must_use]
    pub fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::DELETE, path)
    }

    /// `POST` to this path.
    #[must_use]
    pub fn post(path: impl Into<String>) -> Self {
        Self::new(Method::POST, path)
    }

    /// With this body, as JSON.
    #[must_use]
    pub fn json(mut self, body: &Value) -> Self {
        self.body = body.to_string().into_bytes();
        self.header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
    }

    /// With the length of a body that never comes.
    #[must_use]
    pub fn announcing(mut self, bytes: u64) -> Self {
        self.announced = true;
        self.header(CONTENT_LENGTH, bytes.into())
    }

    /// With this header instead of others of its name.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Without an API key.
    #[must_use]
    pub fn without_key(mut self) -> Self {
        self.headers.remove("x-api-key");
        self
    }

    /// With this API key.
    #[must_use]
    pub fn key(self, key: &'static str) -> Self {
        self.header(
            HeaderName::from_static("x-api-key"),
            HeaderValue::from_static(key),
        )
    }
}

/// A running service, and the contracts that it has to keep.
#[derive(Clone)]
pub struct Service {
    url: String,
    http: Client,
    book: Arc<Book>,
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

impl Service {
    /// The service at this address.
    #[must_use]
    pub fn at(url: &str, book: &Arc<Book>) -> Self {
        Self {
            url: url.to_owned(),
            http: Client::new(),
            book: Arc::clone(book),
        }
    }

    /// Asks, and reads the whole answer.
    ///
    /// # Errors
    ///
    /// There is no answer, or it breaks the contract.
    pub async fn ask(&self, ask: Ask) -> Outcome<Answer> {
        let mut stream = self.open(ask).await?;
        while stream.more().await? {}
        stream.close()
    }

    /// Asks, and leaves the body of the answer to be read.
    ///
    /// # Errors
    ///
    /// There is no answer.
    pub async fn open(&self, ask: Ask) -> Outcome<Stream> {
        let url = Url::parse(&format!("{}{}", self.url, ask.path))?;
        let path = url.path().to_owned();
        let body = match ask.announced {
            true => Body::wrap_stream(Never),
            false => Body::from(ask.body),
        };
        let request = self.http.request(ask.method.clone(), url);
        let response = request
            .headers(ask.headers.clone())
            .body(body)
            .send()
            .await?;
        let exchange = Exchange {
            method: ask.method,
            path,
            sent: ask.headers,
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: Vec::new(),
        };
        Ok(Stream {
            response,
            exchange,
            reader: Reader::default(),
            book: Arc::clone(&self.book),
        })
    }
}

/// An answer whose body is still to come.
pub struct Stream {
    response: Response,
    exchange: Exchange,
    reader: Reader,
    book: Arc<Book>,
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.exchange.fmt(f)
    }
}

impl Stream {
    /// The next event; none at the end.
    ///
    /// # Errors
    ///
    /// The connection breaks.
    pub async fn next(&mut self) -> Outcome<Option<Event>> {
        loop {
            if let Some(event) = self.reader.next() {
                return Ok(Some(event));
            }
            if !self.more().await? {
                return Ok(None);
            }
        }
    }

    /// All events that are left. The stream is checked as a whole.
    ///
    /// # Errors
    ///
    /// The connection breaks, or the stream breaks the contract.
    pub async fn rest(mut self) -> Outcome<Vec<Event>> {
        let mut events = Vec::new();
        while let Some(event) = self.next().await? {
            events.push(event);
        }
        self.close()?;
        Ok(events)
    }

    async fn more(&mut self) -> Outcome<bool> {
        let chunk = self.response.chunk().await?;
        if let Some(bytes) = &chunk {
            self.reader.push(bytes);
        }
        Ok(chunk.is_some())
    }

    fn close(mut self) -> Outcome<Answer> {
        self.exchange.body = self.reader.into_bytes();
        self.book.check(&self.exchange)?;
        Ok(Answer(self.exchange))
    }
}

/// An answer that keeps the contract.
#[derive(Clone, Debug)]
pub struct Answer(Exchange);

impl Answer {
    /// Its status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.0.status
    }

    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.headers.get(name)?.to_str().ok()
    }

    /// Its body, where it is JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.0.body).unwrap_or_default()
    }

    /// The code of an error.
    #[must_use]
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// A body that never comes.
struct Never;

impl futures_core::Stream for Never {
    type Item = Result<Vec<u8>, std::io::Error>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Pending
    }
}
