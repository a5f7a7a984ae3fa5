//! Right use of the generated types and client. That it compiles shows that the programs in `wrong`,
//! each of which is one of these functions with one mistake, are refused for that mistake.

use api_types::data::{EndEvent, TokenEvent, Workload};
use openapi_client::data::{CancelTask, Client, CreateTaskAcceptedHeaders, StreamTaskEvent};
use uuid::Uuid;

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

/// The parameter has the contract's type.
pub fn cancel<'client>(client: &'client Client, id: &Uuid) -> CancelTask<'client> {
    client.cancel_task(id)
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
