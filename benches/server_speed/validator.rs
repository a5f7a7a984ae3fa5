//! The way that was not taken (decision 6): a validator that the crate jsonschema compiles of the same schemas, before a
//! generated server that checks nothing.

use std::io;

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::post,
};
use contracts_runtime::server::Arc;
use jsonschema::{Draft, Validator};
use serde_json::{Value, json};
use tower_service::Service as _;

const DOCUMENT: &str = include_str!("../../api-types/openapi/data.yaml");

/// The route of `createTask` with the validator before `inner`.
pub(super) fn before(inner: Router) -> io::Result<Router> {
    let validator = Arc::new(validator()?);
    let handler = move |request: Request| checked(inner.clone(), Arc::clone(&validator), request);
    Ok(Router::new().route("/v1/tasks", post(handler)))
}

fn validator() -> io::Result<Validator> {
    let document: Value = serde_saphyr::from_str(DOCUMENT).map_err(io::Error::other)?;
    let schema = json!({
        "$ref": "#/components/schemas/TaskRequest",
        "components": {"schemas": document["components"]["schemas"]},
    });
    let options = jsonschema::options().with_draft(Draft::Draft202012);
    let options = options.should_validate_formats(true);
    options
        .build(&schema)
        .map_err(|error| io::Error::other(error.to_string()))
}

async fn checked(mut inner: Router, validator: Arc<Validator>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, 1 << 20).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    // It needs the whole value; the type is read of the bytes, which is faster than of the value.
    let fits =
        serde_json::from_slice::<Value>(&bytes).is_ok_and(|value| validator.is_valid(&value));
    if !fits {
        return StatusCode::BAD_REQUEST.into_response();
    }
    let request = Request::from_parts(head, Body::from(bytes));
    inner
        .call(request)
        .await
        .unwrap_or_else(|never| match never {})
}
