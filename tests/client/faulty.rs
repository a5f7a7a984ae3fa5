//! Event streams of servers that break the contract, or HTTP itself: the right error each time, and an end.

use std::time::Duration;

use contracts_runtime::client::{EventError, StreamLimits};
use openapi_client::data::{Client, StreamTaskError, StreamTaskEvent};
use uuid::Uuid;

use crate::peer::{Body, EVENTS, Peer};

const STARTED: &[u8] =
    b"event: started\ndata: {\"queue_position\": 0, \"predicted_start_ms\": 1}\n\n";

const WHOLE: &[u8] =
    b"event: started\ndata: {\"queue_position\": 0, \"predicted_start_ms\": 1}\n\n\
                       event: end\ndata: {\"tokens_out\": 0, \"decode_ms\": 1}\n\n";

fn limits() -> StreamLimits {
    StreamLimits {
        line: 1000,
        event: 2000,
        idle: Some(Duration::from_secs(20)),
        after_end: Duration::from_secs(20),
    }
}

/// All that comes of a stream, within limits and in time.
async fn events(
    head: &'static str,
    body: Body,
    limits: StreamLimits,
) -> Vec<Result<StreamTaskEvent, EventError>> {
    let mut peer = Peer::sending(head, body).await;
    let read = async {
        let client = Client::new(&peer.url).unwrap();
        let answer = client.stream_task(&Uuid::nil()).send().await.unwrap();
        let mut events = answer.body.with_limits(limits);
        let mut found = Vec::new();
        while let Some(event) = events.next().await {
            found.push(event);
        }
        if matches!(body, Body::Endless(..)) {
            // Though the stream is still there, its connection is not.
            peer.left().await;
        }
        drop(events);
        found
    };
    let found = tokio::time::timeout(Duration::from_secs(60), read).await;
    found.expect("it ends")
}

/// The error at the end of a stream, after a single event.
async fn failure(body: Body) -> EventError {
    let mut found = events(EVENTS, body, limits()).await;
    let error = found.pop().unwrap().expect_err("an error");
    assert!(
        matches!(found.as_slice(), [Ok(StreamTaskEvent::Started(_))]),
        "{found:?}"
    );
    error
}

#[tokio::test]
async fn a_cut_inside_a_character() {
    let cut = b"event: started\ndata: {\"queue_position\": 0, \"predicted_start_ms\": 1}\n\n\
                event: token\ndata: {\"i\": 0, \"t\": \"\xC3";
    let error = failure(Body::Whole(cut)).await;
    assert_eq!(
        error.to_string(),
        "the stream ended in the middle of the event `token`"
    );
    // The same where HTTP says that more should have come.
    let chunked = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nx-correlation-id: t\r\n\
                   transfer-encoding: chunked\r\n\r\n9\r\n";
    let found = events(chunked, Body::Whole(b"data: \xC3"), limits()).await;
    let [Err(EventError::Transport(error))] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(error.to_string(), "streamTask: the connection failed");
}

/// OC-CLIENT-4006.
#[tokio::test]
async fn an_event_out_of_order() {
    let twice = b"event: started\ndata: {\"queue_position\": 0, \"predicted_start_ms\": 1}\n\n\
                  event: started\ndata: {\"queue_position\": 0, \"predicted_start_ms\": 1}\n\n";
    let EventError::OutOfOrder {
        event,
        allowed,
        may_end,
    } = failure(Body::Open(twice)).await
    else {
        panic!("another error")
    };
    assert_eq!((event.as_str(), may_end), ("started", false));
    assert_eq!(allowed, ["end", "error", "metrics", "token"]);
}

/// OC-CLIENT-4006.
#[tokio::test]
async fn a_missing_end() {
    let error = failure(Body::Whole(STARTED)).await;
    assert_eq!(
        error.to_string(),
        "the stream ended too early; the contract allows `end`, `error`, `metrics` or `token` there"
    );
}

/// OC-CLIENT-4006.
#[tokio::test]
async fn an_event_after_the_end() {
    let token = b"event: token\ndata: {}\n\n";
    let mut found = events(EVENTS, Body::Endless(WHOLE, token), limits()).await;
    let error = found.pop().unwrap().expect_err("an error");
    assert_eq!(
        error.to_string(),
        "the event `token` came after the end of the stream"
    );
    assert_eq!(found.len(), 2);
}

#[tokio::test]
async fn a_server_that_stays_after_the_end() {
    let limits = StreamLimits {
        after_end: Duration::from_millis(1),
        ..limits()
    };
    let found = events(EVENTS, Body::Open(WHOLE), limits.clone()).await;
    assert!(matches!(found.as_slice(), [Ok(_), Ok(_)]), "{found:?}");
    let found = events(EVENTS, Body::Endless(WHOLE, b":\n\n"), limits).await;
    assert!(matches!(found.as_slice(), [Ok(_), Ok(_)]), "{found:?}");
}

#[tokio::test]
async fn a_line_and_an_event_without_end() {
    let error = failure(Body::Endless(STARTED, &[b'x'; 1 << 16])).await;
    assert_eq!(
        error.to_string(),
        "a line of the stream is longer than 1000 bytes"
    );
    let error = failure(Body::Endless(STARTED, b"data: and so on\n")).await;
    assert_eq!(
        error.to_string(),
        "an event of the stream is longer than 2000 bytes"
    );
}

#[tokio::test]
async fn a_line_of_megabytes() {
    let found = events(
        EVENTS,
        Body::Endless(b"event: started\ndata: \"", &[b'a'; 1 << 20]),
        StreamLimits::default(),
    )
    .await;
    let [Err(EventError::TooLong { what, limit })] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!((*what, *limit), ("a line", 1 << 20));
}

#[tokio::test]
async fn silence() {
    let limits = StreamLimits {
        idle: Some(Duration::from_millis(1)),
        ..limits()
    };
    // Even what was sent may come too late for so little patience.
    let mut found = events(EVENTS, Body::Open(STARTED), limits).await;
    let error = found.pop().unwrap().expect_err("an error");
    assert_eq!(error.to_string(), "nothing came for 1ms");
}

#[tokio::test]
async fn an_event_whose_json_is_broken() {
    let broken = b"event: started\ndata: {\"queue_position\": 0, \"predicted_start_ms\": true}\n\n\
                   event: end\ndata: {\"tokens_out\": 0, \"decode_ms\": 1}\n\n";
    let found = events(EVENTS, Body::Whole(broken), limits()).await;
    let [
        Err(EventError::Broken(event)),
        Ok(StreamTaskEvent::End(end)),
    ] = found.as_slice()
    else {
        panic!("{found:?}")
    };
    assert_eq!((event.event.as_deref(), event.number), (Some("started"), 1));
    assert_eq!(event.path, "predicted_start_ms");
    assert!(event.data.ends_with("true}"), "{}", event.data);
    assert_eq!(end.decode_ms, 1);
}

#[tokio::test]
async fn an_answer_that_is_no_event_stream() {
    for (head, found) in [
        ("content-type: text/html; charset=utf-8", "text/html"),
        ("server: small", ""),
    ] {
        let head = format!("HTTP/1.1 200 OK\r\n{head}\r\nx-correlation-id: t\r\n\r\n").leak();
        let peer = Peer::sending(head, Body::Whole(b"<html>")).await;
        let client = Client::new(&peer.url).unwrap();
        let error = client
            .stream_task(&Uuid::nil())
            .send()
            .await
            .expect_err("no events");
        let StreamTaskError::BrokenResponse(answer) = error else {
            panic!("{error:?}")
        };
        assert_eq!(
            answer.reason,
            format!("its content type is `{found}`, not `text/event-stream`")
        );
        // What says that it is no stream is read.
        let read: &[u8] = if found.is_empty() { b"" } else { b"<html>" };
        assert_eq!(answer.body, read);
    }
}
