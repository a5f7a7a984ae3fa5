//! Reading bodies, as their media types say.

use axum::body::Bytes;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{BodyKind, Input, Shape, Where, form, query, shape};

impl Input {
    /// Which of the operation's media types the body is of; none where there is no body.
    pub fn media(&self) -> Option<usize> {
        self.body.as_ref().map(|body| body.media)
    }

    /// The body, as its media type says.
    pub fn body<T: DeserializeOwned>(&mut self) -> Option<T> {
        let declared = self.operation.body.as_ref()?;
        let kind = declared.media.get(self.media()?)?.kind;
        if let BodyKind::Parts(shape, _) = kind {
            let value = self.parts_value()?;
            return self.whole(value, shape);
        }
        let received = self.body.take()?;
        match kind {
            BodyKind::Json(shape) => self.json(&received.bytes, shape),
            BodyKind::Form(shape, encodings) => {
                let text = self.utf8(&received.bytes)?;
                let pairs: Vec<query::Pair<'_>> =
                    query::pairs(&text).take(self.limits.query_pairs).collect();
                match form::whole(&pairs, shape, encodings) {
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
            BodyKind::Bytes | BodyKind::Parts(..) => None,
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

    pub(super) fn content_type(&self) -> String {
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
        let checked = self.checks && !shape::surely(bytes, shape, self.limits.depth);
        if checked && !self.check_json(bytes, shape) {
            return None;
        }
        let read = serde_json::from_slice(bytes).ok();
        if read.is_none() {
            self.not_read(bytes, shape, checked);
        }
        read
    }

    /// Says what is wrong with JSON that cannot be read as its type.
    #[cold]
    fn not_read(&mut self, bytes: &[u8], shape: &'static Shape, checked: bool) {
        if checked || self.check_json(bytes, shape) {
            let asked = "a value of the contract".to_owned();
            self.broken(Where::Body, String::new(), asked);
        }
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
}

/// A body whose content type says more than its contract: it has a boundary, or is one of a range.
#[derive(Clone, Debug)]
pub struct Content {
    /// The whole content type.
    pub content_type: String,
    /// The body.
    pub bytes: Bytes,
}
