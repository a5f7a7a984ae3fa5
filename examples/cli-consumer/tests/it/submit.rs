//! Tokens, and Ctrl-C.

use api_types::data::{Engine, Priority, TaskRequest, Workload};
use openapi_client::data::{Client, StreamTaskEvent};
use uuid::Uuid;

use crate::process::{KEY, Provider, told};

#[test]
fn tokens_are_printed_in_order_and_nothing_else_on_stdout() {
    let provider = Provider::start("", "");
    let output = provider.submit(&["--max-tokens", "12", "--seed", "7"]);
    let (code, stdout, stderr) = told(&output);
    assert_eq!(code, Some(0), "{stderr}");
    assert_eq!(stdout, tokens(&provider.url) + "\n");
    assert!(stderr.starts_with("12 tokens in "), "{stderr}");
    let quiet = provider.submit(&["--max-tokens", "12", "--seed", "7", "--quiet"]);
    assert_eq!(told(&quiet), (Some(0), stdout, String::new()));
}

/// What the same task streams, by the indices of its tokens.
#[tokio::main(flavor = "current_thread")]
async fn tokens(url: &str) -> String {
    let client = Client::new(url).unwrap().with_api_key(KEY);
    let task = TaskRequest {
        task_id: Uuid::new_v4(),
        session_id: Uuid::new_v4(),
        workload: Workload::Completion,
        model_ref: "m".to_owned(),
        engine: Engine::Llamacpp,
        ctx: 512,
        priority: Priority::Interactive,
        max_tokens: 12,
        deadline_ms: 60_000,
        seed: Some(7),
        prompt: Some("Name three rivers.".to_owned()),
        determinism: None,
        expected_tokens: None,
        inputs: None,
        kv_hint: None,
        sampler_profile_version: None,
    };
    client.create_task(&task).send().await.unwrap();
    let mut events = client.stream_task(&task.task_id).send().await.unwrap().body;
    let mut tokens = Vec::new();
    while let Some(event) = events.next().await {
        if let StreamTaskEvent::Token(token) = event.unwrap() {
            tokens.push((token.i, token.t));
        }
    }
    tokens.sort();
    assert_eq!(tokens.len(), 12);
    tokens.into_iter().map(|(_, text)| text).collect()
}

#[test]
fn a_prompt_may_come_from_stdin() {
    use std::io::Write as _;
    let provider = Provider::start("", "");
    let given = ["--max-tokens", "3", "--seed", "1", "--model", "m"];
    let mut child = provider
        .command(&[&["submit", "-"], &given[..]].concat())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let stdin = child.stdin.take();
    stdin.unwrap().write_all(b"Name three rivers.").unwrap();
    let piped = child.wait_with_output().unwrap();
    let argument = provider.submit(&given[..4]);
    assert_eq!(piped.status.code(), Some(0));
    assert_eq!(piped.stdout, argument.stdout);
}

#[cfg(unix)]
#[test]
fn ctrl_c_cancels_the_task_at_the_provider() {
    // ORCH-2003, ORCH-3026
    let provider = Provider::start("'--token-ms=5'", "");
    let mut running = provider.begin(&["--max-tokens", "4000"]);
    // It prints while the task goes on.
    assert!(!running.first().is_empty());
    assert!(running.is_running());
    assert_eq!(provider.measured("running"), "1");
    running.interrupt();
    let (code, _, stderr) = told(&running.end());
    assert_eq!(code, Some(130), "{stderr}");
    assert!(stderr.contains("cancelled"), "{stderr}");
    provider.wait_for("running", "0");
    assert_eq!(cancelled(&provider), 1, "{}", provider.metrics());
}

#[cfg(unix)]
#[test]
fn ctrl_c_cancels_a_task_that_waits_in_its_queue() {
    let provider = Provider::start("'--parallel=1', '--token-ms=50'", "");
    let mut first = provider.begin(&["--max-tokens", "4000"]);
    first.first();
    let waiting = provider.begin(&["--quiet"]);
    provider.wait_for("queue_depth", "1");
    waiting.interrupt();
    assert_eq!(
        told(&waiting.end()),
        (Some(130), String::new(), String::new())
    );
    provider.wait_for("queue_depth", "0");
    assert_eq!(cancelled(&provider), 1, "{}", provider.metrics());
    assert_eq!(provider.measured("running"), "1");
    first.interrupt();
    assert_eq!(told(&first.end()).0, Some(130));
}

#[test]
fn a_reader_that_goes_away_ends_the_task() {
    let provider = Provider::start("'--token-ms=5'", "");
    let mut running = provider.begin(&["--max-tokens", "4000"]);
    running.first();
    running.stop_reading();
    let (code, _, stderr) = told(&running.end());
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    provider.wait_for("running", "0");
    assert_eq!(cancelled(&provider), 1, "{}", provider.metrics());
}

/// How many tasks their callers cancelled; those that nobody reads any more are others.
fn cancelled(provider: &Provider) -> u64 {
    let metrics = provider.metrics();
    let lines = metrics.lines();
    let samples = lines.filter(|line| {
        line.starts_with("tasks_canceled_total{") && line.contains("reason=\"caller\"")
    });
    let counts = samples.filter_map(|line| line.rsplit_once(' ')?.1.parse::<u64>().ok());
    counts.sum()
}
