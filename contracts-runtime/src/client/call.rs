use std::{fmt, future::Future, pin::Pin};

use http::{HeaderName, HeaderValue, header};
use reqwest::Url;
use serde::Serialize;

use super::{
    Operation, Parameter, Place, Style,
    body::Content,
    error::{BrokenResponse, InvalidBaseUrl, TransportError},
    form, parameter,
    reply::Reply,
};

/// A future on the heap, so that generated methods need no type of their own.
pub type BoxFuture<'c, T> = Pin<Box<dyn Future<Output = T> + Send + 'c>>;

/// Where requests go, and what sends them. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    /// Without a slash at its end.
    base: String,
}

impl Client {
    /// A client of the server at `base_url`, with reqwest's default settings.
    ///
    /// # Errors
    ///
    /// `base_url` is not an absolute URL that paths can be added to.
    pub fn new(base_url: &str) -> Result<Self, InvalidBaseUrl> {
        Self::with_http(base_url, reqwest::Client::new())
    }

    /// A client that sends its requests through `http`.
    ///
    /// # Errors
    ///
    /// `base_url` is not an absolute URL that paths can be added to.
    pub fn with_http(base_url: &str, http: reqwest::Client) -> Result<Self, InvalidBaseUrl> {
        let url = Url::parse(base_url)
            .map_err(|error| InvalidBaseUrl::new(base_url, error.to_string()))?;
        if url.cannot_be_a_base() || url.query().is_some() || url.fragment().is_some() {
            return Err(InvalidBaseUrl::new(
                base_url,
                "paths cannot be added to it".to_owned(),
            ));
        }
        let base = base_url.trim_end_matches('/').to_owned();
        Ok(Self { http, base })
    }
}

impl fmt::Debug for Client {
    /// Shows the base URL only: reqwest's client may hold default headers with secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}

/// A request that is being put together.
///
/// What cannot be written (a value that does not serialise, a header with control characters) is
/// remembered and becomes the error of [`send`](Self::send), so that builders stay infallible.
pub struct Call<'c> {
    client: &'c Client,
    operation: &'static Operation,
    path: String,
    /// By the parameter's name; setting it again replaces it.
    query: Vec<(&'static str, Vec<String>)>,
    headers: Vec<(HeaderName, HeaderValue)>,
    cookies: Vec<(&'static str, Vec<String>)>,
    pub(super) content: Option<Content>,
    broken: Option<TransportError>,
}

impl<'c> Call<'c> {
    /// A call of `operation` without parameters and body.
    pub fn new(client: &'c Client, operation: &'static Operation) -> Self {
        Self {
            client,
            operation,
            path: operation.path.to_owned(),
            query: Vec::new(),
            headers: Vec::new(),
            cookies: Vec::new(),
            content: None,
            broken: None,
        }
    }

    /// Adds a parameter, as its OpenAPI style writes it.
    pub fn parameter<T: Serialize + ?Sized>(&mut self, parameter: Parameter, value: &T) {
        match serde_json::to_value(value) {
            Ok(value) => self.value(parameter, &parameter.shaped(value)),
            Err(error) => self.fail(format!(
                "the parameter `{}` cannot be written: {error}",
                parameter.name
            )),
        }
    }

    fn value(&mut self, parameter: Parameter, value: &serde_json::Value) {
        let name = parameter.name;
        match parameter.place {
            Place::Path => {
                let text = parameter::path(parameter, value);
                let dots = text.replace("%2e", ".").replace("%2E", ".");
                if matches!(dots.as_str(), "" | "." | "..") {
                    // The URL would name another resource.
                    self.fail(format!("the path parameter `{name}` must not be `{text}`"));
                }
                self.path = self.path.replace(&format!("{{{name}}}"), &text);
            }
            Place::Query => replace(&mut self.query, name, joined(parameter, value)),
            Place::QueryString => {
                let query = match parameter.style {
                    // A media type that is not made for queries.
                    Style::Json => parameter::encode(&parameter::scalar(value)),
                    _ => form::write(&[], value),
                };
                replace(&mut self.query, name, vec![query]);
            }
            Place::Cookie => {
                let cookies = joined(parameter, value);
                if parameter.style == Style::Cookie && !cookies.iter().all(|it| is_cookie(it)) {
                    self.fail(format!("the cookie `{name}` cannot have this value"));
                }
                replace(&mut self.cookies, name, cookies);
            }
            Place::Header => {
                let text = parameter::simple(value, parameter.explode);
                match (HeaderName::try_from(name), HeaderValue::try_from(text)) {
                    (Ok(name), Ok(value)) => replace(&mut self.headers, name, value),
                    _ => self.fail(format!("the header `{name}` cannot have this value")),
                }
            }
        }
    }

    pub(super) fn fail(&mut self, message: String) {
        let error = TransportError::request(self.operation.id, message);
        self.broken.get_or_insert(error);
    }

    /// The same call, whose answers are read as another description of its operation says.
    #[must_use]
    pub fn described(mut self, operation: &'static Operation) -> Self {
        self.operation = operation;
        self
    }

    /// Sends the request and hands the reply to `decode`.
    pub fn send<T, E>(self, decode: fn(Reply) -> Result<T, E>) -> BoxFuture<'c, Result<T, E>>
    where
        T: 'c,
        E: From<TransportError> + From<Box<BrokenResponse>> + 'c,
    {
        Box::pin(async move { decode(self.reply().await?) })
    }

    async fn reply(self) -> Result<Reply, TransportError> {
        let id = self.operation.id;
        let request = self.request()?;
        let (operation, request) = request;
        let sent = request
            .send()
            .await
            .map_err(|error| TransportError::http(id, error))?;
        Reply::read(operation, sent).await
    }

    fn request(self) -> Result<(&'static Operation, reqwest::RequestBuilder), TransportError> {
        let operation = self.operation;
        if let Some(broken) = self.broken {
            return Err(broken);
        }
        let unusable = |message: String| TransportError::request(operation.id, message);
        let mut url = Url::parse(&format!("{}{}", self.client.base, self.path))
            .map_err(|error| unusable(format!("the URL is not valid: {error}")))?;
        let query: Vec<String> = self
            .query
            .into_iter()
            .flat_map(|(_, pairs)| pairs)
            .collect();
        if !query.is_empty() {
            url.set_query(Some(&query.join("&")));
        }
        let method = reqwest::Method::from_bytes(operation.method.as_bytes())
            .map_err(|error| unusable(error.to_string()))?;
        let mut request = self.client.http.request(method, url);
        if !operation.accept.is_empty() {
            request = request.header(header::ACCEPT, operation.accept);
        }
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        let cookies: Vec<String> = self
            .cookies
            .into_iter()
            .flat_map(|(_, pairs)| pairs)
            .collect();
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        if let Some(content) = self.content {
            request = content.add_to(request);
        }
        Ok((operation, request))
    }
}

impl fmt::Debug for Call<'_> {
    /// Shows the operation only: parameters and body may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.operation.id)
            .finish_non_exhaustive()
    }
}

/// The pairs of a parameter, as they stand in a query or in a header.
fn joined(parameter: Parameter, value: &serde_json::Value) -> Vec<String> {
    let pairs = parameter::pairs(parameter, value, parameter.escape());
    let pairs = pairs.into_iter();
    pairs
        .map(|(name, value)| format!("{name}={value}"))
        .collect()
}

/// RFC 6265, section 4.1.1: what would need another encoding, or would end the cookie, is no part of one.
fn is_cookie(pair: &str) -> bool {
    let is_octet = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | ',' | ';' | '\\');
    pair.chars().all(is_octet)
}

/// The last value of a parameter counts.
fn replace<N: PartialEq, T>(parameters: &mut Vec<(N, T)>, name: N, value: T) {
    parameters.retain(|(other, _)| *other != name);
    parameters.push((name, value));
}
