//! `/metrics`, for everybody who reaches the server (OC-METRICS-7110).

use axum::http::{HeaderValue, header};
use axum::response::Response;
use axum::routing::get;
use contracts_runtime::server::{Body, Router};

use crate::orchestrator::Orchestrator;

/// The router with metrics beside it.
pub(super) fn with_metrics(router: Router, orchestrator: Orchestrator) -> Router {
    let exposed = move || {
        let (content_type, text) = orchestrator.exposition();
        async move {
            let mut response = Response::new(Body::from(text));
            let content_type = HeaderValue::from_static(content_type);
            response
                .headers_mut()
                .insert(header::CONTENT_TYPE, content_type);
            response
        }
    };
    router.route("/metrics", get(exposed))
}
