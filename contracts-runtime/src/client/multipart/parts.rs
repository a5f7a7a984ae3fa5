use std::{
    fmt,
    hash::{BuildHasher, RandomState},
};

use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::Value;

use super::{joined::Joined, part::Part};
use crate::client::{
    Parameter,
    body::Body,
    form,
    parameter::{Escape, named, simple},
};

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
                self.parts.push((Some(name), Part::text("", text)));
            }
            return;
        }
        for item in form::items(value) {
            let part = Part::value(media_type, item);
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
    pub(in crate::client) fn write(mut self) -> Result<(String, Body), String> {
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
            joined.bytes(&part.head(&boundary, name.as_deref()));
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
