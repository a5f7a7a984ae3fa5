//! By hand: what somebody writes who has the contract before them.

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode},
    response::IntoResponse,
};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Workload {
    Completion,
    Embedding,
    Rerank,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Engine {
    Llamacpp,
    Vllm,
    Tgi,
    Triton,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Priority {
    Interactive,
    Batch,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Determinism {
    Strict,
    BestEffort,
}

#[derive(Deserialize)]
#[allow(
    dead_code,
    reason = "a handler that answers always the same reads few of them"
)]
pub(super) struct Task {
    task_id: uuid::Uuid,
    session_id: uuid::Uuid,
    workload: Workload,
    model_ref: String,
    engine: Engine,
    ctx: i32,
    priority: Priority,
    seed: Option<i64>,
    determinism: Option<Determinism>,
    max_tokens: i32,
    deadline_ms: i64,
    prompt: Option<String>,
    inputs: Option<Vec<String>>,
}

#[derive(Serialize)]
struct Admission {
    task_id: uuid::Uuid,
    queue_position: i32,
    predicted_start_ms: i64,
    backoff_ms: i64,
}

/// Answers `createTask`.
pub(super) async fn create(headers: HeaderMap, Json(task): Json<Task>) -> axum::response::Response {
    if headers.get("x-api-key").is_none_or(|key| key.is_empty()) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let correlation = headers.get("x-correlation-id").cloned();
    let body = Admission {
        task_id: task.task_id,
        queue_position: 3,
        predicted_start_ms: 120,
        backoff_ms: 0,
    };
    let headers = [
        (
            "x-correlation-id",
            correlation.unwrap_or_else(|| HeaderValue::from_static("made-up")),
        ),
        ("x-budget-tokens-remaining", HeaderValue::from(900)),
    ];
    (StatusCode::ACCEPTED, headers, Json(body)).into_response()
}
