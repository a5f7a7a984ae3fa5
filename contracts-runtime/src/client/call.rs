use std::{fmt, time::Duration};

use http::{HeaderName, HeaderValue, header};
use reqwest::Url;
use serde::Serialize;

use super::{
    BoxFuture, Client, Operation, PageItems, Pages, Paging, Parameter, Place, Style,
    body::Content,
    error::{BrokenResponse, TransportError},
    events::LAST_EVENT_ID,
    form,
    parameter::{self, pairs},
    reply::Reply,
    send::Prepared,
};

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
    timeout: Option<Duration>,
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
            timeout: client.settings.timeout,
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
                self.path = self.path.replace(&format!("{{{name}}}"), &text);
            }
            Place::Query => replace(&mut self.query, name, pairs(parameter, value)),
            Place::QueryString => {
                let query = match parameter.style {
                    // A media type that is not made for queries.
                    Style::Json => parameter::encode(&parameter::scalar(value)),
                    _ => form::write(&[], value),
                };
                replace(&mut self.query, name, vec![query]);
            }
            Place::Cookie => {
                let cookies = pairs(parameter, value);
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

    /// How long it may take, whatever the client's settings say.
    pub fn timeout(&mut self, timeout: Duration) {
        self.timeout = Some(timeout);
    }

    /// Asks for the events after the one with this `id`.
    pub fn last_event_id(&mut self, id: &str) {
        match HeaderValue::from_bytes(id.as_bytes()) {
            Ok(value) => replace(&mut self.headers, LAST_EVENT_ID, value),
            Err(_) => self.fail("the header `Last-Event-ID` cannot have this value".to_owned()),
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
        let prepared = self.prepare()?;
        let streams = !prepared.operation.streams.is_empty();
        let again = streams.then(|| prepared.again()).flatten();
        let mut reply = prepared.send().await?;
        reply.again = again.map(Box::new);
        Ok(reply)
    }

    /// The pages of the operation, each handed to `decode`.
    pub fn pages<T, E>(
        self,
        paging: &'static Paging,
        decode: fn(Reply) -> Result<T, E>,
    ) -> Pages<'c, T, E>
    where
        T: 'c,
        E: From<TransportError> + From<Box<BrokenResponse>> + 'c,
    {
        Pages::new(self.prepare(), paging, decode)
    }

    /// The items of all pages; `decode` reads those of one.
    pub fn page_items<T, E>(
        self,
        paging: &'static Paging,
        decode: fn(Reply) -> Result<Vec<T>, E>,
    ) -> PageItems<'c, T, E>
    where
        T: 'c,
        E: From<TransportError> + From<Box<BrokenResponse>> + 'c,
    {
        PageItems::new(self.pages(paging, decode))
    }

    fn prepare(self) -> Result<Prepared, TransportError> {
        let operation = self.operation;
        if let Some(broken) = self.broken {
            return Err(broken);
        }
        let unusable = |message: String| TransportError::request(operation.id, message);
        if let Some((template, segment)) = astray(operation.path, &self.path) {
            let message = format!("the segment `{template}` of the path must not be `{segment}`");
            return Err(unusable(message));
        }
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
        let request = request
            .build()
            .map_err(|error| TransportError::http(operation.id, error))?;
        Ok(Prepared {
            client: self.client.clone(),
            operation,
            request,
            timeout: self.timeout,
        })
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

/// A segment of the path that its parameters leave empty or make dots of, and its template: the URL would name another
/// resource. No value brings a slash along.
fn astray<'p>(template: &'p str, path: &'p str) -> Option<(&'p str, &'p str)> {
    let mut segments = template.split('/').zip(path.split('/'));
    segments.find(|(template, segment)| {
        let dots = segment.replace("%2e", ".").replace("%2E", ".");
        template.contains('{') && matches!(dots.as_str(), "" | "." | "..")
    })
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
