//! What the tests have in common: an orchestrator, requests, and streams read to their end.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_types::data::{
    Determinism, Engine, ErrorKind, PolicyLabel, Priority, StartedEvent, TaskRequest, Workload,
};
use uuid::Uuid;

use crate::metrics::{CancelReason, Observe, Spot};
use crate::orchestrator::{Follow, Orchestrator, Step};
use crate::refusal::Refusal;
use crate::settings::Settings;

/// What the orchestrator told.
#[derive(Default)]
pub(super) struct Heard(Mutex<Vec<String>>);

impl Heard {
    fn note(&self, what: String) {
        self.0.lock().unwrap().push(what);
    }

    pub(super) fn count(&self, what: &str) -> usize {
        let heard = self.0.lock().unwrap();
        heard.iter().filter(|one| one.starts_with(what)).count()
    }
}

impl Observe for Heard {
    fn enqueued(&self, spot: Spot<'_>, priority: Priority) {
        self.note(format!("enqueued {} {priority}", spot.pool));
    }
    fn started(&self, spot: Spot<'_>, _: Priority, tokens_in: u64) {
        self.note(format!(
            "started {} {} {tokens_in}",
            spot.pool, spot.replica
        ));
    }
    fn canceled(&self, _: Spot<'_>, reason: CancelReason) {
        self.note(format!("canceled {reason:?}"));
    }
    fn rejected(&self, _: &Engine, reason: &ErrorKind) {
        self.note(format!("rejected {reason}"));
    }
    fn backpressure(&self, _: &Engine, policy: &PolicyLabel) {
        self.note(format!("backpressure {policy}"));
    }
    fn token(&self, _: Spot<'_>, _: Priority, first: Option<Duration>) {
        self.note(
            if first.is_some() {
                "first token"
            } else {
                "token"
            }
            .to_owned(),
        );
    }
}

pub(super) struct Bench {
    pub(super) it: Orchestrator,
    pub(super) heard: Arc<Heard>,
}

/// An orchestrator with the given configuration, once its pools are ready.
pub(super) async fn configured(text: &str) -> Bench {
    let settings = Settings::parse("c.yaml", text).unwrap_or_else(|error| panic!("{error}"));
    let heard = Arc::new(Heard::default());
    let it = Orchestrator::start(settings, Arc::clone(&heard) as Arc<dyn Observe>);
    it.ready().await;
    Bench { it, heard }
}

/// One pool `p` with one replica, the given flags and further keys.
pub(super) async fn pool(flags: &str, more: &str) -> Bench {
    configured(&format!(
        "pools: [{{id: p, engine: llamacpp, model: m, devices: [0], preload: true, ctx: 1000, \
         provisioning: {{flags: [{flags}]}}{more}}}]"
    ))
    .await
}

/// A task for that pool; equal numbers give equal ids, sessions too.
pub(super) fn task(number: u128) -> TaskRequest {
    TaskRequest {
        task_id: Uuid::from_u128(number),
        session_id: Uuid::from_u128(1000 + number),
        workload: Workload::Completion,
        model_ref: "m".to_owned(),
        engine: Engine::Llamacpp,
        ctx: 100,
        priority: Priority::Interactive,
        max_tokens: 5,
        deadline_ms: 1_000_000,
        seed: None,
        determinism: Some(Determinism::Strict),
        sampler_profile_version: None,
        prompt: Some("Name three rivers.".to_owned()),
        inputs: None,
        expected_tokens: None,
        kv_hint: None,
    }
}

pub(super) fn batch(number: u128) -> TaskRequest {
    TaskRequest {
        priority: Priority::Batch,
        ..task(number)
    }
}

pub(super) fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

impl Bench {
    /// Admits a task and follows it.
    pub(super) fn run(&self, request: TaskRequest) -> Stream {
        let task = request.task_id;
        self.it
            .create_task(request)
            .unwrap_or_else(|refusal| panic!("{refusal:?}"));
        self.follow(task)
    }

    pub(super) fn follow(&self, task: Uuid) -> Stream {
        let (started, _, follow) = self
            .it
            .follow(task)
            .unwrap_or_else(|refusal| panic!("{refusal:?}"));
        Stream { started, follow }
    }

    pub(super) fn refused(&self, request: TaskRequest) -> Refusal {
        self.it.create_task(request).expect_err("it is refused")
    }
}

pub(super) struct Stream {
    pub(super) started: StartedEvent,
    pub(super) follow: Follow,
}

/// What a stream yielded to its end.
#[derive(Debug, PartialEq)]
pub(super) struct Seen {
    pub(super) text: String,
    pub(super) tokens: i32,
    /// Tokens in all as `end` has it, or the code of `error`.
    pub(super) last: Result<i32, ErrorKind>,
}

impl Stream {
    /// Reads on to the end; there is exactly one, and tokens are numbered without gap.
    pub(super) async fn rest(&mut self) -> Seen {
        let mut seen = Seen {
            text: String::new(),
            tokens: 0,
            last: Ok(-1),
        };
        let mut next = None;
        loop {
            match self
                .follow
                .next()
                .await
                .expect("a stream closes with an end")
            {
                Step::Token(token) => {
                    assert_eq!(*next.get_or_insert(token.i), token.i);
                    next = next.map(|next| next + 1);
                    seen.text.push_str(&token.t);
                    seen.tokens += 1;
                }
                Step::Metrics(_) => {}
                Step::End(end) => {
                    seen.last = Ok(end.tokens_out);
                    break;
                }
                Step::Error(error) => {
                    seen.last = Err(error.code);
                    break;
                }
            }
        }
        assert_eq!(self.follow.next().await, None, "nothing follows an end");
        seen
    }

    /// Reads up to and with the next token.
    pub(super) async fn token(&mut self) -> String {
        loop {
            match self.follow.next().await {
                Some(Step::Token(token)) => return token.t,
                Some(Step::Metrics(_)) => {}
                other => panic!("no token but {other:?}"),
            }
        }
    }
}

pub(super) async fn wait(ms: u64) {
    tokio::time::sleep(Duration::from_millis(ms)).await;
}
