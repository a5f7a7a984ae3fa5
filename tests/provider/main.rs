//! Provider verification: the example's provider as a process of its own, against both of its documents, over HTTP.
//!
//! The documents say what has to be observed: every status, header, body and event of every operation, and every code
//! of an error. What is added to them makes this fail until it is observed here or stands in [`EXCEPTIONS`]. Every
//! answer on the way is checked as a whole, too.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "these are tests"
)]

mod broken;
mod control;
mod everywhere;
mod failures;
mod tasks;

use std::sync::Arc;

use contracts_tests::verify::{Ask, Book, Exception, Outcome, Process, Service, judged};
use serde_json::{Value, json};
use uuid::Uuid;

/// What is declared and cannot be observed, and why. What is observed after all has to go from here.
const EXCEPTIONS: &[Exception] = &[
    // What comes under `default` elsewhere is a body that is too large or of another type, or an answer that the caller
    // does not accept. These operations read no body, and answer with none when they succeed.
    (
        "cancelTask default",
        "neither body nor content, and every refusal of its own is listed",
    ),
    (
        "deleteSession default",
        "neither body nor content, and every refusal of its own is listed",
    ),
    (
        "verifyCatalogModel default",
        "neither body nor content, and every refusal of its own is listed",
    ),
    (
        "createTask 500",
        "the queues are memory of one process, and an engine that fails does so in the stream",
    ),
];

/// A pool for everything that can happen to a task. Each is found by its model, which has the pool's name.
const CONFIG: &str = "
pools:
- {id: plain, model: plain, engine: vllm, devices: [0], ctx: 4096, preload: true, provisioning: {flags: ['--token-ms=1']}}
- {id: full, model: full, engine: llamacpp, devices: [0], preload: true, queue: {capacity: 1}, provisioning: {flags: ['--parallel=1', '--token-ms=5']}}
- {id: lru, model: lru, engine: llamacpp, devices: [0], preload: true, queue: {capacity: 1, full_policy: drop-lru}, provisioning: {flags: ['--parallel=1', '--token-ms=5']}}
- {id: stall, model: stall, engine: llamacpp, devices: [0], preload: true, timeouts: {idle_ms: 100}, provisioning: {flags: ['--stall-after=1']}}
- {id: crash, model: crash, engine: llamacpp, devices: [0], preload: true, provisioning: {flags: ['--crash-after=1']}}
- {id: fail, model: fail, engine: llamacpp, devices: [0], preload: true, provisioning: {flags: ['--fail-after=1']}}
- {id: gone, model: gone, engine: tgi, devices: [0], provisioning: {flags: ['--fail-load=gone']}}
- {id: reloaded, model: reloaded, engine: llamacpp, devices: [0], preload: true}
- {id: drained, model: drained, engine: llamacpp, devices: [0], preload: true}
sessions: {tokens_budget: 10000, time_budget_ms: 600000, cost_budget: 10.0}
server: {auth_token: dev-key}
";

#[tokio::test]
async fn everything_declared_is_observed() {
    // ORCH-2006, ORCH-2011, ORCH-2020
    let book = Arc::new(Book::of_the_example().unwrap());
    let process = Process::start(env!("CARGO_BIN_EXE_provider"), CONFIG).unwrap();
    let service = Service::at(process.url(), &book);
    let walks = tokio::try_join!(
        everywhere::walk(&service, &book),
        control::walk(&service),
        tasks::walk(&service),
        failures::walk(&service),
    );
    if let Err(why) = walks {
        panic!("{why}\n{}", process.log());
    }
    let wrong = judged(&book.declared(), &book.seen(), EXCEPTIONS);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A task for this pool, with an id and a session of its own.
fn task(pool: &str, engine: &str) -> Value {
    json!({
        "task_id": Uuid::new_v4(), "session_id": Uuid::new_v4(), "workload": "completion", "model_ref": pool,
        "engine": engine, "ctx": 512, "priority": "interactive", "max_tokens": 8, "deadline_ms": 600_000,
        "prompt": "Name three rivers.",
    })
}

/// Submits a task; the status, and the code of an error.
async fn submit(service: &Service, task: &Value) -> Outcome<(u16, String)> {
    let answer = service
        .ask(Ask::post("/v1/tasks").key("dev-key").json(task))
        .await?;
    Ok((answer.status(), answer.code()))
}

/// The path of a task, or of what is below it.
fn path(task: &Value, below: &str) -> String {
    format!("/v1/tasks/{}/{below}", task["task_id"].as_str().unwrap())
}
