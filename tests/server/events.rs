//! Answers that are sequences: in order, to their end, and what becomes of those that stop before.

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::service::Echo;

const BEGINNING: &str =
    "event: start\ndata: 1\n\nevent: word\ndata: {\"text\":\"a\"}\n\nevent: note\ndata: plain\n\n";

#[tokio::test]
async fn a_stream_comes_in_order_and_to_its_end() {
    let (server, heard) = Echo::serve().await;
    let answer = server.get("/ordered").await;
    assert_eq!(answer.header("content-type"), Some("text/event-stream"));
    let expected = format!("{BEGINNING}event: end\ndata: {{\"text\":\"b\"}}\n\n");
    assert_eq!(answer.chunks(), (expected, true));
    assert_eq!(heard.all(), ["handler: Ok(())"]);
}

#[tokio::test]
async fn an_error_is_an_end_too() {
    let (server, heard) = Echo::serve().await;
    let (text, whole) = server.get("/ordered?how=failed").await.chunks();
    assert!(
        text.ends_with("event: error\ndata: {\"text\":\"failed\"}\n\n") && whole,
        "{text}"
    );
    assert_eq!(heard.all(), ["handler: Ok(())"]);
}

/// The contract's own failure, with the value that the trait supplies.
#[tokio::test]
async fn a_sender_that_is_dropped_sends_the_declared_error() {
    let (server, heard) = Echo::serve().await;
    let answer = server.get("/ordered?how=dropped").await;
    let expected = format!("{BEGINNING}event: error\ndata: {{\"text\":\"dropped\"}}\n\n");
    assert_eq!(answer.chunks(), (expected, true));
    assert!(
        heard.all().contains(&"ordered: ErrorSent".to_owned()),
        "{:?}",
        heard.all()
    );
}

/// Before `start` no error may come: nobody may take the stream for a whole one.
#[tokio::test]
async fn where_no_error_is_declared_the_connection_is_cut() {
    let (server, heard) = Echo::serve().await;
    let answer = server.get("/ordered?how=nothing").await;
    assert!(!answer.chunks().1, "{answer:?}");
    assert!(
        heard.all().contains(&"ordered: Cut".to_owned()),
        "{:?}",
        heard.all()
    );
}

#[tokio::test]
async fn the_handler_hears_of_a_caller_that_goes_away() {
    let (server, heard) = Echo::serve().await;
    let mut stream = server.connect().await;
    stream
        .write_all(b"GET /ordered?how=endless HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    let mut some = [0; 256];
    assert!(stream.read(&mut some).await.unwrap() > 0);
    drop(stream);
    assert_eq!(heard.first().await, "handler: Err(Gone)");
}

#[tokio::test]
async fn without_a_grammar_anything_may_come() {
    let (server, _) = Echo::serve().await;
    let expected = "event: send\nid: 7\ndata: two\ndata: lines\ndata: three\n\nevent: tick\ndata: 5\n\n\
                    event: send\ndata: \n\n";
    assert_eq!(
        server.get("/loose").await.chunks(),
        (expected.to_owned(), true)
    );
}

#[tokio::test]
async fn long_grammars_are_followed_when_they_run() {
    let (server, heard) = Echo::serve().await;
    let (text, whole) = server.get("/long").await.chunks();
    assert_eq!((text.matches("event: a\n").count(), whole), (17, true));
    assert_eq!(heard.all(), ["the event `b` may not come here, only a"]);
}

#[tokio::test]
async fn values_come_one_by_one() {
    let (server, _) = Echo::serve().await;
    let lines = server.get("/lines").await;
    assert_eq!(lines.header("content-type"), Some("application/jsonl"));
    assert_eq!(
        lines.chunks(),
        ("{\"text\":\"a\"}\n{\"text\":\"b\"}\n".to_owned(), true)
    );
    let sequence = server.get("/sequence").await;
    assert_eq!(
        sequence.chunks(),
        ("\u{1e}{\"text\":\"a\"}\n".to_owned(), true)
    );
}
