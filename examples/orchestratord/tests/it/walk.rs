//! From end to end.

use serde_json::{Value, json};

use crate::process::{Process, pool, refused, task, with};

#[tokio::test]
async fn a_task_is_submitted_and_streamed_to_its_end() {
    // ORCH-2001, ORCH-2002, ORCH-2020
    let process = Process::start(include_str!("../../config.yaml"));
    let task = with(task(), "model_ref", "llama-3.1-8b-instruct-q4");
    let headers = [
        "x-api-key: dev-key",
        "content-type: application/json",
        "x-correlation-id: trace-1",
    ];
    let answer = process
        .ask("POST /v1/tasks", &headers, task.to_string())
        .await;
    assert_eq!(
        (answer.status, answer.header("x-correlation-id")),
        (202, Some("trace-1")),
        "{answer:?}"
    );
    assert_eq!(answer.json()["task_id"], task["task_id"]);
    assert_eq!(answer.json()["queue_position"], 0);
    let mut events = process.stream(&task).await;
    assert_eq!(events.next().await.unwrap().0, "started");
    let (tokens, last, data) = events.rest().await;
    assert_eq!(
        (tokens, last.as_str(), &data["tokens_out"]),
        (8, "end", &json!(8))
    );
    let made_up = process.call("GET /v1/capabilities", Value::Null).await;
    assert!(
        made_up
            .header("x-correlation-id")
            .is_some_and(|id| !id.is_empty()),
        "{made_up:?}"
    );
}

#[tokio::test]
async fn a_cancel_ends_the_stream_and_no_token_comes_after_it() {
    // ORCH-2003, ORCH-2013, ORCH-3026, ORCH-3027
    let process = Process::start(&pool("'--token-ms=5'", ""));
    let task = with(task(), "max_tokens", 4000);
    assert_eq!(process.submit(&task).await.status, 202);
    let mut events = process.stream(&task).await;
    events.token().await;
    let line = format!(
        "POST /v1/tasks/{}/cancel",
        task["task_id"].as_str().unwrap()
    );
    let answer = process.call(&line, Value::Null).await;
    assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    // What was sent before the answer is there by now.
    let (tokens, last, data) = events.rest().await;
    assert_eq!(last, "end");
    assert!((tokens as u64) < data["tokens_out"].as_u64().unwrap());
    let (tokens, last, _) = process.stream(&task).await.rest().await;
    assert_eq!((tokens, last.as_str()), (0, "end"));
    let unknown = process
        .call(
            "POST /v1/tasks/00000000-0000-0000-0000-000000000000/cancel",
            Value::Null,
        )
        .await;
    assert_eq!(unknown.refusal(), (404, "NOT_FOUND".to_owned()));
}

#[tokio::test]
async fn a_full_queue_answers_by_its_policy() {
    // ORCH-2007, OC-CORE-1003, OC-CORE-1006, OC-CORE-1007
    for (policy, dropped) in [
        ("reject", None),
        ("drop-lru", Some("QUEUE_FULL_DROP_LRU")),
        ("shed-low-priority", Some("ADMISSION_REJECT")),
    ] {
        let more = format!(", queue: {{capacity: 1, full_policy: {policy}}}");
        let process = Process::start(&pool("'--parallel=1', '--token-ms=400'", &more));
        let waits = match policy {
            "shed-low-priority" => with(task(), "priority", "batch"),
            _ => task(),
        };
        assert_eq!(process.submit(&task()).await.status, 202);
        assert_eq!(process.submit(&waits).await.status, 202);
        let mut events = process.stream(&waits).await;
        events.next().await;
        if policy == "shed-low-priority" {
            assert_eq!(process.submit(&task()).await.status, 202);
        }
        let answer = process.submit(&task()).await;
        if let Some(code) = dropped {
            assert_eq!(answer.status, 202, "{policy}");
            let (_, last, data) = events.rest().await;
            assert_eq!(
                (last.as_str(), data["code"].as_str()),
                ("error", Some(code))
            );
            continue;
        }
        assert_eq!(answer.refusal(), (429, "ADMISSION_REJECT".to_owned()));
        assert_eq!(answer.json()["policy_label"], "reject");
        let ms: u64 = answer.header("x-backoff-ms").unwrap().parse().unwrap();
        let seconds: u64 = answer.header("retry-after").unwrap().parse().unwrap();
        assert_eq!(seconds, ms.div_ceil(1000));
        assert_eq!(answer.json()["retry_after_ms"], ms);
    }
}

#[tokio::test]
async fn keys_are_asked_for() {
    // ORCH-2021, ORCH-2006, ORCH-2011
    let process = Process::start(&pool("", ""));
    for (headers, status, code) in [
        (&[][..], 401, "UNAUTHENTICATED"),
        (&["x-api-key: wrong"], 403, "FORBIDDEN"),
    ] {
        for line in [
            "GET /v1/capabilities",
            "POST /v1/tasks",
            "GET /v1/pools/p/health",
        ] {
            let answer = process.ask(line, headers, "").await;
            assert_eq!(answer.refusal(), (status, code.to_owned()), "{line}");
            assert!(answer.header("x-correlation-id").is_some());
        }
    }
    assert_eq!(process.ask("GET /metrics", &[], "").await.status, 200);
}

#[tokio::test]
async fn a_session_pays_with_its_budget_and_is_over_when_deleted() {
    // ORCH-2004, ORCH-2005, ORCH-2010, OC-CORE-1041
    let process = Process::start(&format!(
        "{}sessions: {{tokens_budget: 10}}\n",
        pool("", "")
    ));
    let first = task();
    let answer = process.submit(&first).await;
    assert_eq!(answer.header("x-budget-tokens-remaining"), Some("10"));
    assert_eq!(process.stream(&first).await.rest().await.0, 8);
    let second = with(task(), "session_id", first["session_id"].clone());
    assert_eq!(
        process
            .submit(&second)
            .await
            .header("x-budget-tokens-remaining"),
        Some("2")
    );
    let (tokens, last, _) = process.stream(&second).await.rest().await;
    assert_eq!((tokens, last.as_str()), (2, "end"));
    let third = with(task(), "session_id", first["session_id"].clone());
    assert_eq!(
        process.submit(&third).await.refusal(),
        (429, "ADMISSION_REJECT".to_owned())
    );
    let path = format!("/v1/sessions/{}", first["session_id"].as_str().unwrap());
    let info = process
        .call(&format!("GET {path}"), Value::Null)
        .await
        .json();
    assert_eq!(
        (&info["tokens_budget_remaining"], &info["turns"]),
        (&json!(0), &json!(2))
    );
    assert_eq!(
        process
            .call(&format!("DELETE {path}"), Value::Null)
            .await
            .status,
        204
    );
    assert_eq!(
        process
            .call(&format!("GET {path}"), Value::Null)
            .await
            .refusal()
            .0,
        404
    );
    assert_eq!(process.submit(&third).await.status, 202);
}

#[tokio::test]
async fn a_pool_drains_while_it_streams_and_refuses_to_reload_meanwhile() {
    // ORCH-2101, ORCH-2102, ORCH-2103
    let process = Process::start(&pool("'--token-ms=50'", ""));
    let running = with(task(), "max_tokens", 20);
    process.submit(&running).await;
    let mut events = process.stream(&running).await;
    events.token().await;
    let drain = process
        .call("POST /v1/pools/p/drain", json!({"deadline_ms": 30_000}))
        .await;
    assert_eq!(drain.status, 202);
    let health = process
        .call("GET /v1/pools/p/health", Value::Null)
        .await
        .json();
    assert_eq!(
        (&health["ready"], &health["draining"]),
        (&json!(false), &json!(true))
    );
    let reload = json!({"new_model_ref": "n"});
    let answer = process
        .call("POST /v1/pools/p/reload", reload.clone())
        .await;
    assert_eq!(answer.refusal(), (409, "CONFLICT".to_owned()));
    assert_eq!(
        process.submit(&task()).await.refusal(),
        (503, "POOL_UNREADY".to_owned())
    );
    let (tokens, last, _) = events.rest().await;
    assert_eq!((tokens, last.as_str()), (19, "end"));
    assert_eq!(
        process
            .call("POST /v1/pools/q/drain", json!({"deadline_ms": 1}))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn shutting_down_finishes_streams() {
    let mut process = Process::start(&pool("'--token-ms=50'", ""));
    let running = with(task(), "max_tokens", 20);
    process.submit(&running).await;
    let mut events = process.stream(&running).await;
    events.token().await;
    process.terminate();
    let (tokens, last, _) = events.rest().await;
    assert_eq!((tokens, last.as_str()), (19, "end"));
    assert!(process.wait().success());
}

#[test]
fn a_bad_configuration_is_refused_with_its_place() {
    for (config, expect) in [
        ("pools: []\n", ":1:8: error["),
        (
            "pools:\n- {id: p, engine: abacus, model: m, devices: [0]}\n",
            ":2:19: error[",
        ),
        (
            "pools:\n- {id: p, engine: vllm, model: m, devices: [0], provisioning: {flags: [-x]}}\n",
            "/pools/0/provisioning/flags/0",
        ),
    ] {
        let output = refused(config);
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(stderr.contains(expect), "{stderr}");
        assert!(output.stdout.is_empty());
    }
}
