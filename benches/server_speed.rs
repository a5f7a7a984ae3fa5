//! Requests per second of a generated server, with and without its checks of what comes in, against the same handler by
//! hand on axum, with serde's derives: `createTask` of the orchestrator, over loopback, on one thread for the server and
//! one for its callers. All are served at the same time and asked in turns, so that whatever else the machine does
//! happens to all of them. `--dispatch` leaves out the network: what is left is what the code itself costs.

use std::{
    io::{self, Write},
    time::{Duration, Instant},
};

use api_types::{
    data::AdmissionResponse,
    server::data::{
        Api, CancelTaskNoContentHeaders, CancelTaskRequest, CancelTaskResponse,
        CreateTaskAcceptedHeaders, CreateTaskRequest, CreateTaskResponse, DeleteSessionRequest,
        DeleteSessionResponse, ErrorHeaders, GetSessionRequest, GetSessionResponse,
        StreamTaskRequest, StreamTaskResponse, routes,
    },
};
use axum::{
    Json, Router,
    body::Body,
    http::{HeaderMap, HeaderValue, Request, StatusCode},
    response::IntoResponse,
    routing::post,
};
use clap::Parser;
use contracts_runtime::server::{Arc, Response, Service};
use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tower_service::Service as _;

#[derive(Parser)]
struct Arguments {
    /// Turns of each server
    #[arg(long, default_value_t = 40)]
    turns: usize,
    /// Milliseconds of a turn
    #[arg(long, default_value_t = 250)]
    milliseconds: u64,
    /// Connections at once
    #[arg(long, default_value_t = 8)]
    connections: usize,
    /// Call the routers themselves
    #[arg(long)]
    dispatch: bool,
}

const TASK: &str = r#"{"task_id":"5f0c7a52-3a0b-4c1e-9d59-0f6c1f1c2b7a","session_id":"9b1de7f4-6c8e-4a57-8f0e-2d4a6b8c0e13","workload":"completion","model_ref":"hf:example/model","engine":"llamacpp","ctx":4096,"priority":"interactive","seed":7,"determinism":"strict","max_tokens":16,"deadline_ms":30000,"prompt":"Name the longest river of Europe, and say in one sentence where it begins."}"#;

/// By hand: what somebody writes who has the contract before them.
mod by_hand {
    use super::{Deserialize, Serialize};

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
        pub(super) task_id: uuid::Uuid,
        pub(super) session_id: uuid::Uuid,
        pub(super) workload: Workload,
        pub(super) model_ref: String,
        pub(super) engine: Engine,
        pub(super) ctx: i32,
        pub(super) priority: Priority,
        pub(super) seed: Option<i64>,
        pub(super) determinism: Option<Determinism>,
        pub(super) max_tokens: i32,
        pub(super) deadline_ms: i64,
        pub(super) prompt: Option<String>,
        pub(super) inputs: Option<Vec<String>>,
    }

    #[derive(Serialize)]
    pub(super) struct Admission {
        pub(super) task_id: uuid::Uuid,
        pub(super) queue_position: i32,
        pub(super) predicted_start_ms: i64,
        pub(super) backoff_ms: i64,
    }
}

async fn create_by_hand(
    headers: HeaderMap,
    Json(task): Json<by_hand::Task>,
) -> axum::response::Response {
    if headers.get("x-api-key").is_none_or(|key| key.is_empty()) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let correlation = headers.get("x-correlation-id").cloned();
    let body = by_hand::Admission {
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

struct Generated;

impl Service for Generated {}

impl Api for Generated {
    async fn create_task(&self, request: CreateTaskRequest) -> CreateTaskResponse {
        CreateTaskResponse::Accepted {
            headers: CreateTaskAcceptedHeaders {
                x_correlation_id: request
                    .x_correlation_id
                    .unwrap_or_else(|| "made-up".to_owned()),
                x_budget_tokens_remaining: Some(900),
                x_budget_time_remaining_ms: None,
                x_budget_cost_remaining: None,
            },
            body: AdmissionResponse {
                task_id: request.body.task_id,
                queue_position: 3,
                predicted_start_ms: 120,
                backoff_ms: 0,
                preparation: None,
                streams: None,
            },
        }
    }

    async fn cancel_task(&self, _: CancelTaskRequest) -> CancelTaskResponse {
        let x_correlation_id = String::new();
        CancelTaskResponse::NoContent {
            headers: CancelTaskNoContentHeaders { x_correlation_id },
        }
    }

    async fn stream_task(&self, _: StreamTaskRequest) -> StreamTaskResponse {
        let (headers, body) = refusal();
        StreamTaskResponse::Default {
            status: StatusCode::CONFLICT,
            headers,
            body,
        }
    }

    fn stream_task_unfinished(&self) -> api_types::data::ErrorEvent {
        let (code, message) = (api_types::data::ErrorKind::Internal, String::new());
        api_types::data::ErrorEvent {
            code,
            message,
            engine: None,
        }
    }

    async fn get_session(&self, _: GetSessionRequest) -> GetSessionResponse {
        let (headers, body) = refusal();
        GetSessionResponse::Default {
            status: StatusCode::CONFLICT,
            headers,
            body,
        }
    }

    async fn delete_session(&self, _: DeleteSessionRequest) -> DeleteSessionResponse {
        let (headers, body) = refusal();
        DeleteSessionResponse::Default {
            status: StatusCode::CONFLICT,
            headers,
            body,
        }
    }
}

fn refusal() -> (ErrorHeaders, api_types::data::ErrorEnvelope) {
    let body = api_types::data::ErrorEnvelope {
        code: api_types::data::ErrorKind::Internal,
        message: String::new(),
        engine: None,
        policy_label: None,
        retriable: None,
        retry_after_ms: None,
    };
    (
        ErrorHeaders {
            x_correlation_id: String::new(),
        },
        body,
    )
}

/// What is compared, the one by hand first.
fn servers() -> [(&'static str, Router); 3] {
    let service = Arc::new(Generated);
    [
        (
            "by hand, serde only",
            Router::new().route("/v1/tasks", post(create_by_hand)),
        ),
        ("generated, with checks", routes(&service).router()),
        (
            "generated, unchecked",
            routes(&service).unchecked().router(),
        ),
    ]
}

fn main() -> io::Result<()> {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let callers = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let turn = Duration::from_millis(arguments.milliseconds);
    let mut servers = servers().map(|(name, router)| (name, router, Vec::new()));
    let mut addresses = Vec::new();
    for (_, router, _) in &servers {
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
        addresses.push(listener.local_addr()?);
        let router = router.clone();
        runtime.spawn(async move { axum::serve(listener, router).await });
    }
    // The first turn is for caches and connections.
    for round in 0..=arguments.turns {
        for ((_, router, rates), address) in servers.iter_mut().zip(&addresses) {
            let rate = match arguments.dispatch {
                true => callers.block_on(dispatched(router, turn))?,
                false => callers.block_on(asked(*address, arguments.connections, turn))?,
            };
            if round > 0 {
                rates.push(rate);
            }
        }
    }
    report(&servers.map(|(name, _, rates)| (name, rates)))
}

/// The medians, and the medians of the ratios of turns that follow each other.
fn report(servers: &[(&'static str, Vec<f64>); 3]) -> io::Result<()> {
    let mut out = io::stdout();
    let base = &servers[0].1;
    for (name, rates) in servers {
        let ratios = rates
            .iter()
            .zip(base)
            .map(|(rate, base)| rate / base)
            .collect();
        let (rate, ratio) = (median(rates.clone()), median(ratios));
        writeln!(
            out,
            "{name:<24} {rate:>9.0} requests a second   {ratio:.3} of by hand"
        )?;
    }
    Ok(())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// Requests per second over connections that stay open.
async fn asked(
    address: std::net::SocketAddr,
    connections: usize,
    turn: Duration,
) -> io::Result<f64> {
    let request = format!(
        "POST /v1/tasks HTTP/1.1\r\nhost: x\r\nx-api-key: key\r\nx-correlation-id: req-7f3a9c\r\naccept: application/json\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{TASK}",
        TASK.len()
    );
    let request: std::sync::Arc<str> = request.into();
    let local = tokio::task::LocalSet::new();
    let start = Instant::now();
    let callers: Vec<_> = (0..connections)
        .map(|_| local.spawn_local(caller(address, std::sync::Arc::clone(&request), turn)))
        .collect();
    local.await;
    let took = start.elapsed();
    let mut count = 0;
    for caller in callers {
        count += caller.await.map_err(io::Error::other)??;
    }
    Ok(count as f64 / took.as_secs_f64())
}

async fn caller(
    address: std::net::SocketAddr,
    request: std::sync::Arc<str>,
    turn: Duration,
) -> io::Result<usize> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut answer = vec![0; 4096];
    let (mut count, start) = (0, Instant::now());
    while start.elapsed() < turn {
        stream.write_all(request.as_bytes()).await?;
        let mut read = 0;
        loop {
            let more = stream.read(&mut answer[read..]).await?;
            read += more;
            if more == 0 || !answer.starts_with(b"HTTP/1.1 202") {
                let text = String::from_utf8_lossy(&answer[..read]).into_owned();
                return Err(io::Error::other(text));
            }
            // Every answer ends with the body's brace.
            if answer[..read].ends_with(b"}") {
                break;
            }
        }
        count += 1;
    }
    Ok(count)
}

/// Requests per second by calling a router.
async fn dispatched(router: &mut Router, turn: Duration) -> io::Result<f64> {
    let (mut count, start) = (0, Instant::now());
    while start.elapsed() < turn {
        let request = Request::post("/v1/tasks")
            .header("x-api-key", "key")
            .header("x-correlation-id", "req-7f3a9c")
            .header("accept", "application/json")
            .header("content-type", "application/json")
            .header("content-length", TASK.len())
            .body(Body::from(TASK))
            .map_err(io::Error::other)?;
        let answer: Response = router.call(request).await.map_err(io::Error::other)?;
        let is_right = answer.status() == StatusCode::ACCEPTED;
        let body = axum::body::to_bytes(answer.into_body(), 4096)
            .await
            .map_err(io::Error::other)?;
        if !is_right || body.len() < 50 {
            return Err(io::Error::other("refused"));
        }
        count += 1;
    }
    Ok(count as f64 / start.elapsed().as_secs_f64())
}
