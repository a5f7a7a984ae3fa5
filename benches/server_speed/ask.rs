//! Asking a server, over the network or without.

use std::{
    io,
    net::SocketAddr,
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
};
use contracts_runtime::server::{Arc, Bytes, Response};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tower_service::Service as _;

/// Requests per second over connections that stay open.
pub(super) async fn asked(
    address: SocketAddr,
    body: &str,
    connections: usize,
    turn: Duration,
) -> io::Result<f64> {
    let request = format!(
        "POST /v1/tasks HTTP/1.1\r\nhost: x\r\nx-api-key: key\r\nx-correlation-id: req-7f3a9c\r\naccept: application/json\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let request: Arc<str> = request.into();
    let local = tokio::task::LocalSet::new();
    let start = Instant::now();
    let callers: Vec<_> = (0..connections)
        .map(|_| local.spawn_local(caller(address, Arc::clone(&request), turn)))
        .collect();
    local.await;
    let took = start.elapsed();
    let mut count = 0;
    for caller in callers {
        count += caller.await.map_err(io::Error::other)??;
    }
    Ok(count as f64 / took.as_secs_f64())
}

async fn caller(address: SocketAddr, request: Arc<str>, turn: Duration) -> io::Result<usize> {
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
pub(super) async fn dispatched(
    router: &mut Router,
    body: &Bytes,
    turn: Duration,
) -> io::Result<f64> {
    let (mut count, start) = (0, Instant::now());
    while start.elapsed() < turn {
        called(router, body, 1).await?;
        count += 1;
    }
    Ok(count as f64 / start.elapsed().as_secs_f64())
}

/// Calls a router so often.
pub(super) async fn called(router: &mut Router, body: &Bytes, requests: usize) -> io::Result<()> {
    for _ in 0..requests {
        let request = Request::post("/v1/tasks")
            .header("x-api-key", "key")
            .header("x-correlation-id", "req-7f3a9c")
            .header("accept", "application/json")
            .header("content-type", "application/json")
            .header("content-length", body.len())
            .body(Body::from(body.clone()))
            .map_err(io::Error::other)?;
        let answer: Response = router.call(request).await.map_err(io::Error::other)?;
        let is_right = answer.status() == StatusCode::ACCEPTED;
        let body = axum::body::to_bytes(answer.into_body(), 4096)
            .await
            .map_err(io::Error::other)?;
        if !is_right || body.len() < 50 {
            return Err(io::Error::other("refused"));
        }
    }
    Ok(())
}
