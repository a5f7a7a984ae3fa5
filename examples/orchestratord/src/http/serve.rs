//! Serving, logging each request, and ending.

use std::net::SocketAddr;
use std::pin::pin;
use std::time::{Duration, Instant};

use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::serve::Listener;
use contracts_runtime::server::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tower_service::Service as _;

use super::Http;

/// How long the head of a request may take, and how long a connection may be idle before the next.
const HEAD_TIME: Duration = Duration::from_secs(10);

/// How long streams may take to finish once the end was asked for.
const GRACE: Duration = Duration::from_secs(30);

/// How long connections may take to close after that.
const CLOSING: Duration = Duration::from_secs(2);

/// Answers requests until the end is asked for, and then until streams have finished.
pub async fn serve(http: Http, listener: TcpListener, end: impl Future<Output = ()>) {
    let orchestrator = http.orchestrator.clone();
    let (finished, closing) = oneshot::channel();
    let ended = async move {
        end.await;
        tracing::info!("finishing");
        // Requests are still answered, so that callers hear why nothing is admitted.
        orchestrator.close(GRACE).await;
        let _ = finished.send(());
    };
    let serving = connections(http.router(), listener, ended);
    let too_long = async {
        // Without a word from there nothing has ended yet.
        if closing.await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(CLOSING).await;
    };
    tokio::select! {
        () = serving => {}
        () = too_long => {}
    }
}

/// Answers whoever connects until the end, and then until all connections have closed. What `axum::serve` does, but
/// nobody keeps a connection who sends the head of a request slowly, or none.
async fn connections(router: Router, mut listener: TcpListener, end: impl Future<Output = ()>) {
    let mut services = router.into_make_service_with_connect_info::<SocketAddr>();
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME);
    let open = GracefulShutdown::new();
    let mut end = pin!(end);
    loop {
        let (stream, caller) = tokio::select! {
            accepted = Listener::accept(&mut listener) => accepted,
            () = &mut end => break,
        };
        let Ok(service) = services.call(caller).await;
        let service = TowerToHyperService::new(service);
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        let connection = open.watch(connection);
        // Whoever breaks off has no use for an answer.
        tokio::spawn(async move { connection.await.ok() });
    }
    drop(listener);
    open.shutdown().await;
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
