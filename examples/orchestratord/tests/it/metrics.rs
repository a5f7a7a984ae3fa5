//! What is exposed, against the contract of metrics.

use std::path::Path;

use contracts_core::finding;
use contracts_core::metrics::{self, Date, exposition};
use contracts_core::source::{SourceId, Sources};
use serde_json::{Value, json};

use crate::process::{Process, pool, task, with};

/// What breaks the contract, one finding a line.
fn broken(exposed: &str) -> String {
    let contract = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ci/metrics.lint.json"),
    );
    let mut sources = Sources::memory([("metrics.lint.json", contract.unwrap().as_str())]);
    let (contract, _) = metrics::load(&mut sources, &SourceId::new("metrics.lint.json")).unwrap();
    let exposition = exposition::parse(&SourceId::new("exposed"), exposed);
    let exposition = exposition.unwrap_or_else(|error| panic!("{error:?}\n{exposed}"));
    let today = Date::parse("2026-11-27").unwrap();
    let observed = metrics::check(&contract.unwrap(), &exposition, today, &[]);
    let errors: Vec<_> = observed
        .findings
        .into_iter()
        .filter(finding::Finding::is_error)
        .collect();
    finding::to_text(&errors, &sources)
}

async fn exposed(process: &Process) -> String {
    let answer = process.ask("GET /metrics", &[], "").await;
    assert_eq!(answer.status, 200);
    let text = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    assert_eq!(answer.header("content-type"), Some(text));
    answer.body
}

#[tokio::test]
async fn everything_is_exposed_from_the_start_without_a_key() {
    // OC-METRICS-7101, OC-METRICS-7103, OC-METRICS-7110, OC-METRICS-7112
    let process = Process::start(&pool("", ""));
    let text = exposed(&process).await;
    assert_eq!(broken(&text), "");
    let none = r#"tasks_enqueued_total{engine="llamacpp",engine_version="",pool_id="p",replica_id="",priority="batch"} 0"#;
    assert!(text.contains(none), "{text}");
}

#[tokio::test]
async fn what_happened_is_counted_and_fits_the_contract() {
    // OC-METRICS-7101, OC-METRICS-7102, OC-METRICS-7104, OC-METRICS-7111
    let process = Process::start(&pool("'--parallel=1'", ", queue: {capacity: 1}"));
    let (first, second) = (with(task(), "max_tokens", 500), task());
    assert_eq!(process.submit(&first).await.status, 202);
    assert_eq!(process.submit(&second).await.status, 202);
    assert_eq!(process.submit(&task()).await.status, 429);
    assert_eq!(
        process.submit(&with(task(), "ctx", 1_000_000)).await.status,
        400
    );
    let cancel = format!(
        "POST /v1/tasks/{}/cancel",
        first["task_id"].as_str().unwrap()
    );
    assert_eq!(process.call(&cancel, Value::Null).await.status, 204);
    assert_eq!(process.stream(&second).await.rest().await.1, "end");
    let model = json!({"id": "m", "digest": "sha256:00"});
    assert_eq!(
        process.call("POST /v1/catalog/models", model).await.status,
        201
    );
    assert_eq!(
        process
            .call("POST /v1/catalog/models/m/verify", Value::Null)
            .await
            .status,
        202
    );
    let text = exposed(&process).await;
    assert_eq!(broken(&text), "");
    let spot = r#"engine="llamacpp",engine_version="mock-1",pool_id="p""#;
    for line in [
        format!(r#"tasks_started_total{{{spot},replica_id="r0",priority="interactive"}} 2"#),
        format!(r#"tasks_canceled_total{{{spot},replica_id="r0",reason="caller"}} 1"#),
        r#"tasks_rejected_total{engine="llamacpp",reason="ADMISSION_REJECT"} 1"#.to_owned(),
        r#"tasks_rejected_total{engine="llamacpp",reason="INVALID_PARAMS"} 1"#.to_owned(),
        r#"admission_backpressure_events_total{engine="llamacpp",policy="reject"} 1"#.to_owned(),
        r#"catalog_verifications_total{result="trusted",reason="",engine=""} 1"#.to_owned(),
        r#"model_state{model_id="m",state="Draft"} 1"#.to_owned(),
        format!(r#"latency_decode_ms_count{{{spot},priority="interactive"}} 1"#),
    ] {
        assert!(text.contains(&line), "{line}\n{text}");
    }
}
