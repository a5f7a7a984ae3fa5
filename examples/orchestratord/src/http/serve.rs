//! Serving, logging each request, and ending.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::Response;
use contracts_runtime::server::Router;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::Http;

/// How long streams may take to finish once the end was asked for.
const GRACE: Duration = Duration::from_secs(30);

/// How long connections may take to close after that.
const CLOSING: Duration = Duration::from_secs(2);

/// Answers requests until the end is asked for, and then until streams have finished.
///
/// # Errors
///
/// When the listener fails.
pub async fn serve(
    http: Http,
    listener: TcpListener,
    end: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let orchestrator = http.orchestrator.clone();
    let (finished, closing) = oneshot::channel();
    let ended = async move {
        end.await;
        tracing::info!("finishing");
        // Requests are still answered, so that callers hear why nothing is admitted.
        orchestrator.close(GRACE).await;
        let _ = finished.send(());
    };
    let service = http
        .router()
        .into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(ended);
    let too_long = async {
        // Without a word from there nothing has ended yet.
        if closing.await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(CLOSING).await;
    };
    tokio::select! {
        served = serving => served,
        () = too_long => Ok(()),
    }
}

/// Logs each request: never a query, a header but the correlation id, or a body.
pub(super) fn logged(router: Router) -> Router {
    router.layer(middleware::from_fn(log))
}

async fn log(request: Request, next: Next) -> Response {
    let (method, started) = (request.method().clone(), Instant::now());
    let path: String = request.uri().path().chars().take(200).collect();
    let response = next.run(request).await;
    let id = response
        .headers()
        .get("x-correlation-id")
        .and_then(|id| std::str::from_utf8(id.as_bytes()).ok());
    let status = response.status().as_u16();
    let took_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    tracing::info!(%method, path, status, took_us, correlation_id = id, "request");
    response
}
