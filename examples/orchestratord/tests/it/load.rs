//! Many streams at once.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::process::{Process, pool, task, with};

/// How long callers come.
const FOR: Duration = Duration::from_secs(10);

/// One caller: submits tasks and follows them; some are cancelled, some connections dropped.
async fn caller(process: Arc<Process>, number: usize) -> usize {
    let (started, mut whole) = (Instant::now(), 0);
    for round in 0.. {
        if started.elapsed() > FOR {
            break;
        }
        let task = with(task(), "max_tokens", 40);
        let answer = process.submit(&task).await;
        assert_eq!(answer.status, 202, "{answer:?}");
        let mut events = process.stream(&task).await;
        assert_eq!(events.next().await.expect("it starts").0, "started");
        match (number + round) % 4 {
            0 => {
                events.token().await;
                drop(events);
            }
            1 => {
                events.token().await;
                let id = task["task_id"].as_str().unwrap();
                let line = format!("POST /v1/tasks/{id}/cancel");
                assert_eq!(process.call(&line, Value::Null).await.status, 204);
                let (_, last, data) = events.rest().await;
                assert_eq!(last, "end", "{data}");
                let (tokens, last, _) = process.stream(&task).await.rest().await;
                assert_eq!(
                    (tokens, last.as_str()),
                    (0, "end"),
                    "no token after a cancel"
                );
                whole += 1;
            }
            _ => {
                let (tokens, last, data) = events.rest().await;
                assert_eq!((tokens, last.as_str()), (40, "end"), "{data}");
                whole += 1;
            }
        }
    }
    whole
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_streams_at_once_end_once_each_and_leave_nothing() {
    // ORCH-3026, ORCH-3027
    let process = Arc::new(Process::start(&pool(
        "'--parallel=256', '--token-ms=20'",
        ", queue: {capacity: 1000}",
    )));
    let callers: Vec<_> = (0..200)
        .map(|number| tokio::spawn(caller(Arc::clone(&process), number)))
        .collect();
    let mut whole = 0;
    for one in callers {
        whole += one.await.unwrap();
    }
    assert!(whole >= 200, "{whole}");
    // Tasks whose connection was dropped are cancelled after a while, although they would run for a minute.
    for _ in 0..20 {
        let long = with(with(task(), "max_tokens", 3_000), "deadline_ms", 600_000);
        assert_eq!(process.submit(&long).await.status, 202);
        process.stream(&long).await.token().await;
    }
    let gone = Instant::now();
    loop {
        let health = process
            .call("GET /v1/pools/p/health", Value::Null)
            .await
            .json();
        if health["metrics"]["running"] == 0 && health["metrics"]["queue_depth"] == 0 {
            break;
        }
        assert!(gone.elapsed() < Duration::from_secs(30), "{health}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(!process.log().contains("panicked"));
}
