//! Requests to the control plane, and odd ones.

use std::time::Duration;

use contracts_tests::verify::Ask;
use cucumber::when;
use reqwest::{
    Method,
    header::{CONTENT_TYPE, HeaderName, HeaderValue},
};

use super::{json, tasks::new_task};
use crate::World;

fn header(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("a header")
}

#[when(regex = r#"^(GET|POST) "([^"]+)" is called$"#)]
async fn call(world: &mut World, method: Method, path: String) {
    world.orchestrator().call(Ask::new(method, path)).await;
}

#[when(regex = r#"^POST "([^"]+)" is called with (\{.+\})$"#)]
async fn call_with(world: &mut World, path: String, body: String) {
    let ask = Ask::post(path).json(&json(&body));
    world.orchestrator().call(ask).await;
}

/// Asks until it is so; what is under way takes milliseconds.
#[when(expr = "{string} says that it is ready")]
async fn wait_until_ready(world: &mut World, path: String) {
    let running = world.orchestrator();
    for _ in 0..1000 {
        running.call(Ask::get(&path)).await;
        if running.answer().json()["ready"] == true {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it does not get ready: {:?}", running.answer());
}

#[when(expr = "GET {string} is called as {string}")]
async fn call_as(world: &mut World, path: String, id: String) {
    let name = HeaderName::from_static("x-correlation-id");
    let ask = Ask::get(path).header(name, header(&id));
    world.orchestrator().call(ask).await;
}

#[when(expr = "GET {string} is called without a key")]
async fn call_without_key(world: &mut World, path: String) {
    world.orchestrator().ask(Ask::get(path)).await;
}

#[when(expr = "GET {string} is called with a wrong key")]
async fn call_with_wrong_key(world: &mut World, path: String) {
    world.orchestrator().ask(Ask::get(path).key("wrong")).await;
}

#[when(expr = "what was created is read from {string}")]
async fn read_created(world: &mut World, below: String) {
    let created = world.orchestrator().answer().json();
    let id = created["id"].as_str().expect("an id");
    let ask = Ask::get(format!("{below}/{id}"));
    world.orchestrator().call(ask).await;
}

#[when(expr = "a task of {int} bytes is announced")]
async fn announce(world: &mut World, bytes: u64) {
    let ask = Ask::post("/v1/tasks").announcing(bytes);
    world.orchestrator().call(ask).await;
}

#[when(expr = "a task is submitted as {string}")]
async fn submit_as(world: &mut World, media: String) {
    let ask = Ask::post("/v1/tasks").json(&new_task());
    let ask = ask.header(CONTENT_TYPE, header(&media));
    world.orchestrator().call(ask).await;
}
