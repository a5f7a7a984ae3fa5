//! One request and its answer, against the operation that the request was for.

use std::collections::BTreeSet;

use contracts_core::openapi::{Contract, Header, MediaType, Operation, Response, Status};
use reqwest::{
    Method,
    header::{CONTENT_TYPE, HeaderMap},
};
use serde_json::Value;

use super::{declared::item, events::Reader, schema::Schemas};

/// What went over the wire.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// The method of the request.
    pub method: Method,
    /// Its path, without the query.
    pub path: String,
    /// Its headers.
    pub sent: HeaderMap,
    /// The status of the answer.
    pub status: u16,
    /// The headers of the answer.
    pub headers: HeaderMap,
    /// The whole body of the answer.
    pub body: Vec<u8>,
}

/// What an exchange shows.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub(super) seen: BTreeSet<String>,
    pub(super) broken: Vec<String>,
}

/// What HTTP itself puts into answers, and no document declares.
const OF_HTTP: [&str; 5] = [
    "cache-control",
    "content-length",
    "content-type",
    "date",
    "transfer-encoding",
];

impl Exchange {
    /// The operation that the request is for.
    pub(super) fn operation<'c>(&self, contract: &'c Contract) -> Option<&'c Operation> {
        let asked: Vec<&str> = self.path.split('/').collect();
        let fits = |operation: &&Operation| {
            let template: Vec<&str> = operation.path.split('/').collect();
            let same = |(part, asked): (&&str, &&str)| part.starts_with('{') || part == asked;
            operation.method.wire() == self.method.as_str()
                && template.len() == asked.len()
                && template.iter().zip(&asked).all(same)
        };
        contract.operations.iter().find(fits)
    }

    /// Checks the answer by what the operation declares.
    pub(super) fn check(&self, operation: &Operation, schemas: &Schemas) -> Shown {
        let mut check = Check {
            exchange: self,
            schemas,
            id: &operation.id,
            shown: Shown::default(),
        };
        let responses = &operation.responses;
        let exact = |status: Status| responses.iter().find(|one| one.status == status);
        let digit = u8::try_from(self.status / 100).unwrap_or(0);
        let listed = exact(Status::Code(self.status)).or_else(|| exact(Status::Range(digit)));
        // `default` is for errors: what succeeds is listed.
        let default = || exact(Status::Default).filter(|_| self.status >= 400);
        match listed.or_else(default) {
            Some(response) => check.answer(response),
            None => check.broken("no response declares this status"),
        }
        check.shown
    }
}

struct Check<'e> {
    exchange: &'e Exchange,
    schemas: &'e Schemas,
    id: &'e str,
    shown: Shown,
}

impl Check<'_> {
    fn broken(&mut self, why: &str) {
        let Exchange {
            method,
            path,
            status,
            ..
        } = self.exchange;
        let broken = format!("{}: {method} {path} {status}: {why}", self.id);
        self.shown.broken.push(broken);
    }

    fn answer(&mut self, response: &Response) {
        self.shown
            .seen
            .insert(item::status(self.id, response.status));
        for header in &response.headers {
            self.header(response.status, header);
        }
        for name in self.exchange.headers.keys().map(|name| name.as_str()) {
            let declared = response.headers.iter();
            let mut declared = declared.map(|header| header.name.as_str());
            if !OF_HTTP.contains(&name) && !declared.any(|one| one.eq_ignore_ascii_case(name)) {
                self.broken(&format!("nothing declares the header {name}"));
            }
        }
        self.body(response);
    }

    fn header(&mut self, status: Status, header: &Header) {
        let name = &header.name;
        let values: Vec<_> = self.exchange.headers.get_all(name).iter().collect();
        let value = match values.as_slice() {
            [value] => value,
            [] if header.required => return self.broken(&format!("the header {name} is missing")),
            [] => return,
            _ => return self.broken(&format!("the header {name} is there more than once")),
        };
        let Ok(text) = std::str::from_utf8(value.as_bytes()) else {
            return self.broken(&format!("the header {name} is no text"));
        };
        self.shown.seen.insert(item::header(self.id, status, name));
        if let Some(schema) = &header.schema {
            let broken = self.schemas.broken(schema, &Value::String(text.to_owned()));
            // What is not meant to be text is written as in JSON.
            let read = serde_json::from_str(text).map(|value| self.schemas.broken(schema, &value));
            if !broken.is_empty() && !read.is_ok_and(|broken| broken.is_empty()) {
                self.broken(&format!(
                    "the header {name} is {text:?}{}",
                    broken.join("; ")
                ));
            }
        }
        let sent = header
            .echo
            .as_ref()
            .and_then(|echo| self.exchange.sent.get(echo));
        // One that is no text is refused, and cannot be repeated.
        let sent = sent.and_then(|sent| std::str::from_utf8(sent.as_bytes()).ok());
        if sent.is_some_and(|sent| sent != text) {
            self.broken(&format!("the header {name} does not repeat what was sent"));
        }
    }

    fn body(&mut self, response: &Response) {
        let content_type = self.exchange.headers.get(CONTENT_TYPE);
        let content_type = content_type.and_then(|text| text.to_str().ok());
        let essence = content_type
            .and_then(|text| text.split(';').next())
            .map(str::trim);
        if response.content.is_empty() {
            if essence.is_some() || !self.exchange.body.is_empty() {
                self.broken("nothing declares a body");
            }
            return;
        }
        let declared = response
            .content
            .iter()
            .find(|media| Some(media.name.as_str()) == essence);
        let Some(media) = declared else {
            return self.broken(&format!("nothing declares a body of {essence:?}"));
        };
        self.shown
            .seen
            .insert(item::body(self.id, response.status, &media.name));
        if media.events.is_some() {
            return self.events(response.status, media);
        }
        match serde_json::from_slice(&self.exchange.body) {
            Ok(value) => self.value(media.schema.as_ref(), &value, "the body"),
            Err(error) => self.broken(&format!("the body is no JSON: {error}")),
        }
        if response.status == Status::Default || !response.status.is_success() {
            self.code(serde_json::from_slice(&self.exchange.body).ok().as_ref());
        }
    }

    fn value(&mut self, schema: Option<&contracts_core::Pointer>, value: &Value, what: &str) {
        for broken in schema
            .map(|schema| self.schemas.broken(schema, value))
            .into_iter()
            .flatten()
        {
            self.broken(&format!("{what}{broken}: {value}"));
        }
    }

    fn code(&mut self, error: Option<&Value>) {
        let code = error.and_then(|error| error.get("code")?.as_str());
        self.shown.seen.extend(code.map(item::code));
    }

    fn events(&mut self, status: Status, media: &MediaType) {
        let mut reader = Reader::default();
        reader.push(&self.exchange.body);
        let mut names = Vec::new();
        while let Some(event) = reader.next() {
            let declared = media.events.iter().flat_map(|stream| &stream.events);
            match declared.into_iter().find(|one| one.name == event.name) {
                Some(one) => {
                    self.value(
                        one.schema.as_ref(),
                        &event.data,
                        &format!("the event {}", one.name),
                    );
                    self.shown
                        .seen
                        .insert(item::event(self.id, status, &one.name));
                    self.code(Some(&event.data));
                }
                None => self.broken(&format!("nothing declares the event {}", event.name)),
            }
            names.push(event.name);
        }
        if !reader.rest().is_empty() {
            self.broken("the stream breaks off within an event");
        }
        let Some(order) = media.events.as_ref().and_then(|stream| stream.automaton()) else {
            return;
        };
        match order.run(names.iter().map(String::as_str)) {
            Ok(state) if order.states.get(state).is_some_and(|state| state.accepting) => {}
            Ok(_) => self.broken(&format!("the stream must not end after {:?}", names.last())),
            Err(at) => self.broken(&format!(
                "the event {:?} must not come here: {names:?}",
                names[at]
            )),
        }
    }
}
