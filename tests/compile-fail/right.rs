//! Right use of the generated types, client, server and metrics. That it compiles shows that the programs in `wrong`,
//! each of which is one of these functions with one mistake, are refused for that mistake.

use api_types::{
    data::{EndEvent, ErrorKind, StartedEvent, TokenEvent, Workload},
    server::data::{
        CancelTaskNoContentHeaders, CancelTaskResponse, StreamTaskAfterStarted, StreamTaskSender,
    },
};
use contracts_runtime::server::{SendError, Sent};
use openapi_client::data::{
    CancelTask, CancelTaskError, Client, CreateTaskAcceptedHeaders, StreamTaskEvent,
};
use uuid::Uuid;

/// The metrics of `ci/metrics.lint.json`.
#[path = "../../examples/orchestratord/src/metrics/generated.rs"]
#[rustfmt::skip]
pub mod metrics;

use metrics::{Engine, Metrics, ModelId, Reason, State};

/// The metric is one of the contract's, and its labels are those of the contract.
pub fn count(metrics: &Metrics, engine: Engine<'_>, reason: Reason<'_>) {
    metrics.tasks_rejected_total.with(engine, reason).inc();
}

/// The value is one that the contract lists.
pub fn activate(metrics: &Metrics, model_id: ModelId<'_>) {
    metrics.model_state.with(model_id, State::Active).set(1.0);
}

/// All required fields are there.
pub fn end() -> EndEvent {
    EndEvent {
        decode_ms: 20,
        tokens_out: 3,
    }
}

/// The value is one of the contract's.
pub fn workload() -> Workload {
    Workload::Completion
}

/// A word that the contract does not name comes from whoever sent it, and nobody makes one.
pub fn unknown_word(engine: &api_types::data::Engine) -> Option<&str> {
    match engine {
        api_types::data::Engine::Unknown(text) => Some(text.as_str()),
        _ => None,
    }
}

/// The parameter has the contract's type.
pub fn cancel<'client>(client: &'client Client, id: &Uuid) -> CancelTask<'client> {
    client.cancel_task(id)
}

/// Every status of the contract has its arm.
pub fn reason(error: &CancelTaskError) -> &'static str {
    match error {
        CancelTaskError::BadRequest(_) => "wrong",
        CancelTaskError::Unauthorized(_) => "unknown caller",
        CancelTaskError::Forbidden(_) => "not allowed",
        CancelTaskError::NotFound(_) => "no such task",
        CancelTaskError::Default(_) => "something else",
        CancelTaskError::BrokenResponse(_) => "against the contract",
        CancelTaskError::Transport(_) => "no answer",
    }
}

/// The headers have the contract's types.
pub fn trace(headers: &CreateTaskAcceptedHeaders) -> &str {
    let trace: &String = &headers.x_correlation_id;
    trace
}

/// The event has the contract's type.
pub fn token(event: StreamTaskEvent) -> Option<TokenEvent> {
    if let StreamTaskEvent::Token(token) = event {
        let token: TokenEvent = token;
        return Some(token);
    }
    None
}

/// Every answer of the contract has its arm.
pub fn status(answer: &CancelTaskResponse) -> u16 {
    match answer {
        CancelTaskResponse::NoContent { .. } => 204,
        CancelTaskResponse::BadRequest { .. } => 400,
        CancelTaskResponse::Unauthorized { .. } => 401,
        CancelTaskResponse::Forbidden { .. } => 403,
        CancelTaskResponse::NotFound { .. } => 404,
        CancelTaskResponse::Default { status, .. } => status.as_u16(),
    }
}

/// The header that the contract requires is there.
pub fn cancelled(id: String) -> CancelTaskResponse {
    let headers = CancelTaskNoContentHeaders {
        x_correlation_id: id,
    };
    CancelTaskResponse::NoContent { headers }
}

/// The code is one of the contract's.
pub fn code() -> ErrorKind {
    ErrorKind::Conflict
}

/// The first event is the one that has to be.
///
/// # Errors
///
/// The caller went away.
pub async fn begin(
    sender: StreamTaskSender,
    event: StartedEvent,
) -> Result<StreamTaskAfterStarted, SendError> {
    sender.started(&event).await
}

/// Nothing follows the end.
///
/// # Errors
///
/// The caller went away.
pub async fn finish(
    stream: StreamTaskAfterStarted,
    token: TokenEvent,
    end: EndEvent,
) -> Result<Sent, SendError> {
    let stream: StreamTaskAfterStarted = stream.token(&token).await?;
    stream.end(&end).await
}
