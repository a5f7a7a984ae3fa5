//! The value of one parameter, from wherever it travels.

use std::borrow::Cow;

use axum::http::{HeaderMap, HeaderValue, request::Parts};
use serde_json::Value;

use super::{
    Parameter, Place, Style, form,
    query::{self, Decode, Pair},
    shape::Form,
    style::{NotText, Written},
};

/// What parameters are read from.
pub(super) struct Sources<'s> {
    pub(super) head: &'s Parts,
    /// What stands in the path for a name.
    pub(super) captured: &'s [(&'static str, String)],
    /// The query's pairs, where any parameter is in the query.
    pub(super) pairs: &'s [Pair<'s>],
    pub(super) all: &'static [Parameter],
}

/// The value, not checked yet; none where it is not there.
pub(super) fn read(
    sources: &Sources<'_>,
    of: &'static Parameter,
) -> Result<Option<Value>, NotText> {
    let name = of.name;
    match of.place {
        Place::Path => {
            let captured = sources
                .captured
                .iter()
                .find(|(captured, _)| *captured == name);
            captured
                .map(|(_, raw)| one(of, raw, Decode::Url))
                .transpose()
        }
        Place::Header => of_headers(&sources.head.headers, of),
        Place::Query => pairs(of, sources.pairs, &taken(of, sources.all)),
        Place::QueryString => whole_query(of, sources),
        Place::Cookie => {
            let Some(text) = header(&sources.head.headers, "cookie")? else {
                return Ok(None);
            };
            let decode = match of.style {
                Style::Cookie => Decode::Plain,
                _ => Decode::Url,
            };
            let cookies: Vec<Pair<'_>> = query::cookies(&text, decode).collect();
            pairs(of, &cookies, &taken(of, sources.all))
        }
    }
}

/// The value of a header of a request or of a part.
pub(super) fn of_headers(headers: &HeaderMap, of: &Parameter) -> Result<Option<Value>, NotText> {
    match header(headers, of.name)? {
        Some(text) => one(of, &text, Decode::Plain).map(Some),
        None => Ok(None),
    }
}

/// The lines of a header, which are one list (RFC 9110, 5.2).
pub(super) fn header<'h>(
    headers: &'h HeaderMap,
    name: &str,
) -> Result<Option<Cow<'h, str>>, NotText> {
    let separator = if name.eq_ignore_ascii_case("cookie") {
        "; "
    } else {
        ", "
    };
    let mut lines = headers.get_all(name).iter();
    let Some(first) = lines.next() else {
        return Ok(None);
    };
    let text = |line: &'h HeaderValue| std::str::from_utf8(line.as_bytes()).map_err(|_| NotText);
    let mut all = Cow::Borrowed(text(first)?);
    for line in lines {
        let all = all.to_mut();
        all.push_str(separator);
        all.push_str(text(line)?);
    }
    Ok(Some(all))
}

/// A value that is written in one piece.
fn one(of: &Parameter, raw: &str, decode: Decode) -> Result<Value, NotText> {
    if of.style == Style::Json {
        let text = decode.text(raw).ok_or(NotText)?;
        // What is no JSON stays text, which the check refuses unless text is asked for.
        let value = serde_json::from_str(&text);
        return Ok(value.unwrap_or_else(|_| Value::from(text.as_ref())));
    }
    let written = Written {
        name: of.name,
        style: of.style,
        explode: of.explode,
        decode,
    };
    written.value(raw, of.shape)
}

/// The names that mean another parameter at the same place.
fn taken(of: &Parameter, all: &'static [Parameter]) -> Vec<&'static str> {
    // Only objects whose members are pairs of their own ask for it.
    if !of.explode || of.shape.form() == Some(Form::Scalar) {
        return Vec::new();
    }
    let others = all.iter().filter(|other| other.place == of.place);
    let others = others.filter(|other| other.name != of.name);
    others.map(|other| other.name).collect()
}

/// A value in the pairs of a query, of cookies or of a form; `taken` are names that mean something else.
pub(super) fn pairs(
    of: &Parameter,
    pairs: &[Pair<'_>],
    taken: &[&str],
) -> Result<Option<Value>, NotText> {
    let forms = of.shape.forms();
    let is_object = forms.contains(&Form::Object);
    if of.style == Style::DeepObject {
        if let Some(value) = form::deep(pairs, of.name, of.shape)? {
            return Ok(Some(value));
        }
        return form::named(pairs, of.name, of.shape);
    }
    if is_object && of.explode && of.style != Style::Json {
        return form::members(pairs, of.shape, taken);
    }
    let mut raw = pairs.iter().filter(|pair| pair.name == of.name);
    let is_split = forms.contains(&Form::List) || is_object;
    if of.style == Style::Json || is_split && !of.explode {
        // Whoever repeats the name of a list that is one text means more of it; the last of other values counts.
        let found: Vec<&Pair<'_>> = raw.collect();
        let Some(last) = found.last() else {
            return Ok(None);
        };
        let texts: Vec<&str> = found.iter().map(|pair| pair.value).collect();
        let joined = match (of.style, is_split) {
            (Style::Json, _) | (_, false) => last.value.to_owned(),
            (Style::PipeDelimited, _) => texts.join("|"),
            (Style::SpaceDelimited, _) if last.decode == Decode::Plain => texts.join(" "),
            (Style::SpaceDelimited, _) => texts.join("%20"),
            _ => texts.join(","),
        };
        return one(of, &joined, last.decode).map(Some);
    }
    match raw.next() {
        Some(_) => form::named(pairs, of.name, of.shape),
        None => Ok(None),
    }
}

/// The whole query: a form, or one text.
fn whole_query(of: &'static Parameter, sources: &Sources<'_>) -> Result<Option<Value>, NotText> {
    let Some(raw) = sources.head.uri.query().filter(|raw| !raw.is_empty()) else {
        return Ok(None);
    };
    let value = match (of.style, of.shape.forms().contains(&Form::Object)) {
        (Style::Json, _) | (_, false) => one(of, raw, Decode::Form)?,
        (_, true) => form::whole(sources.pairs, of.shape, &[])?,
    };
    Ok(Some(value))
}
