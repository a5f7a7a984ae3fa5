//! The orchestrator's data plane: the trait of api-types and the client of the same document, and refusals in the
//! contract's own words.

use api_types::{
    data::{
        AdmissionResponse, EndEvent, ErrorEnvelope, ErrorEvent, ErrorKind, SessionInfo, TaskRequest,
    },
    server::data::{
        Api, CancelTaskNoContentHeaders, CancelTaskRequest, CancelTaskResponse,
        CreateTaskAcceptedHeaders, CreateTaskRequest, CreateTaskResponse, DeleteSessionRequest,
        DeleteSessionResponse, ErrorHeaders, GetSessionOkHeaders, GetSessionRequest,
        GetSessionResponse, NotFoundHeaders, StreamTaskEvents, StreamTaskOkHeaders,
        StreamTaskRequest, StreamTaskResponse, router, routes,
    },
};
use axum::{http::request::Parts, routing::get};
use contracts_runtime::{
    client::reqwest,
    server::{
        Arc, Credentials, Denied, Operation, Refusal, RefusalKind, Reply, Response, SendError,
        Service, StatusCode,
    },
};
use openapi_client::data::{CancelTaskError, Client, CreateTaskError, StreamTaskEvent};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{service::Echo, wire::Server};

struct Orchestrator;

/// The caller's correlation id, or one of the server's.
fn correlation(given: Option<String>) -> String {
    given.unwrap_or_else(|| "made-up".to_owned())
}

fn envelope(code: ErrorKind, message: &str) -> ErrorEnvelope {
    ErrorEnvelope {
        code,
        message: message.to_owned(),
        engine: None,
        policy_label: None,
        retriable: Some(false),
        retry_after_ms: None,
    }
}

impl Service for Orchestrator {
    fn refuse(&self, refusal: &Refusal, request: &Parts) -> Response {
        let code = match refusal.kind {
            RefusalKind::Unauthenticated => ErrorKind::Unauthenticated,
            RefusalKind::Forbidden => ErrorKind::Forbidden,
            RefusalKind::TooLarge => ErrorKind::PayloadTooLarge,
            RefusalKind::UnsupportedMediaType => ErrorKind::UnsupportedMediaType,
            RefusalKind::NotFound => ErrorKind::NotFound,
            _ => ErrorKind::InvalidParams,
        };
        let given = request
            .headers
            .get("x-correlation-id")
            .and_then(|id| id.to_str().ok());
        let headers = ErrorHeaders {
            x_correlation_id: correlation(given.map(str::to_owned)),
        };
        let mut reply = Reply::new(refusal.status().as_u16());
        headers.write(&mut reply);
        reply.json("application/json", &envelope(code, &refusal.to_string()))
    }

    async fn authenticate(
        &self,
        _: &'static Operation,
        credentials: &Credentials,
        _: &mut Parts,
    ) -> Result<(), Denied> {
        match credentials.get("ApiKey") {
            None => Err(Denied::Unauthenticated),
            Some(key) if key.is("right") => Ok(()),
            Some(_) => Err(Denied::Forbidden),
        }
    }
}

impl Api for Orchestrator {
    async fn create_task(&self, request: CreateTaskRequest) -> CreateTaskResponse {
        let headers = CreateTaskAcceptedHeaders {
            x_correlation_id: correlation(request.x_correlation_id),
            x_budget_tokens_remaining: Some(900),
            x_budget_time_remaining_ms: None,
            x_budget_cost_remaining: Some(0.25),
        };
        let body = json!({"task_id": request.body.task_id, "queue_position": 3, "predicted_start_ms": 120, "backoff_ms": 0});
        let body: AdmissionResponse = serde_json::from_value(body).unwrap();
        CreateTaskResponse::Accepted { headers, body }
    }

    async fn cancel_task(&self, request: CancelTaskRequest) -> CancelTaskResponse {
        let x_correlation_id = correlation(request.x_correlation_id);
        match request.id.is_nil() {
            true => CancelTaskResponse::NotFound {
                headers: NotFoundHeaders { x_correlation_id },
                body: envelope(ErrorKind::NotFound, "no such task"),
            },
            false => CancelTaskResponse::NoContent {
                headers: CancelTaskNoContentHeaders { x_correlation_id },
            },
        }
    }

    async fn stream_task(&self, request: StreamTaskRequest) -> StreamTaskResponse {
        let (sender, events) = StreamTaskEvents::channel(4);
        let id = request.id.as_u128();
        tokio::spawn(async move {
            if id == 3 {
                return Err(SendError::Gone);
            }
            let started =
                serde_json::from_value(json!({"queue_position": 0, "predicted_start_ms": 1}));
            let stream = sender.started(&started.unwrap()).await?;
            if id == 2 {
                return Err(SendError::Gone);
            }
            let token = serde_json::from_value(json!({"t": "Rhine", "i": 0}));
            let stream = stream.token(&token.unwrap()).await?;
            stream
                .end(&EndEvent {
                    decode_ms: 20,
                    tokens_out: 1,
                })
                .await
        });
        let headers = StreamTaskOkHeaders {
            x_correlation_id: correlation(request.x_correlation_id),
            x_budget_tokens_remaining: None,
            x_budget_time_remaining_ms: None,
            x_budget_cost_remaining: None,
        };
        StreamTaskResponse::Ok {
            headers,
            body: events,
        }
    }

    fn stream_task_unfinished(&self) -> ErrorEvent {
        ErrorEvent {
            code: ErrorKind::Internal,
            message: "the stream broke off".to_owned(),
            engine: None,
        }
    }

    async fn get_session(&self, request: GetSessionRequest) -> GetSessionResponse {
        let body = json!({"ttl_ms_remaining": 1, "turns": 2, "kv_bytes": 3, "kv_warmth": 0.5});
        let body: SessionInfo = serde_json::from_value(body).unwrap();
        let headers = GetSessionOkHeaders {
            x_correlation_id: correlation(request.x_correlation_id),
        };
        GetSessionResponse::Ok { headers, body }
    }

    async fn delete_session(&self, request: DeleteSessionRequest) -> DeleteSessionResponse {
        DeleteSessionResponse::Default {
            status: StatusCode::CONFLICT,
            headers: ErrorHeaders {
                x_correlation_id: correlation(request.x_correlation_id),
            },
            body: envelope(ErrorKind::Conflict, "in use"),
        }
    }
}

/// A client that presents a key.
fn client(url: &str, key: &'static str) -> Client {
    let key = reqwest::header::HeaderValue::from_static(key);
    let headers = reqwest::header::HeaderMap::from_iter([("x-api-key".parse().unwrap(), key)]);
    let http = reqwest::Client::builder()
        .default_headers(headers)
        .build()
        .unwrap();
    Client::with_http(url, http).unwrap()
}

fn task() -> Value {
    json!({
        "task_id": Uuid::from_u128(1), "session_id": Uuid::from_u128(2), "workload": "completion",
        "model_ref": "hf:example/model", "engine": "llamacpp", "ctx": 4096, "priority": "interactive",
        "max_tokens": 16, "deadline_ms": 30000,
    })
}

#[tokio::test]
async fn calls_and_answers_are_typed_on_both_sides() {
    let server = Server::of(router(Orchestrator)).await;
    let client = client(&server.url, "right");
    let task: TaskRequest = serde_json::from_value(task()).unwrap();
    let answer = client
        .create_task(&task)
        .x_correlation_id("trace-1")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.body.task_id, task.task_id);
    assert_eq!(answer.headers.x_correlation_id, "trace-1");
    assert_eq!(answer.headers.x_budget_cost_remaining, Some(0.25));
    assert_eq!(answer.headers.x_budget_time_remaining_ms, None);

    let gone = client
        .cancel_task(&Uuid::nil())
        .send()
        .await
        .expect_err("refused");
    let CancelTaskError::NotFound(gone) = gone else {
        panic!("{gone:?}")
    };
    assert_eq!(gone.body.code, ErrorKind::NotFound);
    client
        .cancel_task(&Uuid::from_u128(1))
        .send()
        .await
        .unwrap();
    assert_eq!(
        client
            .get_session(&Uuid::nil())
            .send()
            .await
            .unwrap()
            .body
            .turns,
        2
    );
    let conflict = client
        .delete_session(&Uuid::nil())
        .send()
        .await
        .expect_err("refused");
    assert!(conflict.to_string().contains("409"), "{conflict}");

    assert_eq!(events(&client, 1).await, ["started", "token", "end"]);
    // A stream that its sender leaves ends with what the trait supplies, where the contract has an event for it.
    assert_eq!(
        events(&client, 2).await,
        ["started", "error: the stream broke off"]
    );
    // Before `started` it has none, and nobody may take what has come for a whole stream.
    assert_eq!(events(&client, 3).await, ["cut off"]);
}

/// The events of a task's stream as the client reads them.
async fn events(client: &Client, id: u128) -> Vec<String> {
    let mut answer = client
        .stream_task(&Uuid::from_u128(id))
        .send()
        .await
        .unwrap();
    let mut events = Vec::new();
    while let Some(event) = answer.body.next().await {
        events.push(match event {
            Ok(StreamTaskEvent::Started(_)) => "started".to_owned(),
            Ok(StreamTaskEvent::Token(_)) => "token".to_owned(),
            Ok(StreamTaskEvent::End(_)) => "end".to_owned(),
            Ok(StreamTaskEvent::Error(error)) => format!("error: {}", error.message),
            Ok(other) => format!("{other:?}"),
            Err(_) => "cut off".to_owned(),
        });
    }
    events
}

/// The contract's error schema instead of problem documents, whatever was wrong.
#[tokio::test]
async fn refusals_are_the_contracts_own() {
    let server = Server::of(router(Orchestrator)).await;
    let json = "content-type: application/json";
    let mut wrong = task();
    wrong["engine"] = "abacus".into();
    wrong["ctx"] = "many".into();
    let cases: [(&str, &[&str], String, u16, &str); 6] = [
        (
            "POST /v1/tasks",
            &[json],
            task().to_string(),
            401,
            "UNAUTHENTICATED",
        ),
        (
            "POST /v1/tasks",
            &[json, "x-api-key: wrong"],
            task().to_string(),
            403,
            "FORBIDDEN",
        ),
        (
            "POST /v1/tasks",
            &["x-api-key: right"],
            task().to_string(),
            415,
            "UNSUPPORTED_MEDIA_TYPE",
        ),
        (
            "POST /v1/tasks",
            &[json, "x-api-key: right"],
            wrong.to_string(),
            400,
            "INVALID_PARAMS",
        ),
        (
            "POST /v1/tasks",
            &[json, "x-api-key: right"],
            "x".repeat(3_000_000),
            413,
            "PAYLOAD_TOO_LARGE",
        ),
        ("GET /nowhere", &[], String::new(), 404, "NOT_FOUND"),
    ];
    for (line, headers, body, status, code) in cases {
        let headers = [headers, &["x-correlation-id: trace-2"]].concat();
        let answer = server.ask(line, &headers, body).await;
        assert_eq!(answer.status, status, "{line} {answer:?}");
        assert_eq!(answer.header("x-correlation-id"), Some("trace-2"));
        let envelope: ErrorEnvelope = serde_json::from_value(answer.json()).unwrap();
        assert_eq!(
            envelope.code,
            serde_json::from_value::<ErrorKind>(code.into()).unwrap()
        );
    }
    let answer = server
        .ask(
            "POST /v1/tasks",
            &[json, "x-api-key: right"],
            wrong.to_string(),
        )
        .await;
    let message = answer.json()["message"].as_str().unwrap().to_owned();
    assert!(
        message.contains("body/engine: one of `llamacpp`"),
        "{message}"
    );
    assert!(message.contains("body/ctx: a whole number"), "{message}");
}

/// The client reads them as what they are.
#[tokio::test]
async fn a_wrong_key_is_a_typed_error() {
    let server = Server::of(router(Orchestrator)).await;
    let task: TaskRequest = serde_json::from_value(task()).unwrap();
    let error = client(&server.url, "wrong")
        .create_task(&task)
        .send()
        .await
        .expect_err("refused");
    let CreateTaskError::Forbidden(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(answer.body.code, ErrorKind::Forbidden);
}

/// Two APIs and a route of one's own, each with the refusals of who answers it.
#[tokio::test]
async fn several_apis_are_one_router() {
    let other = contracts_tests::served::routes(&Arc::new(Echo::default()));
    let both = routes(&Arc::new(Orchestrator)).and(other).router();
    let server = Server::of(both.route("/metrics", get(|| async { "up 1" }))).await;
    assert_eq!(server.get("/metrics").await.body, "up 1");
    assert_eq!(server.get("/files/mine").await.status, 204);
    let session = format!("/v1/sessions/{}", Uuid::nil());
    assert_eq!(server.get(&session).await.json()["code"], "UNAUTHENTICATED");
    let path = server.get("/status/x").await;
    assert_eq!(
        path.header("content-type"),
        Some("application/problem+json")
    );
    assert_eq!(server.get("/nowhere").await.json()["code"], "NOT_FOUND");
}
