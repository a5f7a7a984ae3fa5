//! Tasks, their streams and their sessions.

use contracts_tests::verify::{Ask, Event, Stream};
use cucumber::{then, when};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Running;
use crate::World;

/// A stream, and what came of it so far.
#[derive(Debug)]
pub(crate) struct Followed {
    stream: Stream,
    events: Vec<Event>,
}

/// A task with an id and a session of its own.
pub(super) fn new_task() -> Value {
    json!({
        "task_id": Uuid::new_v4(), "session_id": Uuid::new_v4(), "workload": "completion", "model_ref": "m",
        "engine": "llamacpp", "ctx": 512, "priority": "interactive", "max_tokens": 8, "deadline_ms": 600_000,
        "prompt": "Name three rivers.",
    })
}

/// A path with the id of a task, or of its session.
fn path(task: &Value, member: &str, (before, below): (&str, &str)) -> String {
    format!("{before}{}{below}", task[member].as_str().expect("an id"))
}

impl Running {
    async fn submit(&mut self, name: &str, task: Value) {
        self.call(Ask::post("/v1/tasks").json(&task)).await;
        self.tasks.insert(name.to_owned(), task);
    }

    fn of_task(&self, name: &str, below: &str) -> String {
        path(self.task(name), "task_id", ("/v1/tasks/", below))
    }

    fn of_session(&self, name: &str) -> String {
        path(self.task(name), "session_id", ("/v1/sessions/", ""))
    }

    async fn cancel(&mut self, name: &str) {
        let ask = Ask::post(self.of_task(name, "/cancel"));
        self.call(ask).await;
    }

    async fn follow(&self, name: &str) -> Followed {
        let ask = Ask::get(self.of_task(name, "/stream")).key("dev-key");
        let stream = self.service.open(ask).await;
        Followed {
            stream: stream.unwrap_or_else(|why| panic!("{why}")),
            events: Vec::new(),
        }
    }

    /// All events of a task, those included that were read before.
    async fn whole(&mut self, name: &str) -> Vec<Event> {
        let followed = match self.streams.remove(name) {
            Some(followed) => followed,
            None => self.follow(name).await,
        };
        let Followed { stream, mut events } = followed;
        let rest = stream.rest().await;
        events.extend(rest.unwrap_or_else(|why| panic!("{why}")));
        events
    }

    /// Reads until an event of this name.
    async fn read_until(&mut self, task: &str, name: &str) {
        let mut followed = self.follow(task).await;
        loop {
            let event = followed.stream.next().await;
            let event = event.unwrap_or_else(|why| panic!("{why}"));
            let event = event.unwrap_or_else(|| panic!("{name} does not come: {followed:?}"));
            let found = event.name == name;
            followed.events.push(event);
            if found {
                break;
            }
        }
        self.streams.insert(task.to_owned(), followed);
    }
}

fn tokens(events: &[Event]) -> Vec<&Value> {
    let tokens = events.iter().filter(|event| event.name == "token");
    tokens.map(|event| &event.data["t"]).collect()
}

#[track_caller]
fn ends(events: &[Event], count: Option<usize>) {
    let last = events.last().expect("an event");
    assert_eq!(last.name, "end", "{last:?}");
    if let Some(count) = count {
        assert_eq!(tokens(events).len(), count, "{events:?}");
    }
}

#[when(expr = "task {word} is submitted")]
async fn submit(world: &mut World, name: String) {
    world.orchestrator().submit(&name, new_task()).await;
}

#[when(regex = r#"^task (\w+) is submitted with "(\w+)" (.+)$"#)]
async fn submit_with(world: &mut World, name: String, member: String, value: String) {
    let mut task = new_task();
    task[member] = super::json(&value);
    world.orchestrator().submit(&name, task).await;
}

#[when(regex = r"^task (\w+) is submitted with (\{.+\})$")]
async fn submit_with_all(world: &mut World, name: String, members: String) {
    let mut task = new_task();
    for (member, value) in super::json(&members).as_object().expect("an object") {
        task[member] = value.clone();
    }
    world.orchestrator().submit(&name, task).await;
}

#[when(expr = "task {word} is submitted in the session of task {word}")]
async fn submit_in_session(world: &mut World, name: String, other: String) {
    let mut task = new_task();
    task["session_id"] = world.orchestrator().task(&other)["session_id"].clone();
    world.orchestrator().submit(&name, task).await;
}

#[when(expr = "the first token of task {word} has come")]
async fn first_token(world: &mut World, name: String) {
    world.orchestrator().read_until(&name, "token").await;
}

#[when(expr = "task {word} is cancelled")]
async fn cancel(world: &mut World, name: String) {
    world.orchestrator().cancel(&name).await;
}

#[when(expr = "the session of task {word} is asked for")]
async fn session(world: &mut World, name: String) {
    let ask = Ask::get(world.orchestrator().of_session(&name));
    world.orchestrator().call(ask).await;
}

#[when(expr = "the session of task {word} is deleted")]
async fn delete_session(world: &mut World, name: String) {
    let ask = Ask::delete(world.orchestrator().of_session(&name));
    world.orchestrator().call(ask).await;
}

#[then(expr = "the stream of task {word} opens with started")]
async fn opens(world: &mut World, name: String) {
    world.orchestrator().read_until(&name, "started").await;
    let followed = &world.orchestrator().streams[&name];
    assert_eq!(followed.events.len(), 1, "{followed:?}");
}

#[then(expr = "the stream of task {word} has {int} tokens and closes with end")]
async fn has_tokens(world: &mut World, name: String, count: usize) {
    let events = world.orchestrator().whole(&name).await;
    ends(&events, Some(count));
    let said = &events.last().expect("an event").data["tokens_out"];
    assert_eq!(said, count, "{events:?}");
    // Each token has its number.
    let numbers = events.iter().filter(|event| event.name == "token");
    let numbers: Vec<&Value> = numbers.map(|event| &event.data["i"]).collect();
    assert!(
        numbers.iter().zip(0..).all(|(number, at)| **number == at),
        "{numbers:?}"
    );
}

#[then(expr = "a new stream of task {word} has {int} tokens and closes with end")]
async fn new_has_tokens(world: &mut World, name: String, count: usize) {
    world.orchestrator().streams.remove(&name);
    let events = world.orchestrator().whole(&name).await;
    ends(&events, Some(count));
}

#[then(expr = "the stream of task {word} closes with end")]
async fn closes(world: &mut World, name: String) {
    let events = world.orchestrator().whole(&name).await;
    ends(&events, None);
}

#[then(expr = "the stream of task {word} closes with the error {word}")]
async fn fails(world: &mut World, name: String, code: String) {
    let events = world.orchestrator().whole(&name).await;
    let last = events.last().expect("an event");
    let said = (last.name.as_str(), &last.data["code"], &last.data["engine"]);
    assert_eq!(said, ("error", &code.into(), &"llamacpp".into()));
}

/// Cancelled, it has no token: it waited.
#[then(expr = "task {word} has not begun")]
async fn not_begun(world: &mut World, name: String) {
    world.orchestrator().cancel(&name).await;
    let events = world.orchestrator().whole(&name).await;
    ends(&events, Some(0));
}

#[then(expr = "there is no task {word}")]
async fn none(world: &mut World, name: String) {
    let ask = Ask::get(world.orchestrator().of_task(&name, "/stream"));
    world.orchestrator().call(ask).await;
    let answer = world.orchestrator().answer();
    assert_eq!(
        (answer.status(), answer.code().as_str()),
        (404, "NOT_FOUND")
    );
}

#[then(expr = "the tokens of task {word} are those of task {word} and not those of task {word}")]
async fn same_tokens(world: &mut World, one: String, same: String, other: String) {
    let one = world.orchestrator().whole(&one).await;
    let same = world.orchestrator().whole(&same).await;
    let other = world.orchestrator().whole(&other).await;
    assert_eq!(tokens(&one).len(), 8);
    assert_eq!(tokens(&one), tokens(&same));
    assert_ne!(tokens(&one), tokens(&other));
}
