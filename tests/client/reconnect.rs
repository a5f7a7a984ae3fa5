//! Event streams that break off and are taken up again.

use std::time::Duration;

use contracts_runtime::client::{EventError, Reconnect, StreamLimits};
use openapi_client::data::{Client, StreamTaskEvent};
use tokio::time::timeout;
use uuid::Uuid;

use crate::script::{Answer, Broken, Script, full};

/// The first event; the server asks for a millisecond's wait.
const STARTED: &str =
    "retry: 1\nid: 1\nevent: started\ndata: {\"queue_position\": 0, \"predicted_start_ms\": 1}\n\n";
const TOKEN: &str = "id: 2\nevent: token\ndata: {\"i\": 0, \"t\": \"a\"}\n\n";
const END: &str = "event: end\ndata: {\"tokens_out\": 0, \"decode_ms\": 1}\n\n";

fn stream(body: &str) -> Answer {
    let headers = [
        ("content-type", "text/event-stream"),
        ("x-correlation-id", "t"),
    ];
    let headers = headers.map(|(name, value)| (name, value.to_owned()));
    Answer::Full(200, headers.to_vec(), body.to_owned())
}

/// The events of a stream whose requests have these answers; twice in a row it is taken up.
async fn followed(answers: &[Answer]) -> (Script, Vec<String>) {
    let server = Script::answers(answers).await;
    let client = Client::new(&server.url).unwrap();
    let call = client.stream_task(&Uuid::nil()).x_correlation_id("mine");
    // The server asks for less.
    let reconnect = Reconnect::times(2).wait(Duration::from_secs(60));
    let limits = StreamLimits {
        idle: Some(Duration::from_millis(500)),
        ..StreamLimits::default()
    };
    let events = call.send().await.unwrap().body.with_limits(limits);
    let mut events = events.reconnecting(reconnect);
    let mut found = Vec::new();
    let wait = Duration::from_secs(20);
    while let Some(event) = timeout(wait, events.next()).await.expect("no wait") {
        found.push(match event {
            Ok(StreamTaskEvent::Started(_)) => "started".to_owned(),
            Ok(StreamTaskEvent::Token(token)) => token.t,
            Ok(StreamTaskEvent::End(_)) => "end".to_owned(),
            Ok(other) => format!("{other:?}"),
            Err(error) => error.to_string(),
        });
    }
    (server, found)
}

#[tokio::test]
async fn a_stream_goes_on_where_it_stood() {
    // The second token is cut off in its second line, and comes again.
    let cut = "id: 3\nevent: token\ndata: {\ndata: \"i\"";
    let first = [STARTED, TOKEN, cut].concat();
    let second = [
        "id: 3\nevent: token\ndata: {\"i\": 1, \"t\": \"b\"}\n\n",
        END,
    ]
    .concat();
    let (server, found) = followed(&[stream(&first), stream(&second)]).await;
    assert_eq!(found, ["started", "a", "b", "end"]);
    let [before, after] = server.asked().try_into().unwrap();
    assert_eq!(before.headers.get("last-event-id"), None);
    assert_eq!(after.headers["last-event-id"], "2");
    for name in ["accept", "x-correlation-id"] {
        assert_eq!(before.headers[name], after.headers[name]);
    }
    assert_eq!((before.method, before.uri), (after.method, after.uri));
    // The same after silence, and after a connection that breaks.
    for broken in [Broken::Silent, Broken::Off] {
        let first = Answer::Open(Box::new(stream(&first)), broken);
        let (_server, found) = followed(&[first, stream(&second)]).await;
        assert_eq!(found, ["started", "a", "b", "end"], "{broken:?}");
    }
}

/// Over the end of the program, too.
#[tokio::test]
async fn a_stream_can_begin_after_an_event() {
    let rest = [TOKEN, END].concat();
    let server = Script::answers(&[stream(&rest)]).await;
    let client = Client::new(&server.url).unwrap();
    let call = client.stream_task(&Uuid::nil()).with_last_event_id("7 ü");
    let mut events = call.send().await.unwrap().body;
    assert_eq!(events.last_event_id(), None);
    for _ in 0..2 {
        assert!(events.next().await.unwrap().is_ok());
    }
    assert!(events.next().await.is_none());
    let sent = server.asked()[0].headers["last-event-id"].clone();
    assert_eq!(sent.as_bytes(), "7 ü".as_bytes());
    let error = client
        .stream_task(&Uuid::nil())
        .with_last_event_id("a\nb")
        .send()
        .await;
    let message = "streamTask: the header `Last-Event-ID` cannot have this value";
    assert_eq!(error.expect_err("no header").to_string(), message);
}

#[tokio::test]
async fn a_stream_that_begins_again_is_out_of_order() {
    let (server, found) = followed(&[stream(STARTED), stream(STARTED)]).await;
    let message = "the event `started` came out of order; the contract allows `end`, `error`, \
                   `metrics` or `token` there";
    assert_eq!(found, ["started", message]);
    assert_eq!(server.asked().len(), 2);
}

/// Two requests in a row, and two more after an event.
#[tokio::test]
async fn connections_without_events_are_bounded() {
    let answers = [stream(STARTED), stream(""), stream(TOKEN), stream("")];
    let (server, found) = followed(&answers).await;
    let message = "the stream ended too early; the contract allows `end`, `error`, `metrics` or \
                   `token` there";
    assert_eq!(found, ["started", "a", message]);
    assert_eq!(server.asked().len(), 5);
}

#[tokio::test]
async fn what_is_complete_or_cannot_be_taken_up_is_not_asked_for_again() {
    let (server, found) = followed(&[stream(&[STARTED, END].concat())]).await;
    assert_eq!((found.len(), server.asked().len()), (2, 1));
    // Events without an id would come a second time.
    let nameless = STARTED.replace("id: 1\n", "");
    let (server, found) = followed(&[stream(&nameless), stream(END)]).await;
    assert!(
        found[1].starts_with("the stream ended too early"),
        "{found:?}"
    );
    assert_eq!(server.asked().len(), 1);
    // The server wants more patience than there is.
    let slow = STARTED.replace("retry: 1\n", "retry: 61000\n");
    let (server, found) = followed(&[stream(&slow), stream(END)]).await;
    assert_eq!((found.len(), server.asked().len()), (2, 1));
    // A stream that was not asked to.
    let server = Script::answers(&[stream(STARTED), stream(END)]).await;
    let client = Client::new(&server.url).unwrap();
    let mut events = client.stream_task(&Uuid::nil()).send().await.unwrap().body;
    assert!(events.next().await.unwrap().is_ok());
    let error = events.next().await.unwrap().expect_err("no end");
    assert!(matches!(error, EventError::EndMissing { .. }), "{error}");
    assert!(events.next().await.is_none());
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn an_answer_that_is_no_stream_ends_it_unless_it_may_pass() {
    for status in [503, 429] {
        let (server, found) = followed(&[stream(STARTED), full(status, ""), stream(END)]).await;
        assert_eq!(found, ["started", "end"], "{status}");
        assert_eq!(server.asked().len(), 3);
    }
    let (server, found) = followed(&[stream(STARTED), full(404, "{}"), stream(END)]).await;
    let message = "the stream was not taken up again: the answer was 404 Not Found, which is no \
                   stream";
    assert_eq!(found, ["started", message]);
    assert_eq!(server.asked().len(), 2);
    let (_server, found) = followed(&[stream(STARTED), full(200, "<html>")]).await;
    let message = "the stream was not taken up again: the answer was 200 OK, its content type is \
                   ``, not `text/event-stream`";
    assert_eq!(found, ["started", message]);
}
