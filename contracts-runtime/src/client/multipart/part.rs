use std::fmt;

use http::{HeaderName, HeaderValue};
use serde_json::Value;

use crate::client::{body::Body, parameter::scalar};

/// A part of a body: a file, or anything else with a media type of its own.
pub struct Part {
    pub(super) body: Body,
    file_name: Option<String>,
    pub(super) media_type: Option<String>,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    /// Why it cannot be sent.
    pub(super) broken: Option<String>,
}

impl Part {
    /// A part of these bytes, or of this stream.
    pub fn new(body: impl Into<Body>) -> Self {
        Self {
            body: body.into(),
            file_name: None,
            media_type: None,
            headers: Vec::new(),
            broken: None,
        }
    }

    /// What the file is called. Many servers take no part without a name for a file.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Its media type. Defaults to the contract's where that names one, to `application/octet-stream` where it
    /// names none or leaves the choice.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => self.headers.push((name, value)),
            _ => {
                let message = format!("the header `{name}` of a part cannot have this value");
                self.broken.get_or_insert(message);
            }
        }
        self
    }
}

impl fmt::Debug for Part {
    /// Shows neither bytes nor headers: both may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("file_name", &self.file_name)
            .field("media_type", &self.media_type)
            .field("length", &self.body.length)
            .finish_non_exhaustive()
    }
}

impl<T: Into<Body>> From<T> for Part {
    fn from(body: T) -> Self {
        Self::new(body)
    }
}

impl Part {
    /// One text; where no media type is given it is `text/plain`.
    pub(super) fn text(media_type: &str, text: String) -> Self {
        let media_type = match media_type {
            "" if text.is_ascii() => "text/plain",
            "" => "text/plain; charset=utf-8",
            named => named,
        };
        Self::new(text).media_type(media_type)
    }

    /// A value: text, or JSON of what is none or where the media type says so.
    pub(super) fn value(media_type: &str, value: &Value) -> Self {
        let is_structured = value.is_array() || value.is_object();
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        if essence == "application/json" || essence.ends_with("+json") || is_structured {
            let media_type = match media_type {
                "" => "application/json",
                named => named,
            };
            return Self::new(value.to_string()).media_type(media_type);
        }
        Self::text(media_type, scalar(value).into_owned())
    }

    /// What stands before its bytes.
    pub(super) fn head(&self, boundary: &str, name: Option<&str>) -> Vec<u8> {
        let mut head = format!("--{boundary}\r\n").into_bytes();
        let mut disposition = String::new();
        if let Some(name) = name {
            disposition = format!("form-data; name=\"{}\"", quoted(name));
        }
        if let Some(file) = &self.file_name {
            let before = if name.is_some() { "" } else { "attachment" };
            disposition.push_str(&format!("{before}; filename=\"{}\"", quoted(file)));
        }
        if !disposition.is_empty() {
            head.extend(format!("Content-Disposition: {disposition}\r\n").bytes());
        }
        if let Some(media_type) = &self.media_type {
            // A line break would begin another header.
            let media_type = media_type.replace(['\r', '\n'], " ");
            head.extend(format!("Content-Type: {media_type}\r\n").bytes());
        }
        for (name, value) in &self.headers {
            head.extend(name.as_str().bytes().chain(*b": "));
            head.extend(value.as_bytes().iter().chain(b"\r\n"));
        }
        head.extend(b"\r\n");
        head
    }
}

/// As browsers do (HTML, section 4.10.21.8): what would end the name is percent-encoded, the rest is UTF-8.
fn quoted(name: &str) -> String {
    let name = name.replace('\r', "%0D").replace('\n', "%0A");
    name.replace('"', "%22")
}
