use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::style::{Place, Style};

/// How a parameter is put on the wire; or a member of a form, which is written as a parameter in a query is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name on the wire.
    pub name: &'static str,
    /// Where it travels.
    pub place: Place,
    /// How its value becomes text.
    pub style: Style,
    /// Whether lists and objects spread over several pairs.
    pub explode: bool,
    /// Whether characters that are reserved in URLs stay as they are.
    pub allow_reserved: bool,
}

/// What becomes of characters that may mean something where a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escape {
    /// All but RFC 3986's unreserved characters are percent-encoded.
    Url,
    /// The same, but reserved characters and what is percent-encoded already stay (RFC 6570, section 3.2.3).
    Reserved,
    /// As HTML forms are: a space is a plus, and the tilde is encoded too.
    Form,
    /// Nothing is.
    None,
}

impl Parameter {
    /// One in the query, written as most are.
    #[must_use]
    pub const fn query(name: &'static str) -> Self {
        Self {
            name,
            place: Place::Query,
            style: Style::Form,
            explode: true,
            allow_reserved: false,
        }
    }

    /// One in the path, written as most are.
    #[must_use]
    pub const fn path(name: &'static str) -> Self {
        Self::simple(name, Place::Path)
    }

    /// One in a header, written as most are.
    #[must_use]
    pub const fn header(name: &'static str) -> Self {
        Self::simple(name, Place::Header)
    }

    const fn simple(name: &'static str, place: Place) -> Self {
        Self {
            name,
            place,
            style: Style::Simple,
            explode: false,
            allow_reserved: false,
        }
    }

    /// The value as its style sees it: JSON is one text.
    pub(super) fn shaped(&self, value: Value) -> Value {
        match self.style {
            Style::Json => Value::String(value.to_string()),
            _ => value,
        }
    }

    /// How its value is escaped in a URL.
    pub(super) fn escape(&self) -> Escape {
        if self.style == Style::Cookie {
            Escape::None
        } else if self.allow_reserved {
            Escape::Reserved
        } else {
            Escape::Url
        }
    }
}

/// RFC 3986's unreserved characters stay as they are.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

const FORM: &AsciiSet = &RESERVED.add(b'~').remove(b' ');

/// Reserved characters stay too; the number sign would end the query.
const OTHER: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'[')
    .remove(b']')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

pub(super) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

impl Escape {
    pub(super) fn write(self, text: &str) -> String {
        match self {
            Self::Url => encode(text),
            Self::Reserved => reserved(text),
            Self::Form => utf8_percent_encode(text, FORM)
                .to_string()
                .replace(' ', "+"),
            Self::None => text.to_owned(),
        }
    }
}

/// Percent-encoded already is what looks like it: `%` and two hexadecimal digits.
fn reserved(text: &str) -> String {
    let mut written = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        written.extend(utf8_percent_encode(before, OTHER));
        let triple = after.as_bytes().get(..2);
        let is_triple = triple.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        written.push_str(if is_triple { "%" } else { "%25" });
        rest = after;
    }
    written.extend(utf8_percent_encode(rest, OTHER));
    written
}

/// What stands for the parameter in a path: every value is percent-encoded, what is between them is not.
pub(super) fn path(parameter: Parameter, value: &Value) -> String {
    let (explode, escape) = (parameter.explode, parameter.escape());
    // A slash or question mark would begin another part of the URL, whatever is allowed.
    let encode = |text: &str| match escape {
        Escape::Reserved => reserved(text).replace('/', "%2F").replace('?', "%3F"),
        escape => escape.write(text),
    };
    match (parameter.style, value) {
        (_, Value::Null) => String::new(),
        (Style::Label, value) => {
            let separator = if explode { "." } else { "," };
            format!(".{}", join(value, explode, separator, encode))
        }
        (Style::Matrix, value) => matrix(parameter.name, value, explode, encode),
        (_, value) => join(value, explode, ",", encode),
    }
}

fn matrix(name: &str, value: &Value, explode: bool, encode: impl Fn(&str) -> String) -> String {
    let name = self::encode(name);
    let pair = |name: &str, text: &str| match text {
        "" => format!(";{name}"),
        text => format!(";{name}={text}"),
    };
    match value {
        Value::Array(items) if explode => {
            let items = defined(items).map(|item| pair(&name, &encode(&scalar(item))));
            items.collect()
        }
        Value::Object(members) if explode => {
            let members = members.iter().filter(|(_, value)| !value.is_null());
            members
                .map(|(key, value)| pair(&encode(key), &encode(&scalar(value))))
                .collect()
        }
        value => pair(&name, &join(value, false, ",", encode)),
    }
}

/// Style `simple` in a header: values behind each other, with commas between them. They are written as they are:
/// no server decodes headers.
pub(super) fn simple(value: &Value, explode: bool) -> String {
    join(value, explode, ",", str::to_owned)
}

/// Null stands for what is not there (RFC 6570, section 2.3).
fn defined(items: &[Value]) -> impl Iterator<Item = &Value> {
    items.iter().filter(|item| !item.is_null())
}

fn join(value: &Value, explode: bool, separator: &str, encode: impl Fn(&str) -> String) -> String {
    let text = |value: &Value| encode(&scalar(value));
    match value {
        Value::Array(items) => defined(items).map(text).collect::<Vec<_>>().join(separator),
        Value::Object(members) => {
            let between = if explode { "=" } else { separator };
            let pair = |(key, value): (&String, &Value)| {
                format!("{}{between}{}", encode(key), text(value))
            };
            let members = members.iter().filter(|(_, value)| !value.is_null());
            members.map(pair).collect::<Vec<_>>().join(separator)
        }
        one => text(one),
    }
}

/// The pairs of a parameter, as they stand in a query or in a header.
pub(super) fn pairs(parameter: Parameter, value: &Value) -> Vec<String> {
    let pairs = named(parameter, value, parameter.escape()).into_iter();
    pairs
        .map(|(name, value)| format!("{name}={value}"))
        .collect()
}

/// The names and values of a parameter in a query or cookie, or of a member of a form, escaped.
pub(super) fn named(parameter: Parameter, value: &Value, escape: Escape) -> Vec<(String, String)> {
    let name = parameter.name;
    // Only values may have what is reserved.
    let key = |name: &str| match escape {
        Escape::Reserved => encode(name),
        escape => escape.write(name),
    };
    let pair = |name: &str, value: &Value| (key(name), escape.write(&scalar(value)));
    match (value, parameter.style) {
        (Value::Object(_), Style::DeepObject) => {
            let mut flat = Vec::new();
            deep(name, value, &mut flat);
            flat.iter().map(|(name, value)| pair(name, value)).collect()
        }
        (Value::Array(items), _) if parameter.explode => {
            defined(items).map(|item| pair(name, item)).collect()
        }
        (Value::Object(members), _) if parameter.explode => members
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| pair(key, value))
            .collect(),
        (value, _) if !value.is_array() && !value.is_object() => vec![pair(name, value)],
        (value, style) => {
            let separator = match style {
                Style::SpaceDelimited => separator(" ", escape),
                Style::PipeDelimited => separator("|", escape),
                _ => ",".to_owned(),
            };
            let text = join(value, false, &separator, |text| escape.write(text));
            vec![(key(name), text)]
        }
    }
}

/// A separator that no URL may have as it is.
fn separator(text: &str, escape: Escape) -> String {
    match escape {
        Escape::None => text.to_owned(),
        _ => encode(text),
    }
}

/// `name[key][inner]`. The specification leaves open what is inside an object; this is what most servers
/// understand.
fn deep<'v>(name: &str, value: &'v Value, out: &mut Vec<(String, &'v Value)>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                deep(&format!("{name}[{key}]"), value, out);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                deep(&format!("{name}[{index}]"), value, out);
            }
        }
        Value::Null => {}
        one => out.push((name.to_owned(), one)),
    }
}

/// Text as it is, everything else as JSON.
pub(super) fn scalar(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text),
        Value::Null => Cow::Borrowed(""),
        Value::Bool(true) => Cow::Borrowed("true"),
        Value::Bool(false) => Cow::Borrowed("false"),
        other => Cow::Owned(other.to_string()),
    }
}

#[cfg(test)]
mod tests;
