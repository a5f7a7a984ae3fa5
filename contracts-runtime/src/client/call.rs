use std::{fmt, time::Duration};

use http::{HeaderName, HeaderValue, header};
use reqwest::Url;
use serde::Serialize;

use super::{
    BoxFuture, Client, Operation, PageItems, Pages, Paging, Parameter, Place,
    error::{BrokenResponse, TransportError},
    parameter,
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
    body: Option<(String, Vec<u8>)>,
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
            body: None,
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
                if text.is_empty() || text == "." || text == ".." {
                    // The URL would name another resource.
                    self.fail(format!("the path parameter `{name}` must not be `{text}`"));
                }
                self.path = self.path.replace(&format!("{{{name}}}"), &text);
            }
            Place::Query => replace(&mut self.query, name, parameter::pairs(parameter, value)),
            Place::QueryString => replace(&mut self.query, name, parameter::query_string(value)),
            Place::Cookie => replace(&mut self.cookies, name, parameter::pairs(parameter, value)),
            Place::Header => {
                let text = parameter::simple(value, parameter.explode);
                match (HeaderName::try_from(name), HeaderValue::try_from(text)) {
                    (Ok(name), Ok(value)) => replace(&mut self.headers, name, value),
                    _ => self.fail(format!("the header `{name}` cannot have this value")),
                }
            }
        }
    }

    /// Sets a JSON body.
    pub fn json<T: Serialize + ?Sized>(&mut self, content_type: &'static str, body: &T) {
        match serde_json::to_vec(body) {
            Ok(bytes) => self.body = Some((content_type.to_owned(), bytes)),
            Err(error) => self.fail(format!("the body cannot be written: {error}")),
        }
    }

    /// Sets a body as it is.
    pub fn bytes(&mut self, content_type: &str, body: Vec<u8>) {
        self.body = Some((content_type.to_owned(), body));
    }

    /// How long it may take, whatever the client's settings say.
    pub fn timeout(&mut self, timeout: Duration) {
        self.timeout = Some(timeout);
    }

    fn fail(&mut self, message: String) {
        let error = TransportError::request(self.operation.id, message);
        self.broken.get_or_insert(error);
    }

    /// Sends the request and hands the reply to `decode`.
    pub fn send<T, E>(self, decode: fn(Reply) -> Result<T, E>) -> BoxFuture<'c, Result<T, E>>
    where
        T: 'c,
        E: From<TransportError> + From<Box<BrokenResponse>> + 'c,
    {
        Box::pin(async move { decode(self.prepare()?.send().await?) })
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
        if let Some((content_type, body)) = self.body {
            request = request
                .header(header::CONTENT_TYPE, content_type)
                .body(body);
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

/// The last value of a parameter counts.
fn replace<N: PartialEq, T>(parameters: &mut Vec<(N, T)>, name: N, value: T) {
    parameters.retain(|(other, _)| *other != name);
    parameters.push((name, value));
}
