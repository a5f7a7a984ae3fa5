//! Each declared response of `createTask`, a broken body, a refused connection.

use api_types::data::{Engine, ErrorKind, PolicyLabel, Priority, TaskRequest, Workload};
use openapi_client::data::{Client, CreateTaskError};
use serde_json::json;
use uuid::Uuid;

use crate::server::Server;

const CORRELATION: (&str, &str) = ("x-correlation-id", "trace-7");

fn task() -> TaskRequest {
    serde_json::from_value(json!({
        "task_id": Uuid::from_u128(1),
        "session_id": Uuid::from_u128(2),
        "workload": "completion",
        "model_ref": "hf:example/model",
        "engine": "llamacpp",
        "ctx": 4096,
        "priority": "interactive",
        "max_tokens": 16,
        "deadline_ms": 30000,
    }))
    .unwrap()
}

async fn refused(
    status: u16,
    headers: &[(&'static str, &'static str)],
    body: &str,
) -> CreateTaskError {
    let server = Server::answering(status, headers, body).await;
    let client = Client::new(&server.url).unwrap();
    client
        .create_task(&task())
        .send()
        .await
        .expect_err("an error")
}

fn envelope(code: &str) -> String {
    json!({"code": code, "message": "because", "policy_label": "reject"}).to_string()
}

/// OC-CLIENT-4002.
#[tokio::test]
async fn accepted_with_body_and_headers() {
    let body = json!({"task_id": Uuid::from_u128(1), "queue_position": 3, "predicted_start_ms": 120, "backoff_ms": 0});
    let headers = [
        CORRELATION,
        ("x-budget-tokens-remaining", "900"),
        ("x-budget-cost-remaining", "0.25"),
    ];
    let server = Server::answering(202, &headers, &body.to_string()).await;
    let client = Client::new(&server.url).unwrap();

    let answer = client
        .create_task(&task())
        .x_correlation_id("trace-7")
        .send()
        .await
        .unwrap();

    assert_eq!(answer.status, 202);
    assert_eq!(answer.body.queue_position, 3);
    assert_eq!(answer.headers.x_correlation_id, "trace-7");
    assert_eq!(answer.headers.x_budget_tokens_remaining, Some(900_i64));
    assert_eq!(answer.headers.x_budget_time_remaining_ms, None);
    assert_eq!(answer.headers.x_budget_cost_remaining, Some(0.25_f32));
    let asked = server.asked();
    assert_eq!(
        (asked.method.as_str(), asked.uri.path()),
        ("POST", "/v1/tasks")
    );
    assert_eq!(asked.headers["content-type"], "application/json");
    assert_eq!(asked.headers["accept"], "application/json");
    assert_eq!(asked.headers["x-correlation-id"], "trace-7");
    let sent: TaskRequest = serde_json::from_slice(&asked.body).unwrap();
    assert_eq!(
        (sent.engine, sent.priority, sent.workload),
        (
            Engine::Llamacpp,
            Priority::Interactive,
            Workload::Completion
        )
    );
    let members: serde_json::Value = serde_json::from_slice(&asked.body).unwrap();
    assert_eq!(
        members.get("seed"),
        None,
        "an absent member is not sent as null"
    );
}

/// OC-CLIENT-4001.
#[tokio::test]
async fn bad_request() {
    let error = refused(400, &[CORRELATION], &envelope("INVALID_PARAMS")).await;
    let CreateTaskError::BadRequest(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (answer.body.code, answer.headers.x_correlation_id.as_str()),
        (ErrorKind::InvalidParams, "trace-7")
    );
}

/// OC-CLIENT-4001.
#[tokio::test]
async fn unauthorized() {
    let error = refused(401, &[CORRELATION], &envelope("UNAUTHENTICATED")).await;
    let CreateTaskError::Unauthorized(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (answer.body.code, answer.headers.x_correlation_id.as_str()),
        (ErrorKind::Unauthenticated, "trace-7")
    );
}

/// OC-CLIENT-4001.
#[tokio::test]
async fn forbidden() {
    let error = refused(403, &[CORRELATION], &envelope("FORBIDDEN")).await;
    let CreateTaskError::Forbidden(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (answer.body.code, answer.headers.x_correlation_id.as_str()),
        (ErrorKind::Forbidden, "trace-7")
    );
}

/// OC-CLIENT-4001, OC-CLIENT-4002.
#[tokio::test]
async fn backpressure_with_its_own_body_and_headers() {
    let headers = [CORRELATION, ("retry-after", "2"), ("x-backoff-ms", "1500")];
    let error = refused(429, &headers, &envelope("QUEUE_FULL_DROP_LRU")).await;
    assert_eq!(
        error.to_string(),
        "createTask was answered with 429 Too Many Requests"
    );
    let CreateTaskError::TooManyRequests(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (answer.headers.retry_after, answer.headers.x_backoff_ms),
        (2, 1500)
    );
    assert_eq!(
        (answer.body.code, answer.body.policy_label),
        (ErrorKind::QueueFullDropLru, PolicyLabel::Reject)
    );
}

/// OC-CLIENT-4001.
#[tokio::test]
async fn internal_error() {
    let error = refused(500, &[CORRELATION], &envelope("INTERNAL")).await;
    let CreateTaskError::InternalServerError(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (answer.body.code, answer.headers.x_correlation_id.as_str()),
        (ErrorKind::Internal, "trace-7")
    );
}

/// OC-CLIENT-4001.
#[tokio::test]
async fn unavailable() {
    let error = refused(503, &[CORRELATION], &envelope("POOL_UNAVAILABLE")).await;
    let CreateTaskError::ServiceUnavailable(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (answer.body.code, answer.headers.x_correlation_id.as_str()),
        (ErrorKind::PoolUnavailable, "trace-7")
    );
}

/// OC-CLIENT-4001.
#[tokio::test]
async fn any_other_status_is_the_default() {
    let error = refused(413, &[CORRELATION], &envelope("PAYLOAD_TOO_LARGE")).await;
    let CreateTaskError::Default(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (answer.status.as_u16(), answer.body.code),
        (413, ErrorKind::PayloadTooLarge)
    );
}

/// OC-CLIENT-4004.
#[tokio::test]
async fn a_broken_body_says_where_and_keeps_everything() {
    let body = r#"{"task_id": 7}"#;
    let error = refused(202, &[CORRELATION], body).await;
    let CreateTaskError::BrokenResponse(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (answer.status.as_u16(), answer.body.as_ref()),
        (202, body.as_bytes())
    );
    assert_eq!(answer.headers["x-correlation-id"], "trace-7");
    assert!(
        answer
            .reason
            .starts_with("the body at `task_id`: invalid type: integer `7`"),
        "{}",
        answer.reason
    );
}

#[tokio::test]
async fn trailing_text_is_a_broken_body() {
    let error = refused(400, &[CORRELATION], &(envelope("INVALID_PARAMS") + "oops")).await;
    let CreateTaskError::BrokenResponse(answer) = error else {
        panic!("{error:?}")
    };
    assert!(
        answer.reason.contains("trailing characters"),
        "{}",
        answer.reason
    );
}

#[tokio::test]
async fn a_missing_required_header_is_a_broken_response() {
    let error = refused(
        429,
        &[CORRELATION, ("retry-after", "2")],
        &envelope("QUEUE_FULL_DROP_LRU"),
    )
    .await;
    let CreateTaskError::BrokenResponse(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(answer.reason, "the header `X-Backoff-Ms`: it is missing");
}

#[tokio::test]
async fn a_refused_connection_is_a_transport_error() {
    let url = Server::answering(202, &[], "").await.url.clone();
    // The server is gone, its port closed.
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    let client = Client::new(&url).unwrap();
    let error = client
        .create_task(&task())
        .send()
        .await
        .expect_err("nobody listens");
    let CreateTaskError::Transport(error) = error else {
        panic!("{error:?}")
    };
    assert!(error.is_connect(), "{error}");
    assert_eq!(error.to_string(), "createTask: the connection failed");
}
