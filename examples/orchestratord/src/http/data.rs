//! The data plane.

use std::time::Duration;

use api_types::data::{ErrorEvent, ErrorKind, SessionInfo, StartedEvent};
use api_types::server::data::{
    Api, BadRequestHeaders, CancelTaskNoContentHeaders, CancelTaskRequest, CancelTaskResponse,
    CreateTaskAcceptedHeaders, CreateTaskRequest, CreateTaskResponse,
    DeleteSessionNoContentHeaders, DeleteSessionRequest, DeleteSessionResponse, ErrorHeaders,
    GetSessionOkHeaders, GetSessionRequest, GetSessionResponse, InternalErrorHeaders,
    NotFoundHeaders, ServiceUnavailableHeaders, StreamTaskEvents, StreamTaskOkHeaders,
    StreamTaskRequest, StreamTaskResponse, StreamTaskSender,
};
use contracts_runtime::server::{SendError, Sent};
use tokio::time::timeout;

use super::Http;
use super::answer::{backpressure, correlation, envelope, refused};
use crate::orchestrator::{Follow, Step};

/// How long a caller may leave an event unread.
const SLOWEST: Duration = Duration::from_secs(30);

/// How long a cancel waits for streams that end; one that is not read at all does not hold it up longer.
const STREAMS_END: Duration = Duration::from_secs(1);

impl Api for Http {
    async fn create_task(&self, request: CreateTaskRequest) -> CreateTaskResponse {
        let x_correlation_id = correlation(request.x_correlation_id);
        let refusal = match self.orchestrator.create_task(request.body) {
            Ok((body, session)) => {
                let (tokens, time, cost) = budgets(session);
                let headers = CreateTaskAcceptedHeaders {
                    x_correlation_id,
                    x_budget_tokens_remaining: tokens,
                    x_budget_time_remaining_ms: time,
                    x_budget_cost_remaining: cost,
                };
                return CreateTaskResponse::Accepted { headers, body };
            }
            Err(refusal) => refusal,
        };
        if super::answer::status(&refusal.code).as_u16() == 429 {
            let (headers, body) = backpressure(&refusal, x_correlation_id);
            return CreateTaskResponse::TooManyRequests { headers, body };
        }
        refused!(CreateTaskResponse, refusal, envelope(&refusal), x_correlation_id, {
            400 => BadRequest(BadRequestHeaders),
            500 => InternalServerError(InternalErrorHeaders),
            503 => ServiceUnavailable(ServiceUnavailableHeaders),
        })
    }

    async fn stream_task(&self, request: StreamTaskRequest) -> StreamTaskResponse {
        let x_correlation_id = correlation(request.x_correlation_id);
        let (started, session, follow) = match self.orchestrator.follow(request.id) {
            Ok(followed) => followed,
            Err(refusal) => {
                return refused!(StreamTaskResponse, refusal, envelope(&refusal), x_correlation_id, {
                    404 => NotFound(NotFoundHeaders),
                });
            }
        };
        let (tokens, time, cost) = budgets(session);
        let headers = StreamTaskOkHeaders {
            x_correlation_id,
            x_budget_tokens_remaining: tokens,
            x_budget_time_remaining_ms: time,
            x_budget_cost_remaining: cost,
        };
        // No room but for one event: when the next one goes in, the one before is on its way to the caller.
        let (sender, body) = StreamTaskEvents::channel(1);
        tokio::spawn(send(sender, started, follow));
        StreamTaskResponse::Ok { headers, body }
    }

    fn stream_task_unfinished(&self) -> ErrorEvent {
        ErrorEvent {
            code: ErrorKind::Internal,
            message: "the stream broke off".to_owned(),
            engine: None,
        }
    }

    async fn cancel_task(&self, request: CancelTaskRequest) -> CancelTaskResponse {
        let x_correlation_id = correlation(request.x_correlation_id);
        match self.orchestrator.cancel(request.id) {
            Ok(()) => {
                // ORCH-3026: the answer comes when streams have ended, not while a token is still on its way.
                let _ = timeout(STREAMS_END, self.orchestrator.unfollowed(request.id)).await;
                let headers = CancelTaskNoContentHeaders { x_correlation_id };
                CancelTaskResponse::NoContent { headers }
            }
            Err(refusal) => {
                refused!(CancelTaskResponse, refusal, envelope(&refusal), x_correlation_id, {
                    404 => NotFound(NotFoundHeaders),
                })
            }
        }
    }

    async fn get_session(&self, request: GetSessionRequest) -> GetSessionResponse {
        let x_correlation_id = correlation(request.x_correlation_id);
        match self.orchestrator.session(request.id) {
            Ok(body) => {
                let headers = GetSessionOkHeaders { x_correlation_id };
                GetSessionResponse::Ok { headers, body }
            }
            Err(refusal) => {
                refused!(GetSessionResponse, refusal, envelope(&refusal), x_correlation_id, {
                    404 => NotFound(NotFoundHeaders),
                })
            }
        }
    }

    async fn delete_session(&self, request: DeleteSessionRequest) -> DeleteSessionResponse {
        let x_correlation_id = correlation(request.x_correlation_id);
        match self.orchestrator.delete_session(request.id) {
            Ok(()) => {
                let headers = DeleteSessionNoContentHeaders { x_correlation_id };
                DeleteSessionResponse::NoContent { headers }
            }
            Err(refusal) => {
                refused!(DeleteSessionResponse, refusal, envelope(&refusal), x_correlation_id, {
                    404 => NotFound(NotFoundHeaders),
                })
            }
        }
    }
}

/// What remains of a session's budgets (ORCH-2010).
fn budgets(session: Option<SessionInfo>) -> (Option<i64>, Option<i64>, Option<f32>) {
    session.map_or((None, None, None), |info| {
        let SessionInfo {
            tokens_budget_remaining,
            time_budget_remaining_ms,
            cost_budget_remaining,
            ..
        } = info;
        (
            tokens_budget_remaining,
            time_budget_remaining_ms,
            cost_budget_remaining,
        )
    })
}

/// Sends a task's events (ORCH-2002). A caller that does not read in time is left.
async fn send(
    sender: StreamTaskSender,
    started: StartedEvent,
    mut follow: Follow,
) -> Result<Sent, SendError> {
    let mut stream = in_time(sender.started(&started)).await?;
    loop {
        let step = tokio::select! {
            step = follow.next() => step,
            () = stream.gone() => return Err(SendError::Gone),
        };
        stream = match step {
            Some(Step::Token(token)) => in_time(stream.token(&token)).await?,
            Some(Step::Metrics(metrics)) => in_time(stream.metrics(&metrics)).await?,
            Some(Step::End(end)) => return in_time(stream.end(&end)).await,
            Some(Step::Error(error)) => return in_time(stream.error(&error)).await,
            None => return Err(SendError::Gone),
        };
    }
}

async fn in_time<T>(sent: impl Future<Output = Result<T, SendError>>) -> Result<T, SendError> {
    timeout(SLOWEST, sent).await.unwrap_or(Err(SendError::Gone))
}
