//! What the documents declare, and what has become of each of it.

use std::collections::BTreeSet;

use contracts_core::openapi::{Contract, Operation, Response, Status};
use serde_json::Value;

/// Something that is declared and cannot be observed, and why.
pub type Exception = (&'static str, &'static str);

/// The names of what can be observed, as failures and exceptions call it.
pub(super) mod item {
    use contracts_core::openapi::Status;

    pub(in super::super) fn status(operation: &str, status: Status) -> String {
        format!("{operation} {status}")
    }

    pub(in super::super) fn header(operation: &str, status: Status, name: &str) -> String {
        format!("{operation} {status} header {name}")
    }

    pub(in super::super) fn body(operation: &str, status: Status, media: &str) -> String {
        format!("{operation} {status} body {media}")
    }

    pub(in super::super) fn event(operation: &str, status: Status, name: &str) -> String {
        format!("{operation} {status} event {name}")
    }

    pub(in super::super) fn code(name: &str) -> String {
        format!("code {name}")
    }
}

/// Everything that a document declares of answers: statuses, headers, bodies, events, and the codes of errors.
pub(super) fn declared(contract: &Contract) -> BTreeSet<String> {
    let mut all: BTreeSet<String> = codes(contract).map(item::code).collect();
    for operation in &contract.operations {
        for response in &operation.responses {
            answer(operation, response, &mut all);
        }
    }
    all
}

fn answer(operation: &Operation, response: &Response, all: &mut BTreeSet<String>) {
    let (id, status): (&str, Status) = (&operation.id, response.status);
    all.insert(item::status(id, status));
    let headers = response.headers.iter();
    all.extend(headers.map(|header| item::header(id, status, &header.name)));
    for media in &response.content {
        all.insert(item::body(id, status, &media.name));
        let events = media.events.iter().flat_map(|stream| &stream.events);
        all.extend(events.map(|event| item::event(id, status, &event.name)));
    }
}

/// The codes that errors may have (ORCH-2006).
fn codes(contract: &Contract) -> impl Iterator<Item = &str> {
    let schema = contract.schemas.get("ErrorKind");
    let schema = schema.and_then(|pointer| pointer.find(&contract.document));
    let codes = schema.and_then(|schema| schema.get("enum")?.as_array());
    codes.into_iter().flatten().filter_map(Value::as_str)
}

/// What is wrong: declared and neither observed nor an exception, an exception and observed, an exception and not
/// declared. An exception for a status is one for its headers, bodies and events, too.
#[must_use]
pub fn judged(
    declared: &BTreeSet<String>,
    seen: &BTreeSet<String>,
    exceptions: &[Exception],
) -> Vec<String> {
    let excepts = |exception: &str, item: &str| {
        let rest = item.strip_prefix(exception);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let mut wrong = Vec::new();
    for item in declared.difference(seen) {
        if !exceptions.iter().any(|(one, _)| excepts(one, item)) {
            wrong.push(format!("{item}: declared, and never observed"));
        }
    }
    for (exception, _) in exceptions {
        if !declared.contains(*exception) {
            wrong.push(format!("{exception}: an exception that nothing declares"));
        }
        if let Some(item) = seen.iter().find(|item| excepts(exception, item)) {
            wrong.push(format!(
                "{exception}: an exception, but {item} was observed"
            ));
        }
    }
    wrong
}
