//! The generated trait, implemented.

use api_types::{
    data::AdmissionResponse,
    server::data::{
        Api, CancelTaskNoContentHeaders, CancelTaskRequest, CancelTaskResponse,
        CreateTaskAcceptedHeaders, CreateTaskRequest, CreateTaskResponse, DeleteSessionRequest,
        DeleteSessionResponse, ErrorHeaders, GetSessionRequest, GetSessionResponse,
        StreamTaskRequest, StreamTaskResponse,
    },
};
use contracts_runtime::server::{Service, StatusCode};

/// Answers all operations, `createTask` as the one by hand does.
pub(super) struct Generated;

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
