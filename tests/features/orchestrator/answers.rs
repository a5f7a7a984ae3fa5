//! What answers say.

use contracts_tests::verify::Ask;
use cucumber::{gherkin::Step, then};
use reqwest::Method;
use serde_json::Value;
use uuid::Uuid;

use super::{json, tasks::new_task};
use crate::World;

#[then(expr = "the answer is {int}")]
fn answered(world: &mut World, status: u16) {
    let answer = world.orchestrator().answer();
    assert_eq!(answer.status(), status, "{answer:?}");
}

#[then(expr = "the answer is {int} with the code {word}")]
fn refusal(world: &mut World, status: u16, code: String) {
    let answer = world.orchestrator().answer();
    assert_eq!(
        (answer.status(), answer.code()),
        (status, code),
        "{answer:?}"
    );
}

#[then(regex = r#"^the answer's "(/[^"]*)" is (.+)$"#)]
fn says(world: &mut World, pointer: String, value: String) {
    let body = world.orchestrator().answer().json();
    assert_eq!(body.pointer(&pointer), Some(&json(&value)), "{body}");
}

#[then(expr = "the answer has no {string}")]
fn says_nothing(world: &mut World, pointer: String) {
    let body = world.orchestrator().answer().json();
    assert!(
        body.is_object() && body.pointer(&pointer).is_none(),
        "{body}"
    );
}

#[then(expr = "the answer's header {string} is {string}")]
fn header(world: &mut World, name: String, value: String) {
    let answer = world.orchestrator().answer();
    assert_eq!(answer.header(&name), Some(value.as_str()), "{answer:?}");
}

#[then(expr = "the answer's header {string} is a new id")]
fn header_is_new(world: &mut World, name: String) {
    let answer = world.orchestrator().answer();
    let id = answer.header(&name).and_then(|id| Uuid::parse_str(id).ok());
    assert!(id.is_some(), "{answer:?}");
}

#[then("the answer tells how long to wait, in seconds and in milliseconds")]
fn tells_to_wait(world: &mut World) {
    let answer = world.orchestrator().answer();
    let number = |name: &str| -> Option<u64> { answer.header(name)?.parse().ok() };
    let ms = number("x-backoff-ms").expect("milliseconds");
    assert!(ms > 0, "{answer:?}");
    assert_eq!(number("retry-after"), Some(ms.div_ceil(1000)), "{answer:?}");
    assert_eq!(answer.json()["retry_after_ms"], ms, "{answer:?}");
}

#[then("tasks are refused that have")]
async fn tasks_are_refused(world: &mut World, step: &Step) {
    let rows = &step.table.as_ref().expect("a table").rows;
    for row in rows.iter().skip(1) {
        let [member, value, status, code] = row.as_slice() else {
            panic!("{row:?}");
        };
        let mut task = new_task();
        task[member] = json(value);
        let ask = Ask::post("/v1/tasks").json(&task);
        world.orchestrator().call(ask).await;
        let answer = world.orchestrator().answer();
        let said = (answer.status().to_string(), answer.code());
        assert_eq!(said, (status.clone(), code.clone()), "{row:?}");
        assert_ne!(answer.json()["message"], Value::from(""), "{row:?}");
    }
}

#[then("nothing is found at")]
async fn nothing_is_found(world: &mut World, step: &Step) {
    let rows = &step.table.as_ref().expect("a table").rows;
    for row in rows {
        let [method, path] = row.as_slice() else {
            panic!("{row:?}");
        };
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        world.orchestrator().call(Ask::new(method, path)).await;
        let answer = world.orchestrator().answer();
        assert_eq!(
            (answer.status(), answer.code().as_str()),
            (404, "NOT_FOUND"),
            "{row:?}"
        );
    }
}
