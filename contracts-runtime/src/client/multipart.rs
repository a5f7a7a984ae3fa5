//! `multipart/form-data` (RFC 7578) and its relatives (RFC 2046): bodies of several parts.

use std::{
    collections::VecDeque,
    fmt,
    hash::{BuildHasher, RandomState},
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::Value;

use super::{
    Parameter,
    body::{Body, Source, StreamError},
    form,
    parameter::{Escape, named, scalar, simple},
};

/// A part of a body: a file, or anything else with a media type of its own.
pub struct Part {
    body: Body,
    file_name: Option<String>,
    media_type: Option<String>,
    headers: Vec<(HeaderName, HeaderValue)>,
    /// Why it cannot be sent.
    broken: Option<String>,
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

/// A named part, as a contract describes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name.
    pub name: &'static str,
    /// Its media type; where it is empty the value decides: text, or JSON of a list or an object.
    pub media_type: &'static str,
    /// How it becomes text, where it is written as a parameter is.
    pub parameter: Option<Parameter>,
}

/// The parts of a body, in the order they are added.
#[derive(Default)]
pub struct Parts {
    parts: Vec<(Option<String>, Part)>,
    /// Headers for parts by their names.
    headers: Vec<(&'static str, HeaderName, HeaderValue)>,
    broken: Option<String>,
}

impl Parts {
    /// No parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// The members of an object, each a part. `members` are those that are not written by default.
    pub fn of<T: Serialize + ?Sized>(members: &[Member], value: &T) -> Self {
        let mut parts = Self::new();
        match serde_json::to_value(value) {
            Ok(Value::Object(object)) => {
                for (name, value) in object {
                    let member = members.iter().find(|member| member.name == name);
                    let (media_type, parameter) =
                        member.map_or(("", None), |it| (it.media_type, it.parameter));
                    parts.values(name, media_type, parameter, &value);
                }
            }
            Ok(_) => parts.fail("the body is no object".to_owned()),
            Err(error) => parts.fail(format!("the body cannot be written: {error}")),
        }
        parts
    }

    /// Adds a part with a name of the caller's choice.
    #[must_use]
    pub fn named(mut self, name: &str, part: impl Into<Part>) -> Self {
        self.parts.push((Some(name.to_owned()), part.into()));
        self
    }

    /// Adds a part without a name, as all multipart bodies have but forms.
    #[must_use]
    pub fn part(mut self, part: impl Into<Part>) -> Self {
        self.parts.push((None, part.into()));
        self
    }

    /// Sets the files of a member.
    pub fn files(&mut self, member: Member, files: impl IntoIterator<Item = Part>) {
        self.remove(member.name);
        for mut part in files {
            if part.media_type.is_none() {
                let default = match member.media_type {
                    "" => "application/octet-stream",
                    named => named,
                };
                part.media_type = Some(default.to_owned());
            }
            self.parts.push((Some(member.name.to_owned()), part));
        }
    }

    /// Sets the value of a member; each item of a list becomes a part.
    pub fn value<T: Serialize + ?Sized>(&mut self, member: Member, value: &T) {
        let name = member.name;
        let value = match serde_json::to_value(value) {
            Ok(value) => value,
            Err(error) => {
                return self.fail(format!("the part `{name}` cannot be written: {error}"));
            }
        };
        self.remove(name);
        self.values(name.to_owned(), member.media_type, member.parameter, &value);
    }

    fn values(
        &mut self,
        name: String,
        media_type: &str,
        parameter: Option<Parameter>,
        value: &Value,
    ) {
        if let Some(parameter) = parameter {
            for (name, text) in named(parameter, value, Escape::None) {
                self.parts.push((Some(name), text_part("", text)));
            }
            return;
        }
        for item in form::items(value) {
            let part = value_part(media_type, item);
            self.parts.push((Some(name.clone()), part));
        }
    }

    /// Sets a header of all parts of a member.
    pub fn header<T: Serialize + ?Sized>(
        &mut self,
        member: &'static str,
        header: Parameter,
        value: &T,
    ) {
        let value = serde_json::to_value(value).map(|value| header.shaped(value));
        let text = value.map(|value| simple(&value, header.explode));
        let name = HeaderName::try_from(header.name).ok();
        let value = text.ok().and_then(|text| HeaderValue::try_from(text).ok());
        match name.zip(value) {
            Some((name, value)) => self.headers.push((member, name, value)),
            None => self.fail(format!(
                "the header `{}` of the part `{member}` cannot have this value",
                header.name
            )),
        }
    }

    fn remove(&mut self, name: &str) {
        self.parts
            .retain(|(other, _)| other.as_deref() != Some(name));
    }

    fn fail(&mut self, message: String) {
        self.broken.get_or_insert(message);
    }

    /// The boundary, and the body with it.
    pub(super) fn write(mut self) -> Result<(String, Body), String> {
        let broken = self.parts.iter().find_map(|(_, part)| part.broken.clone());
        if let Some(message) = self.broken.or(broken) {
            return Err(message);
        }
        let boundary = boundary();
        let mut joined = Joined::default();
        for (name, part) in &mut self.parts {
            let headers = self.headers.iter();
            let headers = headers.filter(|(member, ..)| name.as_deref() == Some(*member));
            let headers = headers.map(|(_, header, value)| (header.clone(), value.clone()));
            part.headers.extend(headers);
            joined.bytes(&head(&boundary, name.as_deref(), part));
            joined.add(std::mem::replace(&mut part.body, Bytes::new().into()));
            joined.bytes(b"\r\n");
        }
        joined.bytes(format!("--{boundary}--\r\n").as_bytes());
        Ok((boundary, joined.finish()))
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = self.parts.iter().map(|(name, part)| (name, part));
        f.debug_map().entries(parts).finish()
    }
}

/// What nobody can guess who decides on the content of a part.
fn boundary() -> String {
    let random = || RandomState::new().hash_one(0);
    format!("{:016x}{:016x}", random(), random())
}

fn text_part(media_type: &str, text: String) -> Part {
    let media_type = match media_type {
        "" if text.is_ascii() => "text/plain",
        "" => "text/plain; charset=utf-8",
        named => named,
    };
    Part::new(text).media_type(media_type)
}

fn value_part(media_type: &str, value: &Value) -> Part {
    let is_structured = value.is_array() || value.is_object();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    if essence == "application/json" || essence.ends_with("+json") || is_structured {
        let media_type = match media_type {
            "" => "application/json",
            named => named,
        };
        return Part::new(value.to_string()).media_type(media_type);
    }
    text_part(media_type, scalar(value))
}

/// What stands before a part's bytes.
fn head(boundary: &str, name: Option<&str>, part: &Part) -> Vec<u8> {
    let mut head = format!("--{boundary}\r\n").into_bytes();
    let mut disposition = String::new();
    if let Some(name) = name {
        disposition = format!("form-data; name=\"{}\"", quoted(name));
    }
    if let Some(file) = &part.file_name {
        let before = if name.is_some() { "" } else { "attachment" };
        disposition.push_str(&format!("{before}; filename=\"{}\"", quoted(file)));
    }
    if !disposition.is_empty() {
        head.extend(format!("Content-Disposition: {disposition}\r\n").bytes());
    }
    if let Some(media_type) = &part.media_type {
        // A line break would begin another header.
        let media_type = media_type.replace(['\r', '\n'], " ");
        head.extend(format!("Content-Type: {media_type}\r\n").bytes());
    }
    for (name, value) in &part.headers {
        head.extend(name.as_str().bytes().chain(*b": "));
        head.extend(value.as_bytes().iter().chain(b"\r\n"));
    }
    head.extend(b"\r\n");
    head
}

/// As browsers do (HTML, section 4.10.21.8): what would end the name is percent-encoded, the rest is UTF-8.
fn quoted(name: &str) -> String {
    let name = name.replace('\r', "%0D").replace('\n', "%0A");
    name.replace('"', "%22")
}

/// Bodies behind each other; bytes that follow bytes are one piece.
#[derive(Default)]
struct Joined {
    done: VecDeque<Body>,
    open: Vec<u8>,
}

impl Joined {
    fn bytes(&mut self, bytes: &[u8]) {
        self.open.extend_from_slice(bytes);
    }

    fn add(&mut self, body: Body) {
        match body.bytes {
            Source::Whole(bytes) => self.bytes(&bytes),
            Source::Stream(_) => {
                self.close();
                self.done.push_back(body);
            }
        }
    }

    fn close(&mut self) {
        if !self.open.is_empty() {
            self.done.push_back(std::mem::take(&mut self.open).into());
        }
    }

    fn finish(mut self) -> Body {
        if self.done.is_empty() {
            return self.open.into();
        }
        self.close();
        let length = self.done.iter().map(|body| body.length).sum();
        let bytes = Source::Stream(Box::pin(Chain(self.done)));
        Body { bytes, length }
    }
}

struct Chain(VecDeque<Body>);

impl Stream for Chain {
    type Item = Result<Bytes, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(first) = self.0.front_mut() {
            if let Source::Stream(chunks) = &mut first.bytes {
                match chunks.as_mut().poll_next(cx) {
                    Poll::Ready(None) => {}
                    more => return more,
                }
            }
            if let Some(Body {
                bytes: Source::Whole(bytes),
                ..
            }) = self.0.pop_front()
            {
                return Poll::Ready(Some(Ok(bytes)));
            }
        }
        Poll::Ready(None)
    }
}
