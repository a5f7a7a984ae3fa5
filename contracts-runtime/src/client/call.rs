use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, header};
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
    query: Vec<(&'static str, String)>,
    headers: Vec<(HeaderName, HeaderValue)>,
    cookies: Vec<(&'static str, String)>,
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
            timeout: client.shared.settings.timeout,
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
                self.path = filled(&self.path, name, &text);
            }
            Place::Query => self.query(name, pairs(parameter, value)),
            Place::QueryString => {
                let query = match parameter.style {
                    // A media type that is not made for queries.
                    Style::Json => parameter::encode(&parameter::scalar(value)),
                    _ => form::write(&[], value),
                };
                self.query(name, vec![query]);
            }
            Place::Cookie => {
                let cookies = pairs(parameter, value);
                if parameter.style == Style::Cookie && !cookies.iter().all(|it| is_cookie(it)) {
                    self.fail(format!("the cookie `{name}` cannot have this value"));
                }
                self.cookies.retain(|(other, _)| *other != name);
                self.cookies
                    .extend(cookies.into_iter().map(|cookie| (name, cookie)));
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

    fn query(&mut self, name: &'static str, pairs: Vec<String>) {
        self.query.retain(|(other, _)| *other != name);
        self.query
            .extend(pairs.into_iter().map(|pair| (name, pair)));
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
        let reply = self.reply();
        Box::pin(Decoded { reply, decode })
    }

    /// Boxed by itself, so that what is made for each operation is small.
    fn reply(self) -> BoxFuture<'static, Result<Reply, TransportError>> {
        let prepared = self.prepare();
        Box::pin(async move { prepared?.reply().await })
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
        let url = self.client.url(&self.path);
        let mut url = url.map_err(|error| unusable(format!("the URL is not valid: {error}")))?;
        if !self.query.is_empty() {
            url.set_query(Some(&joined(&self.query, "&")));
        }
        let method = reqwest::Method::from_bytes(operation.method.as_bytes())
            .map_err(|error| unusable(error.to_string()))?;
        let request = self.client.http.request(method, url).build();
        let mut request = request.map_err(|error| TransportError::http(operation.id, error))?;
        let headers = request.headers_mut();
        if !operation.accept.is_empty() {
            let accept = Bytes::from_static(operation.accept.as_bytes());
            let accept = HeaderValue::from_maybe_shared(accept);
            headers.append(
                header::ACCEPT,
                accept.map_err(|it| unusable(it.to_string()))?,
            );
        }
        for (name, value) in self.headers {
            headers.append(name, value);
        }
        if !self.cookies.is_empty() {
            let cookies = HeaderValue::try_from(joined(&self.cookies, "; "));
            headers.append(
                header::COOKIE,
                cookies.map_err(|it| unusable(it.to_string()))?,
            );
        }
        if let Some(content) = self.content {
            let added = content.add_to(&mut request);
            added.ok_or_else(|| unusable("the media type is no header's value".to_owned()))?;
        }
        Ok(Prepared {
            client: self.client.clone(),
            operation,
            request: Box::new(request),
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

/// An answer that is read once it is there.
struct Decoded<T, E> {
    reply: BoxFuture<'static, Result<Reply, TransportError>>,
    decode: fn(Reply) -> Result<T, E>,
}

impl<T, E: From<TransportError>> Future for Decoded<T, E> {
    type Output = Result<T, E>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let reply = ready!(self.reply.as_mut().poll(cx));
        Poll::Ready((self.decode)(reply?))
    }
}

/// A template with the value of a parameter in its place. No value brings a brace along.
fn filled(template: &str, name: &str, value: &str) -> String {
    let mut path = String::with_capacity(template.len() + value.len());
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        path.push_str(before);
        rest = match behind
            .strip_prefix(name)
            .and_then(|it| it.strip_prefix('}'))
        {
            Some(after) => {
                path.push_str(value);
                after
            }
            None => {
                path.push('{');
                behind
            }
        };
    }
    path.push_str(rest);
    path
}

/// What pairs are in a request.
fn joined(pairs: &[(&'static str, String)], separator: &str) -> String {
    let mut text = String::new();
    for (index, (_, pair)) in pairs.iter().enumerate() {
        text.push_str(if index == 0 { "" } else { separator });
        text.push_str(pair);
    }
    text
}

/// A segment of the path that its parameters leave empty or make dots of, and its template: the URL would name another
/// resource. No value brings a slash along.
fn astray<'p>(template: &'p str, path: &'p str) -> Option<(&'p str, &'p str)> {
    let mut segments = template.split('/').zip(path.split('/'));
    segments.find(|(template, segment)| template.contains('{') && is_dots(segment))
}

/// Nothing, a dot or two; a dot may be percent-encoded.
fn is_dots(segment: &str) -> bool {
    let mut rest = segment;
    for _ in 0..2 {
        let dot = [".", "%2e", "%2E"];
        rest = dot
            .iter()
            .find_map(|it| rest.strip_prefix(it))
            .unwrap_or(rest);
    }
    rest.is_empty()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_filled_where_it_names_the_parameter() {
        assert_eq!(filled("/a/{id}/{id}.x", "id", "7"), "/a/7/7.x");
        assert_eq!(filled("/{i}/{id}{", "id", "7"), "/{i}/7{");
        assert_eq!(filled("/{id", "id", "7"), "/{id");
    }

    #[test]
    fn a_segment_of_dots_is_astray() {
        for dots in ["", ".", "..", "%2e", "%2E.", ".%2e"] {
            let path = format!("/a/{dots}/c");
            assert_eq!(astray("/a/{b}/c", &path), Some(("{b}", dots)), "{dots}");
        }
        for path in ["/a/.../c", "/a/.b/c", "/a/%2f/c"] {
            assert_eq!(astray("/a/{b}/c", path), None, "{path}");
        }
        assert_eq!(astray("/a/./c", "/a/./c"), None);
    }
}
