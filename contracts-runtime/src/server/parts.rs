//! Reading bodies of several parts: as one value, or each part by its name.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{
    BodyKind, Encoding, Input, Part, Rest, Shape, Where, accept,
    form::{self, Styled},
    multipart, parameter,
    query::{Decode, Pair},
    shape::{Form, pointer},
    style::scalar,
};

/// What parts are together, and how they are written.
type Kind = (&'static Shape, &'static [Encoding]);

/// The parts of a body that is being read.
#[derive(Debug, Default)]
pub(super) struct Opened {
    parts: Vec<Part>,
    /// What they are together.
    kind: Option<Kind>,
    /// The values of those that are written as parameters are.
    styled: Map<String, Value>,
}

impl Opened {
    fn shape(&self, name: &str) -> &'static Shape {
        let shape = self.kind.and_then(|(whole, _)| whole.member(name));
        shape.unwrap_or(&Shape::Any)
    }

    fn encoding(&self, name: &str) -> Option<&'static Encoding> {
        let (_, encodings) = self.kind?;
        encodings.iter().find(|encoding| encoding.name == name)
    }

    fn take(&mut self, name: &str) -> Vec<Part> {
        let is_it = |part: &mut Part| part.name.as_deref() == Some(name);
        self.parts.extract_if(.., is_it).collect()
    }
}

impl Input {
    /// Reads the parts of the body, of which each is then asked for by its name.
    pub fn open_parts(&mut self) -> Option<()> {
        let (parts, kind) = self.received_parts()?;
        self.opened = Opened {
            parts,
            kind: Some(kind),
            styled: Map::new(),
        };
        let mut form = Map::new();
        let styled = self.styled_parts(kind, &mut form)?;
        let of_styled = |part: &Part| part.name.as_deref().is_some_and(|name| styled.has(name));
        let all = std::mem::take(&mut self.opened.parts).into_iter();
        let (written, others): (Vec<Part>, _) = all.partition(of_styled);
        self.opened.parts = others;
        if let Some(broken) = written.iter().find(|part| part.text().is_none()) {
            let name = broken.name.as_deref().unwrap_or_default();
            self.broken(Where::Body, pointer(&[name]), "UTF-8 text".to_owned());
            return None;
        }
        self.opened.styled = form;
        Some(())
    }

    /// All parts, as they came.
    pub fn parts(&mut self) -> Option<Vec<Part>> {
        self.received_parts().map(|(parts, _)| parts)
    }

    /// The value of a part that has to be there.
    pub fn part<T: DeserializeOwned>(&mut self, name: &'static str) -> Option<T> {
        match self.optional_part(name)? {
            Some(value) => Some(value),
            None => self.missing_part(name),
        }
    }

    /// The value of a part that may be there.
    pub fn optional_part<T: DeserializeOwned>(&mut self, name: &'static str) -> Option<Option<T>> {
        let Some(value) = self.part_value(name)? else {
            return Some(None);
        };
        let shape = self.opened.shape(name);
        self.typed_at(value, shape, Where::Body, &[name]).map(Some)
    }

    /// A file that has to be there.
    pub fn file(&mut self, name: &'static str) -> Option<Part> {
        match self.optional_file(name)? {
            Some(file) => Some(file),
            None => self.missing_part(name),
        }
    }

    /// A file that may be there.
    pub fn optional_file(&mut self, name: &'static str) -> Option<Option<Part>> {
        let mut files = self.checked_parts(name)?;
        let file = files.pop();
        if !files.is_empty() {
            self.broken(Where::Body, pointer(&[name]), "this part once".to_owned());
            return None;
        }
        Some(file)
    }

    /// Any number of files.
    pub fn files(&mut self, name: &'static str) -> Option<Vec<Part>> {
        let files = self.checked_parts(name)?;
        if let (Shape::List { rules, .. }, true) = (self.opened.shape(name).bare().0, self.checks) {
            let asked = rules
                .iter()
                .find_map(|rule| rule.broken(files.len(), "part"));
            if let Some(asked) = asked {
                self.broken(Where::Body, pointer(&[name]), asked);
                return None;
            }
        }
        Some(files)
    }

    /// A header that the first part of a name has to have; `at` is its number.
    pub fn part_header<T: DeserializeOwned>(&mut self, name: &'static str, at: usize) -> Option<T> {
        match self.optional_part_header(name, at)? {
            Some(value) => Some(value),
            None => {
                let header = self.opened.encoding(name)?.headers.get(at)?.name;
                let asked = format!("the header `{header}`, which is missing");
                self.broken(Where::Body, pointer(&[name]), asked);
                None
            }
        }
    }

    /// A header that it may have.
    pub fn optional_part_header<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
        at: usize,
    ) -> Option<Option<T>> {
        let of = self.opened.encoding(name)?.headers.get(at)?;
        let mut parts = self.opened.parts.iter();
        let part = parts.find(|part| part.name.as_deref() == Some(name));
        let value = part.map(|part| parameter::of_headers(&part.headers, of));
        match value {
            None | Some(Ok(None)) => Some(None),
            Some(Ok(Some(value))) => {
                let path = [name, of.name];
                self.typed_at(value, of.shape, Where::Body, &path).map(Some)
            }
            Some(Err(_)) => {
                self.broken(Where::Body, pointer(&[name]), "UTF-8 text".to_owned());
                None
            }
        }
    }

    /// The parts that nobody has asked for.
    pub fn other_parts(&mut self) -> Option<Vec<Part>> {
        Some(std::mem::take(&mut self.opened.parts))
    }

    /// Refuses parts that nobody has asked for, where the contract does.
    pub fn no_other_parts(&mut self) {
        let closed = self.opened.kind.is_some_and(|(shape, _)| {
            matches!(
                shape.bare().0,
                Shape::Object {
                    rest: Rest::Closed,
                    ..
                }
            )
        });
        if !closed || !self.checks {
            return;
        }
        for part in std::mem::take(&mut self.opened.parts) {
            let name = part.name.unwrap_or_default();
            self.broken(Where::Body, pointer(&[&name]), "no such part".to_owned());
        }
    }

    /// The parts as one value.
    pub(super) fn parts_value(&mut self) -> Option<Value> {
        self.open_parts()?;
        let mut form = std::mem::take(&mut self.opened.styled);
        while let Some(first) = self.opened.parts.first() {
            let Some(name) = first.name.clone() else {
                self.broken(Where::Body, String::new(), "parts with names".to_owned());
                return None;
            };
            if let Some(value) = self.part_value(&name)? {
                form.insert(name, value);
            }
        }
        Some(Value::Object(form))
    }

    fn received_parts(&mut self) -> Option<(Vec<Part>, Kind)> {
        let received = self.body.take()?;
        let declared = self.operation.body.as_ref()?;
        let BodyKind::Parts(shape, encodings) = declared.media.get(received.media)?.kind else {
            return None;
        };
        let content_type = self.content_type();
        let parts = match multipart::parts(&content_type, &received.bytes, &self.limits) {
            Ok(parts) => parts,
            Err(asked) => {
                self.broken(Where::Body, String::new(), asked);
                return None;
            }
        };
        let most = self.limits.part_bytes;
        let mut fits = true;
        for part in parts.iter().filter(|part| part.bytes.len() > most) {
            let at = pointer(&[part.name.as_deref().unwrap_or_default()]);
            self.broken(Where::Body, at, format!("no more than {most} bytes"));
            fits = false;
        }
        fits.then_some((parts, (shape, encodings)))
    }

    /// Reads the parts that are written as parameters are.
    fn styled_parts(
        &mut self,
        (shape, encodings): Kind,
        form: &mut Map<String, Value>,
    ) -> Option<Styled> {
        let parts = self.opened.parts.iter();
        let pairs = parts.filter_map(|part| {
            Some(Pair {
                name: Cow::Borrowed(part.name.as_deref()?),
                value: part.text()?,
                decode: Decode::Plain,
            })
        });
        let pairs: Vec<Pair<'_>> = pairs.collect();
        // Nothing is decoded, so that nothing is no text.
        form::styled(&pairs, shape, encodings, form).ok()
    }

    /// The parts of a name, if their media types are those of the contract.
    fn checked_parts(&mut self, name: &str) -> Option<Vec<Part>> {
        let parts = self.opened.take(name);
        let encoding = self.opened.encoding(name);
        let allowed = encoding.map_or(&[] as &[&str], |encoding| encoding.media);
        let fits = |part: &Part| {
            let essence = part.essence();
            let mut allowed = allowed.iter().map(|media| accept::essence(media));
            allowed.any(|media| accept::overlap(&media, &essence))
        };
        if !allowed.is_empty() && !parts.iter().all(fits) {
            let asked = format!("a part of `{}`", allowed.join("`, `"));
            self.broken(Where::Body, pointer(&[name]), asked);
            return None;
        }
        Some(parts)
    }

    /// The value of the parts of a name, not checked yet; none where there are none.
    fn part_value(&mut self, name: &str) -> Option<Option<Value>> {
        if let Some(value) = self.opened.styled.remove(name) {
            return Some(Some(value));
        }
        let parts = self.checked_parts(name)?;
        let shape = self.opened.shape(name);
        let is_list = shape.forms().contains(&Form::List);
        let only_list = shape.form() == Some(Form::List);
        if let ([part], true) = (parts.as_slice(), is_list)
            && part.is_json()
            && shape.item(0).form() != Some(Form::List)
        {
            // A list may be one part, too.
            let value = self.one_part(name, part, shape)?;
            return Some(Some(match value.is_array() || !only_list {
                true => value,
                false => Value::Array(vec![value]),
            }));
        }
        match parts.as_slice() {
            [] => Some(None),
            [part] if !only_list => self.one_part(name, part, shape).map(Some),
            parts if is_list => {
                let items = parts.iter().enumerate();
                let items = items.map(|(at, part)| self.one_part(name, part, shape.item(at)));
                items
                    .collect::<Option<Vec<Value>>>()
                    .map(|items| Some(Value::Array(items)))
            }
            _ => {
                self.broken(Where::Body, pointer(&[name]), "this part once".to_owned());
                None
            }
        }
    }

    fn one_part(&mut self, name: &str, part: &Part, shape: &'static Shape) -> Option<Value> {
        let read = match part.text() {
            None => Err("UTF-8 text"),
            Some(text) if part.is_json() => {
                serde_json::from_str(text).map_err(|_| "JSON, which it is not")
            }
            Some(text) => scalar(text, shape).map_err(|_| "UTF-8 text"),
        };
        match read {
            Ok(value) => Some(value),
            Err(asked) => {
                self.broken(Where::Body, pointer(&[name]), asked.to_owned());
                None
            }
        }
    }

    fn missing_part<T>(&mut self, name: &str) -> Option<T> {
        let asked = "this part, which is missing".to_owned();
        self.broken(Where::Body, pointer(&[name]), asked);
        None
    }
}
