//! What every operation refuses. New operations are asked here without further ado.

use contracts_core::{
    Pointer,
    openapi::{Contract, Operation},
    schema::{Target, follow},
};
use contracts_tests::verify::{Ask, Book, Outcome, Service};
use reqwest::{
    Method,
    header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue},
};
use serde_json::Value;

/// More than any operation reads.
const TOO_MUCH: u64 = 1 << 30;

const CORRELATION: HeaderName = HeaderName::from_static("x-correlation-id");

pub(crate) async fn walk(service: &Service, book: &Book) -> Outcome<()> {
    for contract in book.contracts() {
        for operation in &contract.operations {
            let ask = request(contract, operation);
            for (ask, status, code) in refusals(operation, &ask) {
                let answer = service.ask(ask).await?;
                let refused = (answer.status(), answer.code());
                assert_eq!(refused, (status, code.to_owned()), "{}", operation.id);
            }
        }
    }
    Ok(())
}

/// A request for nobody's resource, with the example of the document as its body.
fn request(contract: &Contract, operation: &Operation) -> Ask {
    let nobody = "00000000-0000-4000-8000-000000000000";
    let path = operation.path.replace("{id}", nobody);
    assert!(
        !path.contains('{'),
        "{path}: nothing is known of this parameter"
    );
    let method = Method::from_bytes(operation.method.wire().as_bytes()).unwrap();
    let ask = Ask::new(method, path).key("dev-key");
    // Text that is not ASCII is repeated, too.
    let ask = ask.header(
        CORRELATION,
        HeaderValue::from_bytes("né".as_bytes()).unwrap(),
    );
    let Some(body) = &operation.body else {
        return ask;
    };
    let schema = body.content[0].schema.as_ref().unwrap();
    ask.json(&example(contract, schema))
}

fn example(contract: &Contract, schema: &Pointer) -> Value {
    let node = schema.find(&contract.document).unwrap();
    match node.get("$ref").and_then(Value::as_str) {
        Some(reference) => match follow(&contract.document, reference) {
            Target::Found(pointer) => example(contract, &pointer),
            other => panic!("{other:?}"),
        },
        None => node
            .get("example")
            .unwrap_or_else(|| panic!("no example at {}", schema.as_str()))
            .clone(),
    }
}

fn refusals(operation: &Operation, ask: &Ask) -> Vec<(Ask, u16, &'static str)> {
    let header = |name: HeaderName, value: &'static str| {
        ask.clone().header(name, HeaderValue::from_static(value))
    };
    let no_text = HeaderValue::from_bytes(b"\xff").unwrap();
    let mut refusals = vec![
        (ask.clone().without_key(), 401, "UNAUTHENTICATED"),
        (ask.clone().key("wrong"), 403, "FORBIDDEN"),
        (
            ask.clone().header(CORRELATION, no_text),
            400,
            "INVALID_PARAMS",
        ),
    ];
    let mut answers = operation
        .responses
        .iter()
        .filter(|one| one.status.is_success());
    if answers.any(|answer| !answer.content.is_empty()) {
        refusals.push((header(ACCEPT, "image/png"), 406, "INVALID_PARAMS"));
    }
    if operation.path.contains("{id}") {
        refusals.push((ask.clone(), 404, "NOT_FOUND"));
    }
    if operation.body.is_some() {
        let xml = header(CONTENT_TYPE, "application/xml");
        refusals.push((xml, 415, "UNSUPPORTED_MEDIA_TYPE"));
        refusals.push((ask.clone().announcing(TOO_MUCH), 413, "PAYLOAD_TOO_LARGE"));
    }
    refusals
}
