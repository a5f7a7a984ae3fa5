//! The event stream as it comes: bytes for now.

use std::{convert::Infallible, time::Duration};

use axum::{Router, body::Body, response::Response, routing::get};
use openapi_client::data::{Client, StreamTaskError};
use tokio::{net::TcpListener, sync::mpsc};
use uuid::Uuid;

use crate::server::Server;

/// A body whose chunks the test decides on, one by one.
struct Chunks(mpsc::Receiver<&'static str>);

impl futures_core::Stream for Chunks {
    type Item = Result<&'static str, Infallible>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        self.0.poll_recv(cx).map(|chunk| chunk.map(Ok))
    }
}

/// OC-CLIENT-4005.
#[tokio::test]
async fn chunks_arrive_while_the_server_still_sends() {
    let (sender, receiver) = mpsc::channel(1);
    let body = std::sync::Mutex::new(Some(Body::from_stream(Chunks(receiver))));
    let handler = move || {
        let body = body.lock().unwrap().take().unwrap();
        async move {
            Response::builder()
                .header("content-type", "text/event-stream")
                .header("x-correlation-id", "trace-9")
                .header("x-budget-tokens-remaining", "5")
                .body(body)
                .unwrap()
        }
    };
    let handler = std::sync::Arc::new(handler);
    let app = Router::new().route("/v1/tasks/{id}/stream", get(move || handler()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });

    let client = Client::new(&url).unwrap();
    sender.send("event: started\n").await.unwrap();
    let call = client.stream_task(&Uuid::nil()).send();
    let mut answer = tokio::time::timeout(Duration::from_secs(10), call)
        .await
        .expect("the answer comes before its body ends")
        .unwrap();
    assert_eq!(answer.headers.x_budget_tokens_remaining, Some(5));
    assert_eq!(
        answer.body.chunk().await.unwrap().as_deref(),
        Some(b"event: started\n".as_slice())
    );
    // The first chunk was read before the second one existed.
    sender.send("event: end\n").await.unwrap();
    assert_eq!(
        answer.body.chunk().await.unwrap().as_deref(),
        Some(b"event: end\n".as_slice())
    );
    drop(sender);
    let end = tokio::time::timeout(Duration::from_secs(10), answer.body.chunk()).await;
    assert_eq!(end.unwrap().unwrap(), None);
    server.abort();
}

#[tokio::test]
async fn an_error_of_a_stream_is_json() {
    let body = r#"{"code": "NOT_FOUND", "message": "no such task"}"#;
    let server = Server::answering(404, &[("x-correlation-id", "t")], body).await;
    let client = Client::new(&server.url).unwrap();
    let error = client
        .stream_task(&Uuid::nil())
        .send()
        .await
        .expect_err("not found");
    let StreamTaskError::NotFound(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(answer.body.message, "no such task");
    assert_eq!(
        server.asked().headers["accept"],
        "application/json, text/event-stream"
    );
}

#[tokio::test]
async fn a_stream_that_breaks_is_a_transport_error() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut request = [0; 1024];
        let _ = socket.read(&mut request).await.unwrap();
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nx-correlation-id: t\r\n\
                    transfer-encoding: chunked\r\n\r\n5\r\nevent\r\n";
        socket.write_all(head.as_bytes()).await.unwrap();
        // The connection ends inside the body.
    });
    let client = Client::new(&url).unwrap();
    let mut answer = client.stream_task(&Uuid::nil()).send().await.unwrap();
    assert_eq!(
        answer.body.chunk().await.unwrap().as_deref(),
        Some(b"event".as_slice())
    );
    let error = answer.body.chunk().await.expect_err("cut off");
    assert!(!error.is_request() && !error.is_connect(), "{error}");
    assert_eq!(error.to_string(), "streamTask: the connection failed");
    server.await.unwrap();
}
