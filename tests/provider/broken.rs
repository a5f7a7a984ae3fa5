//! That what breaks the contract is noticed: by answers that were made up, and by documents that were edited.

use std::{collections::BTreeSet, fs, path::Path};

use contracts_core::source::Sources;
use contracts_tests::verify::{Book, Exchange, judged};
use reqwest::{
    Method,
    header::{HeaderMap, HeaderName, HeaderValue},
};

fn document() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../api-types/openapi/data.yaml");
    fs::read_to_string(path).unwrap()
}

fn book(text: String) -> Book {
    Book::load(&mut Sources::memory([("data.yaml", text)]), &["data.yaml"]).unwrap()
}

fn headers(lines: &str) -> HeaderMap {
    let lines = lines.lines().filter_map(|line| line.split_once(": "));
    let pairs = lines.map(|(name, value)| {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        (name, HeaderValue::from_str(value).unwrap())
    });
    let mut headers = HeaderMap::new();
    pairs.for_each(|(name, value)| {
        headers.append(name, value);
    });
    headers
}

const SOMEBODY: &str = "/v1/sessions/00000000-0000-4000-8000-000000000000";
const SOMETHING: &str = "/v1/tasks/00000000-0000-4000-8000-000000000000/stream";
const JSON: &str = "x-correlation-id: a\ncontent-type: application/json";
const EVENTS: &str = "x-correlation-id: a\ncontent-type: text/event-stream";
const SESSION: &str = r#"{"ttl_ms_remaining": 1, "turns": 0, "kv_bytes": 0, "kv_warmth": 0.5}"#;
const STARTED: &str =
    "event: started\ndata: {\"queue_position\": 0, \"predicted_start_ms\": 0}\n\n";
const TOKEN: &str = "event: token\ndata: {\"t\": \"a\", \"i\": 0}\n\n";
const END: &str = "event: end\ndata: {\"tokens_out\": 1, \"decode_ms\": 1}\n\n";

/// What is said of an answer; nothing of one that keeps the contract.
fn said(method: Method, path: &str, (status, lines): (u16, &str), body: &str) -> String {
    let exchange = Exchange {
        method,
        path: path.to_owned(),
        sent: headers("x-correlation-id: a"),
        status,
        headers: headers(lines),
        body: body.as_bytes().to_vec(),
    };
    let checked = book(document()).check(&exchange);
    checked.err().map(|why| why.to_string()).unwrap_or_default()
}

#[track_caller]
fn check(said: &str, expect: &str) {
    assert!(
        said.contains(expect) && said.is_empty() == expect.is_empty(),
        "{said:?} instead of {expect:?}"
    );
}

#[test]
fn statuses_and_headers_that_break_the_contract_are_noticed() {
    let error = r#"{"code": "CONFLICT", "message": "no"}"#;
    for (status, lines, body, expect) in [
        (200, JSON, SESSION, ""),
        (418, JSON, error, ""),
        (201, JSON, SESSION, "no response declares this status"),
        (
            200,
            "content-type: application/json",
            SESSION,
            "X-Correlation-Id is missing",
        ),
        (
            200,
            "x-correlation-id: b\ncontent-type: application/json",
            SESSION,
            "does not repeat what was sent",
        ),
        (
            200,
            "x-correlation-id: a\nx-correlation-id: a\ncontent-type: application/json",
            SESSION,
            "more than once",
        ),
        (
            200,
            "x-correlation-id: a\nx-new: a\ncontent-type: application/json",
            SESSION,
            "nothing declares the header x-new",
        ),
        (
            200,
            "x-correlation-id: a\ncontent-type: text/plain",
            SESSION,
            "nothing declares a body of",
        ),
    ] {
        check(&said(Method::GET, SOMEBODY, (status, lines), body), expect);
    }
    check(
        &said(Method::DELETE, SOMEBODY, (204, "x-correlation-id: a"), ""),
        "",
    );
    check(
        &said(
            Method::DELETE,
            SOMEBODY,
            (204, "x-correlation-id: a"),
            "gone",
        ),
        "nothing declares a body",
    );
    check(
        &said(Method::PUT, SOMEBODY, (200, JSON), SESSION),
        "no operation is PUT",
    );
    let with = |value: &str| format!("{EVENTS}\nx-budget-tokens-remaining: {value}");
    let stream = format!("{STARTED}{END}");
    check(
        &said(Method::GET, SOMETHING, (200, &with("7")), &stream),
        "",
    );
    check(
        &said(Method::GET, SOMETHING, (200, &with("many")), &stream),
        "X-Budget-Tokens-Remaining",
    );
    check(
        &said(Method::GET, SOMETHING, (200, &with("1.5")), &stream),
        "X-Budget-Tokens-Remaining",
    );
}

#[test]
fn bodies_that_break_their_schemas_are_noticed() {
    for (from, to, expect) in [
        ("\"turns\": 0, ", "", "\"turns\" is a required property"),
        ("\"turns\": 0", "\"turns\": \"0\"", "/turns: "),
        ("\"turns\": 0", "\"turns\": 2147483648", "/turns: "),
        ("0.5", "1.5", "/kv_warmth: "),
        (
            "0.5",
            "0.5, \"kv_colour\": 1",
            "/kv_colour: nothing declares this member",
        ),
        ("}", "", "no JSON"),
    ] {
        let body = SESSION.replacen(from, to, 1);
        check(&said(Method::GET, SOMEBODY, (200, JSON), &body), expect);
    }
    let error = |code: &str, more: &str| format!(r#"{{"code": "{code}", "message": "no"{more}}}"#);
    check(
        &said(Method::GET, SOMEBODY, (404, JSON), &error("NOT_FOUND", "")),
        "",
    );
    check(
        &said(Method::GET, SOMEBODY, (404, JSON), &error("LOST", "")),
        "/code: ",
    );
    // Members of a part of `allOf` are declared, too.
    let waits = format!("{JSON}\nretry-after: 1\nx-backoff-ms: 1");
    let full = |more: &str| {
        said(
            Method::POST,
            "/v1/tasks",
            (429, &waits),
            &error("ADMISSION_REJECT", more),
        )
    };
    check(
        &full(r#", "policy_label": "reject", "retriable": true"#),
        "",
    );
    check(
        &full(r#", "retriable": true"#),
        "\"policy_label\" is a required property",
    );
}

#[test]
fn streams_that_break_their_order_are_noticed() {
    let strange = "event: strange\ndata: {}\n\n";
    let wrong = "event: token\ndata: {\"t\": 1, \"i\": 0}\n\n";
    let metrics = "event: metrics\ndata: {\"queue_depth\": 1, \"more\": [1]}\n\n";
    for (events, expect) in [
        (format!("{STARTED}{TOKEN}{metrics}{END}"), ""),
        (format!("{TOKEN}{END}"), "\"token\" must not come here"),
        (
            format!("{STARTED}{END}{TOKEN}"),
            "\"token\" must not come here",
        ),
        (
            format!("{STARTED}{TOKEN}"),
            "must not end after Some(\"token\")",
        ),
        (
            format!("{STARTED}{END}event: tok"),
            "breaks off within an event",
        ),
        (
            format!("{STARTED}{strange}{END}"),
            "nothing declares the event strange",
        ),
        (format!("{STARTED}{wrong}{END}"), "the event token/t: "),
    ] {
        check(
            &said(Method::GET, SOMETHING, (200, EVENTS), &events),
            expect,
        );
    }
}

#[test]
fn what_is_added_to_a_document_has_to_be_observed() {
    let before = book(document()).declared();
    for (from, to, added) in [
        (
            "        '429':\n",
            "        '499':\n          $ref: '#/components/responses/Forbidden'\n        '429':\n",
            "createTask 499",
        ),
        (
            "            X-Budget-Cost-Remaining:\n",
            "            X-New:\n              schema: {type: string}\n            X-Budget-Cost-Remaining:\n",
            "createTask 202 header X-New",
        ),
        (
            "                - name: end\n",
            "                - name: paused\n                - name: end\n",
            "streamTask 200 event paused",
        ),
        (
            "        - CONFLICT\n",
            "        - CONFLICT\n        - TOO_EARLY\n",
            "code TOO_EARLY",
        ),
    ] {
        let edited = book(document().replacen(from, to, 1)).declared();
        let new: Vec<&String> = edited.difference(&before).collect();
        assert_eq!(
            new.first().map(|item| item.as_str()),
            Some(added),
            "{new:?}"
        );
        assert_eq!(judged(&edited, &before, &[]).len(), new.len());
        assert_eq!(
            judged(&edited, &before, &[(added, "it cannot happen")]),
            [""; 0]
        );
    }
}

#[test]
fn an_exception_that_is_none_is_noticed() {
    let declared: BTreeSet<String> = ["a 200", "a 500", "a 500 header X"]
        .map(str::to_owned)
        .into();
    let some: BTreeSet<String> = ["a 200"].map(str::to_owned).into();
    assert_eq!(judged(&declared, &some, &[("a 500", "")]), [""; 0]);
    assert_eq!(
        judged(&declared, &declared, &[("a 500", "")]),
        ["a 500: an exception, but a 500 was observed"]
    );
    assert_eq!(
        judged(&some, &some, &[("a 50", "")]),
        ["a 50: an exception that nothing declares"]
    );
}
