use std::{fmt, sync::Arc};

use axum::{body::Bytes, http::request::Parts};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    Accept, BodyKind, Credentials, Head, Limits, Operation, Parameter, Place, Refusal, RefusalKind,
    Shape, Violation, Where,
    body::Received,
    form, parameter, query,
    shape::{self, Found},
};

/// A request on its way to its operation. Each reader gives a typed value, or notes what is wrong with it and gives
/// none; [`refused`](Self::refused) then tells all of it.
pub struct Input {
    operation: &'static Operation,
    head: Arc<Parts>,
    captured: Vec<(&'static str, String)>,
    body: Option<Received>,
    credentials: Credentials,
    limits: Limits,
    /// Whether values are checked besides being read.
    checks: bool,
    /// Whether the query is too long to be looked at.
    too_many_pairs: bool,
    violations: Vec<Violation>,
    more: usize,
}

impl Input {
    pub(super) fn new(
        operation: &'static Operation,
        head: Arc<Parts>,
        captured: Vec<(&'static str, String)>,
        credentials: Credentials,
        (limits, checks): (Limits, bool),
    ) -> Self {
        let mut input = Self {
            operation,
            head,
            captured,
            body: None,
            credentials,
            limits,
            checks,
            too_many_pairs: false,
            violations: Vec::new(),
            more: 0,
        };
        let query = input.head.uri.query().unwrap_or_default();
        input.too_many_pairs = query.split('&').count() > limits.query_pairs;
        if input.too_many_pairs {
            let asked = format!("no more than {} pairs", limits.query_pairs);
            input.broken(Where::Query, String::new(), asked);
        }
        input
    }

    pub(super) fn set_body(&mut self, body: Option<Received>) {
        self.body = body;
        let Some(declared) = self.operation.body.as_ref().filter(|body| body.required) else {
            return;
        };
        if self.body.is_some() {
            return;
        }
        // No bytes are bytes, and no text is a text.
        let mut media = declared.media.iter();
        let empty =
            media.position(|media| matches!(media.kind, BodyKind::Bytes | BodyKind::Text(_)));
        match empty {
            Some(media) => {
                self.body = Some(Received {
                    media,
                    bytes: Bytes::new(),
                })
            }
            None => self.broken(Where::Body, String::new(), "a body".to_owned()),
        }
    }

    /// A parameter that has to be there; `at` is its number.
    pub fn required<T: DeserializeOwned>(&mut self, at: usize) -> Option<T> {
        let (of, value) = self.value(at)?;
        match value {
            Some(value) => self.typed(of, value),
            None => {
                let asked = "this parameter, which is missing".to_owned();
                self.broken(place(of), pointer(of), asked);
                None
            }
        }
    }

    /// A parameter that may be there.
    pub fn optional<T: DeserializeOwned>(&mut self, at: usize) -> Option<Option<T>> {
        let (of, value) = self.value(at)?;
        match value {
            Some(value) => self.typed(of, value).map(Some),
            None => Some(None),
        }
    }

    /// The value of a parameter, as it is written.
    fn value(&mut self, at: usize) -> Option<(&'static Parameter, Option<Value>)> {
        let all = self.operation.parameters;
        let of = all.get(at)?;
        if self.too_many_pairs && place(of) == Where::Query {
            return None;
        }
        let query = self.head.uri.query().unwrap_or_default();
        let pairs: Vec<query::Pair<'_>> = match of.place {
            Place::Query | Place::QueryString => query::pairs(query).collect(),
            _ => Vec::new(),
        };
        let sources = parameter::Sources {
            head: &self.head,
            captured: &self.captured,
            pairs: &pairs,
            all,
        };
        match parameter::read(&sources, of) {
            Ok(value) => Some((of, value)),
            Err(_) => {
                self.broken(place(of), pointer(of), "UTF-8 text".to_owned());
                None
            }
        }
    }

    fn typed<T: DeserializeOwned>(&mut self, of: &'static Parameter, value: Value) -> Option<T> {
        if self.checks && !self.check(&value, of) {
            return None;
        }
        // The check needs the value only where reading it did not say what is wrong.
        let copy = (!self.checks).then(|| value.clone());
        let read = serde_json::from_value(value);
        if read.is_err() && copy.is_none_or(|value| self.check(&value, of)) {
            self.broken(place(of), pointer(of), "a value of the contract".to_owned());
        }
        read.ok()
    }

    fn check(&mut self, value: &Value, of: &'static Parameter) -> bool {
        let mut found = self.found();
        shape::check_value(value, of.shape, &mut found);
        self.take(found, place(of), &pointer(of))
    }

    fn found(&self) -> Found {
        let left = self.limits.violations.saturating_sub(self.violations.len());
        Found::new(left, self.limits.depth)
    }

    /// Takes over what a check has found, and says whether it was nothing.
    fn take(&mut self, found: Found, place: Where, before: &str) -> bool {
        let fits = found.violations.is_empty() && found.more == 0;
        self.more += found.more;
        for (pointer, asked) in found.violations {
            let pointer = format!("{before}{pointer}");
            self.violations.push(Violation {
                place,
                pointer,
                asked,
            });
        }
        fits
    }

    /// Which of the operation's media types the body is of; none where there is no body.
    pub fn media(&self) -> Option<usize> {
        self.body.as_ref().map(|body| body.media)
    }

    /// The body, as its media type says.
    pub fn body<T: DeserializeOwned>(&mut self) -> Option<T> {
        let received = self.body.take()?;
        let declared = self.operation.body.as_ref()?;
        match declared.media.get(received.media)?.kind {
            BodyKind::Json(shape) => self.json(&received.bytes, shape),
            BodyKind::Form(shape) => {
                let text = self.utf8(&received.bytes)?;
                let pairs: Vec<query::Pair<'_>> =
                    query::pairs(&text).take(self.limits.query_pairs).collect();
                match form::whole(&pairs, shape) {
                    Ok(value) => self.whole(value, shape),
                    Err(_) => {
                        self.broken(Where::Body, String::new(), "UTF-8 text".to_owned());
                        None
                    }
                }
            }
            BodyKind::Text(shape) => {
                let text = self.utf8(&received.bytes)?;
                let value = super::style::scalar(&text, shape).ok()?;
                self.whole(value, shape)
            }
            BodyKind::Bytes => None,
        }
    }

    /// The body as it came.
    pub fn bytes(&mut self) -> Option<Bytes> {
        Some(self.body.take()?.bytes)
    }

    /// The body as it came, with the request's own content type.
    pub fn content(&mut self) -> Option<Content> {
        let content_type = self.content_type();
        let bytes = self.bytes()?;
        Some(Content {
            content_type,
            bytes,
        })
    }

    fn content_type(&self) -> String {
        let text = self.head.headers.get(axum::http::header::CONTENT_TYPE);
        let text = text.and_then(|text| text.to_str().ok());
        text.unwrap_or("application/octet-stream").to_owned()
    }

    fn utf8(&mut self, bytes: &Bytes) -> Option<String> {
        let text = std::str::from_utf8(bytes).ok().map(str::to_owned);
        if text.is_none() {
            self.broken(Where::Body, String::new(), "UTF-8 text".to_owned());
        }
        text
    }

    fn json<T: DeserializeOwned>(&mut self, bytes: &[u8], shape: &'static Shape) -> Option<T> {
        if self.checks && !self.check_json(bytes, shape) {
            return None;
        }
        let read = serde_json::from_slice(bytes);
        if read.is_err() && (self.checks || self.check_json(bytes, shape)) {
            self.broken(
                Where::Body,
                String::new(),
                "a value of the contract".to_owned(),
            );
        }
        read.ok()
    }

    fn check_json(&mut self, bytes: &[u8], shape: &'static Shape) -> bool {
        let mut found = self.found();
        if let Err(error) = shape::check(bytes, shape, &mut found) {
            let (line, column) = (error.line(), error.column());
            let asked = match error.classify() {
                serde_json::error::Category::Eof => "JSON that does not break off".to_owned(),
                _ => format!("JSON, which it is not at line {line}, column {column}"),
            };
            self.broken(Where::Body, String::new(), asked);
            return false;
        }
        self.take(found, Where::Body, "")
    }

    fn whole<T: DeserializeOwned>(&mut self, value: Value, shape: &'static Shape) -> Option<T> {
        let mut found = self.found();
        shape::check_value(&value, shape, &mut found);
        if !self.take(found, Where::Body, "") {
            return None;
        }
        let read = serde_json::from_value(value).ok();
        if read.is_none() {
            self.broken(
                Where::Body,
                String::new(),
                "a value of the contract".to_owned(),
            );
        }
        read
    }

    fn broken(&mut self, place: Where, pointer: String, asked: String) {
        if self.violations.len() >= self.limits.violations {
            self.more += 1;
            return;
        }
        self.violations.push(Violation {
            place,
            pointer,
            asked,
        });
    }

    /// What the caller wants to be answered with.
    pub fn accept(&self) -> Accept {
        Accept::of(&self.head.headers)
    }

    /// What the caller presents.
    pub fn credentials(&mut self) -> Credentials {
        std::mem::take(&mut self.credentials)
    }

    /// The head of the request; none where anything was wrong with it. Read last.
    pub fn head(&mut self) -> Option<Head> {
        if !self.violations.is_empty() || self.more > 0 {
            return None;
        }
        Some(Head::new(Arc::clone(&self.head)))
    }

    /// What was wrong.
    pub fn refused(self) -> Refused {
        let mut refusal = Refusal::new(RefusalKind::Invalid, Some(self.operation));
        refusal.violations = self.violations;
        refusal.more = self.more;
        Box::new(refusal)
    }
}

impl fmt::Debug for Input {
    /// Shows the operation only: everything else may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Input")
            .field("operation", &self.operation.id)
            .finish_non_exhaustive()
    }
}

/// A refusal; in a box, because it is larger than most answers.
pub type Refused = Box<Refusal>;

/// A body whose content type says more than its contract: it has a boundary, or is one of a range.
#[derive(Clone, Debug)]
pub struct Content {
    /// The whole content type.
    pub content_type: String,
    /// The body.
    pub bytes: Bytes,
}

fn place(of: &Parameter) -> Where {
    match of.place {
        Place::Path => Where::Path,
        Place::Query | Place::QueryString => Where::Query,
        Place::Header => Where::Header,
        Place::Cookie => Where::Cookie,
    }
}

/// The pointer of a parameter; a whole query has no name.
fn pointer(of: &Parameter) -> String {
    match of.place {
        Place::QueryString => String::new(),
        _ => format!("/{}", of.name.replace('~', "~0").replace('/', "~1")),
    }
}
