//! Answers that come in pieces, from servers that keep the contract.

use std::{convert::Infallible, time::Duration};

use axum::{Router, body::Body, response::Response, routing::get};
use contracts_runtime::client::{Items, RawEvent};
use contracts_tests::{
    streams::{self, FreeEvent, TalkError, TalkEvent},
    streams_types::Open,
};
use openapi_client::data::{Client, StreamTaskError, StreamTaskEvent};
use tokio::{net::TcpListener, sync::mpsc};
use uuid::Uuid;

use crate::{
    script::{Answer, Broken, Script},
    server::Server,
};

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

/// OC-CLIENT-4005, OC-CLIENT-4006.
#[tokio::test]
async fn events_arrive_while_the_server_still_sends() {
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
    let started =
        "event: started\ndata: {\"queue_position\": 3,\ndata: \"predicted_start_ms\": 7}\n\n: hi\n";
    sender.send(started).await.unwrap();
    let call = client.stream_task(&Uuid::nil()).send();
    let mut answer = tokio::time::timeout(Duration::from_secs(10), call)
        .await
        .expect("the answer comes before its body ends")
        .unwrap();
    assert_eq!(answer.headers.x_budget_tokens_remaining, Some(5));
    let event = answer.body.next().await.unwrap().unwrap();
    let StreamTaskEvent::Started(started) = event else {
        panic!("{event:?}")
    };
    assert_eq!((started.queue_position, started.predicted_start_ms), (3, 7));
    // The first event was read before the others existed.
    sender
        .send("event: brand-new\ndata: x\n\nid: 4\nev")
        .await
        .unwrap();
    let event = answer.body.next().await.unwrap().unwrap();
    let StreamTaskEvent::Unknown(RawEvent { name, data }) = event else {
        panic!("{event:?}")
    };
    assert_eq!((name.as_str(), data.as_str()), ("brand-new", "x"));
    let end = "ent: end\ndata: {\"tokens_out\": 2, \"decode_ms\": 9}\n\n";
    sender.send(end).await.unwrap();
    let event = answer.body.next().await.unwrap().unwrap();
    assert!(
        matches!(&event, StreamTaskEvent::End(end) if end.tokens_out == 2),
        "{event:?}"
    );
    assert_eq!(answer.body.last_event_id(), Some("4"));
    drop(sender);
    let end = tokio::time::timeout(Duration::from_secs(10), answer.body.next()).await;
    assert!(end.unwrap().is_none());
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

const EVENTS: (&str, &str) = ("content-type", "text/event-stream;charset=utf-8");

async fn server(
    status: u16,
    content_type: (&'static str, &'static str),
    body: &str,
) -> (Server, streams::Client) {
    let server = Server::answering(status, &[content_type], body).await;
    let client = streams::Client::new(&server.url).unwrap();
    (server, client)
}

/// Events as OpenAPI 3.2 describes them.
#[tokio::test]
async fn items_of_an_event_stream() {
    let body = "event: open\ndata: {\"who\": \"A\", \"seats\": [1]}\n\nevent: say\ndata: \"as it is\n\n\
                event: unknown\ndata: declared\n\nevent: other\ndata\n\nevent: close\ndata\n\n";
    let (_server, client) = server(200, EVENTS, body).await;
    let mut events = client.talk().send().await.unwrap().body;
    let mut found = Vec::new();
    while let Some(event) = events.next().await {
        found.push(event.unwrap());
    }
    let [
        TalkEvent::Open(open),
        TalkEvent::Say(said),
        TalkEvent::Unknown2(declared),
        TalkEvent::Unknown(other),
        TalkEvent::Close(close),
    ] = found.as_slice()
    else {
        panic!("{found:?}")
    };
    assert_eq!(
        (open.who.as_str(), open.seats.as_deref()),
        ("A", Some([1].as_slice()))
    );
    assert_eq!(
        [said.as_str(), declared, close],
        ["\"as it is", "declared", ""]
    );
    assert_eq!(other.name, "other");
}

#[tokio::test]
async fn an_error_may_be_a_stream() {
    let headers = vec![(EVENTS.0, EVENTS.1.to_owned())];
    let answer = Answer::Full(429, headers, "event: why\ndata: busy\n\n".to_owned());
    // It is read while it comes.
    let script = Script::answers(&[Answer::Open(Box::new(answer), Broken::Silent)]).await;
    let client = streams::Client::new(&script.url).unwrap();
    let call = tokio::time::timeout(Duration::from_secs(10), client.talk().send()).await;
    let error = call
        .expect("before its end")
        .expect_err("too many requests");
    let TalkError::TooManyRequests(mut answer) = error else {
        panic!("{error:?}")
    };
    let event = answer.body.next().await.unwrap().unwrap();
    let streams::TalkTooManyRequestsEvent::Why(why) = event else {
        panic!("{event:?}")
    };
    assert_eq!(why, "busy");
}

/// A response that two operations share has one enum, and objects without names are messages.
#[tokio::test]
async fn events_without_names() {
    let (_server, client) = server(200, EVENTS, "data: {\"who\": \"B\"}\n\n").await;
    let mut answer = client.also_free().send().await.unwrap();
    let FreeEvent::Message(message) = answer.body.next().await.unwrap().unwrap() else {
        panic!("no message")
    };
    assert_eq!(message.who, "B");
    assert!(answer.body.next().await.is_none());
    let (_server, client) = server(200, EVENTS, "event: a\ndata: b\n\n").await;
    let mut answer = client.bare().send().await.unwrap();
    let event: RawEvent = answer.body.next().await.unwrap().unwrap();
    assert_eq!((event.name.as_str(), event.data.as_str()), ("a", "b"));
}

#[tokio::test]
async fn sequences_of_json() {
    let lines = ("content-type", "application/jsonl");
    let (sent, client) = server(
        200,
        lines,
        "{\"who\": \"A\"}\n{\"who\": 1}\n{\"who\": \"B\"}",
    )
    .await;
    let mut items: Items<Open> = client.lines().send().await.unwrap().body;
    assert_eq!(sent.asked().headers["accept"], "application/jsonl");
    assert_eq!(items.next().await.unwrap().unwrap().who, "A");
    let error = items.next().await.unwrap().expect_err("a number");
    assert!(
        error
            .to_string()
            .starts_with("the value 2 is broken at `who`: "),
        "{error}"
    );
    assert_eq!(items.next().await.unwrap().unwrap().who, "B");
    assert!(items.next().await.is_none());

    let sequence = ("content-type", "application/json-seq");
    let (_server, client) = server(200, sequence, "\u{1e}1\n\u{1e}2\n").await;
    let mut items: Items<i64> = client.sequence().send().await.unwrap().body;
    let read = [
        items.next().await.unwrap().unwrap(),
        items.next().await.unwrap().unwrap(),
    ];
    assert_eq!(read, [1, 2]);

    let (_server, client) = server(200, ("content-type", "application/json"), "[]").await;
    let error = client.lines().send().await.expect_err("no lines");
    let streams::LinesError::BrokenResponse(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        answer.reason,
        "its content type is `application/json`, not `application/jsonl`"
    );
}
