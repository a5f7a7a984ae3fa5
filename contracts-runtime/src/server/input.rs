use std::{fmt, sync::Arc};

use axum::{body::Bytes, http::request::Parts};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    Accept, Answering, BodyKind, Credentials, Head, Limits, Operation, Parameter, Place, Refusal,
    RefusalKind, Shape, Violation, Where,
    body::{self, Received},
    parameter,
    parts::Opened,
    query,
    shape::{self, Found, pointer},
};

/// A request on its way to its operation. Each reader gives a typed value, or notes what is wrong with it and gives
/// none; [`refused`](Self::refused) then tells all of it.
pub struct Input {
    pub(super) operation: &'static Operation,
    pub(super) head: Arc<Parts>,
    captured: Vec<(&'static str, String)>,
    pub(super) body: Option<Received>,
    credentials: Credentials,
    pub(super) limits: Limits,
    /// Whether values are checked besides being read.
    pub(super) checks: bool,
    /// Whether the query is too long to be looked at.
    too_many_pairs: bool,
    violations: Vec<Violation>,
    more: usize,
    /// The parts of the body, while they are read.
    pub(super) opened: Opened,
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
            opened: Opened::default(),
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
        // No bytes are bytes, no text is a text, and a form without pairs is a form where the caller says that it is one.
        let content_type = self.content_type();
        let chosen = body::choose(declared.media, Some(&content_type));
        let mut media = declared.media.iter().enumerate();
        let empty = media.position(|(at, media)| match media.kind {
            BodyKind::Bytes | BodyKind::Text(_) => true,
            BodyKind::Form(..) => chosen == Some(at),
            BodyKind::Json(_) | BodyKind::Parts(..) => false,
        });
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
                self.broken(place(of), pointer_of(of), asked);
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
                self.broken(place(of), pointer_of(of), "UTF-8 text".to_owned());
                None
            }
        }
    }

    fn typed<T: DeserializeOwned>(&mut self, of: &'static Parameter, value: Value) -> Option<T> {
        let path = [of.name];
        let path = match of.place {
            Place::QueryString => &[] as &[&str],
            _ => &path,
        };
        self.typed_at(value, of.shape, place(of), path)
    }

    /// A value as its type.
    pub(super) fn typed_at<T: DeserializeOwned>(
        &mut self,
        value: Value,
        shape: &'static Shape,
        place: Where,
        path: &[&str],
    ) -> Option<T> {
        if self.checks && !self.check(&value, shape, place, path) {
            return None;
        }
        // The check needs the value only where reading it did not say what is wrong.
        let copy = (!self.checks).then(|| value.clone());
        let read = serde_json::from_value(value).ok();
        if read.is_none() && copy.is_none_or(|value| self.check(&value, shape, place, path)) {
            self.broken(place, pointer(path), "a value of the contract".to_owned());
        }
        read
    }

    fn check(&mut self, value: &Value, shape: &'static Shape, place: Where, path: &[&str]) -> bool {
        let mut found = self.found();
        shape::check_value(value, shape, &mut found);
        found.is_fine() || self.take(found, place, &pointer(path))
    }

    pub(super) fn found(&self) -> Found {
        let left = self.limits.violations.saturating_sub(self.violations.len());
        Found::new(left, self.limits.depth)
    }

    /// Takes over what a check has found, and says whether it was nothing.
    pub(super) fn take(&mut self, found: Found, place: Where, before: &str) -> bool {
        let fits = found.is_fine();
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

    pub(super) fn broken(&mut self, place: Where, pointer: String, asked: String) {
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

    /// The refusal that says what was wrong.
    pub fn refused(&mut self) -> Answering {
        let mut refusal = Refusal::new(RefusalKind::Invalid, Some(self.operation));
        refusal.violations = std::mem::take(&mut self.violations);
        refusal.more = self.more;
        Box::pin(std::future::ready(Err(Box::new(refusal))))
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

fn place(of: &Parameter) -> Where {
    match of.place {
        Place::Path => Where::Path,
        Place::Query | Place::QueryString => Where::Query,
        Place::Header => Where::Header,
        Place::Cookie => Where::Cookie,
    }
}

/// The pointer of a parameter; a whole query has no name.
fn pointer_of(of: &Parameter) -> String {
    match of.place {
        Place::QueryString => String::new(),
        _ => pointer(&[of.name]),
    }
}
