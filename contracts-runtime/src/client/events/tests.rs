//! Streams of every kind of trouble. Time is paused: what waits for the clock waits for nothing.

use std::{
    collections::VecDeque,
    fmt::Debug,
    future::Future,
    pin::Pin,
    task::{Context, Poll, Waker},
    time::Duration,
};

use bytes::Bytes;
use futures_core::Stream;

use super::{
    Event, EventError, Events, InvalidData, Items, Protocol, RawEvent, Received, Reconnect, State,
    StreamLimits,
};
use crate::client::ByteStream;

/// What a server does next. When there is nothing more, the body ends.
enum Step {
    Send(&'static [u8]),
    Wait(Duration),
    /// Sends this at once, as often as asked.
    Flood(&'static [u8]),
}
use Step::{Flood, Send, Wait};

const FOREVER: Step = Wait(Duration::MAX);

struct Script {
    steps: VecDeque<Step>,
    wait: Option<Pin<Box<tokio::time::Sleep>>>,
}

impl Stream for Script {
    type Item = reqwest::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(wait) = &mut self.wait {
            if wait.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            self.wait = None;
        }
        match self.steps.pop_front() {
            None => Poll::Ready(None),
            Some(Send(bytes)) => Poll::Ready(Some(Ok(Bytes::from_static(bytes)))),
            Some(Flood(bytes)) => {
                self.steps.push_front(Flood(bytes));
                Poll::Ready(Some(Ok(Bytes::from_static(bytes))))
            }
            Some(Wait(after)) => {
                self.wait = Some(Box::pin(tokio::time::sleep(after)));
                self.poll_next(cx)
            }
        }
    }
}

fn body<const N: usize>(steps: [Step; N]) -> ByteStream {
    let (steps, wait) = (steps.into(), None);
    ByteStream::made_up(Script { steps, wait })
}

fn text(text: &'static str) -> [Step; 1] {
    [Send(text.as_bytes())]
}

/// `open word* close`, with a `close` that is text.
#[derive(Debug, PartialEq)]
enum Talk {
    Open(Vec<u8>),
    Word(String),
    Close(String),
    Unknown(RawEvent),
}

impl Event for Talk {
    const PROTOCOL: &'static Protocol = &Protocol {
        events: &["open", "word", "close"],
        states: &[
            State {
                accepting: false,
                next: &[(0, 1)],
            },
            State {
                accepting: false,
                next: &[(2, 2), (1, 1)],
            },
            State {
                accepting: true,
                next: &[],
            },
        ],
    };

    fn read(event: &Received<'_>) -> Result<Self, InvalidData> {
        Ok(match event.declared() {
            Some(0) => Self::Open(event.json()?),
            Some(1) => Self::Word(event.json()?),
            Some(2) => Self::Close(event.text()),
            _ => Self::Unknown(event.raw()),
        })
    }
}

fn talk<const N: usize>(steps: [Step; N]) -> Events<Talk> {
    Events::new(body(steps), None)
}

async fn all<T, S: Stream<Item = Result<T, EventError>> + Unpin>(
    stream: &mut S,
) -> Vec<Result<T, EventError>> {
    let mut found = Vec::new();
    while let Some(next) = std::future::poll_fn(|cx| Pin::new(&mut *stream).poll_next(cx)).await {
        found.push(next);
        assert!(found.len() < 100, "it ends");
    }
    found
}

/// What comes before the stream fails, and how it does.
async fn failure<T: Debug, S: Stream<Item = Result<T, EventError>> + Unpin>(
    mut stream: S,
) -> (usize, String) {
    let mut found = all(&mut stream).await;
    let last = found.pop().expect("an error").expect_err("an error");
    assert!(found.iter().all(Result::is_ok), "{found:?}");
    (found.len(), last.to_string())
}

#[track_caller]
fn check((good, message): (usize, String), expect: (usize, &str)) {
    assert_eq!((good, message.as_str()), expect);
}

#[tokio::test(start_paused = true)]
async fn events_are_typed_and_the_rest_is_kept() {
    let mut events = talk(text(
        ": hello\nid: 7\nevent: open\ndata: [1,\ndata: 2]\n\nevent: word\ndata: \"a\"\n\nevent: new\ndata: x\n\n\
         retry: 10\nid\nevent: close\ndata: bye\n\n",
    ));
    assert_eq!(
        events.next().await.unwrap().unwrap(),
        Talk::Open(vec![1, 2])
    );
    assert_eq!(events.last_event_id(), Some("7"));
    let rest: Vec<Talk> = all(&mut events)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    let new = RawEvent {
        name: "new".to_owned(),
        data: "x".to_owned(),
    };
    let expected = [
        Talk::Word("a".to_owned()),
        Talk::Unknown(new),
        Talk::Close("bye".to_owned()),
    ];
    assert_eq!(rest, expected);
    assert_eq!(events.last_event_id(), Some(""));
    assert!(events.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn an_event_out_of_order_ends_the_stream() {
    check(
        failure(talk(text(
            "event: word\ndata: \"a\"\n\nevent: open\ndata: []\n\n",
        )))
        .await,
        (
            0,
            "the event `word` came out of order; the contract allows `open` there",
        ),
    );
    check(
        failure(talk(text(
            "event: open\ndata: []\n\nevent: open\ndata: []\n\n",
        )))
        .await,
        (
            1,
            "the event `open` came out of order; the contract allows `close` or `word` there",
        ),
    );
}

#[tokio::test(start_paused = true)]
async fn a_missing_end_is_told_from_a_cut() {
    // Half a comment is no event that is cut.
    for end in [
        "event: open\ndata: []\n\n: bye\n",
        "event: open\ndata: []\n\n: bye",
    ] {
        check(
            failure(talk(text(end))).await,
            (
                1,
                "the stream ended too early; the contract allows `close` or `word` there",
            ),
        );
    }
    check(
        failure(talk([])).await,
        (
            0,
            "the stream ended too early; the contract allows `open` there",
        ),
    );
    // In the middle of a character, of a line, and before the blank line.
    for cut in [
        &b"event: word\ndata: \"\xC3"[..],
        b"event: word",
        b"event: word\ndata: 1\n",
    ] {
        let (good, message) = failure(talk([Send(b"event: open\ndata: []\n\n"), Send(cut)])).await;
        assert_eq!(good, 1);
        let name = if cut == b"event: word" {
            "message"
        } else {
            "word"
        };
        assert_eq!(
            message,
            format!("the stream ended in the middle of the event `{name}`")
        );
    }
    // Where any order is allowed, an end is as good as any, but for a cut.
    let mut free = Events::<RawEvent>::new(body(text("data: a\n\n")), None);
    assert_eq!(all(&mut free).await.len(), 1);
    let free = Events::<RawEvent>::new(body(text("data: a\n\ndata: b\n")), None);
    check(
        failure(free).await,
        (1, "the stream ended in the middle of the event `message`"),
    );
}

const WHOLE: &[u8] = b"event: open\ndata: []\n\nevent: close\ndata\n\n";

#[tokio::test(start_paused = true)]
async fn nothing_may_come_after_the_end() {
    let after = "the event `word` came after the end of the stream";
    check(
        failure(talk([Send(WHOLE), Send(b"event: word\ndata: 1\n\n")])).await,
        (2, after),
    );
    // Later too, as long as somebody looks.
    let late = |wait| {
        talk([
            Send(WHOLE),
            Wait(Duration::from_millis(wait)),
            Send(b"event: word\ndata: 1\n\n"),
        ])
    };
    check(failure(late(900)).await, (2, after));
    assert_eq!(all(&mut late(1100)).await.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_does_not_hang_up_is_left() {
    let begin = tokio::time::Instant::now();
    assert_eq!(all(&mut talk([Send(WHOLE), FOREVER])).await.len(), 2);
    assert_eq!(begin.elapsed().as_secs(), 1);
    // Comments buy no time.
    let chatty = || Wait(Duration::from_millis(300));
    let comment = || Send(b":\n");
    let steps = [
        Send(WHOLE),
        chatty(),
        comment(),
        chatty(),
        comment(),
        chatty(),
        comment(),
        FOREVER,
    ];
    assert_eq!(all(&mut talk(steps)).await.len(), 2);
    assert_eq!(begin.elapsed().as_secs(), 2);
    let limits = StreamLimits {
        after_end: Duration::ZERO,
        ..StreamLimits::default()
    };
    assert_eq!(
        all(&mut talk([Send(WHOLE), Flood(b":\n")]).with_limits(limits))
            .await
            .len(),
        2
    );
}

#[tokio::test(start_paused = true)]
async fn silence_is_bounded() {
    let limits = StreamLimits {
        idle: Some(Duration::from_millis(20)),
        ..StreamLimits::default()
    };
    let events = talk([Send(b"event: open\ndata: []\n\n"), FOREVER]).with_limits(limits.clone());
    check(failure(events).await, (1, "nothing came for 20ms"));
    let events = talk([Send(b"event: open\ndata: []\n\n"), FOREVER]);
    check(failure(events).await, (1, "nothing came for 300s"));
    // A comment is something.
    let wait = || Wait(Duration::from_millis(15));
    let events = talk([wait(), Send(b":\n"), wait(), Send(WHOLE)]).with_limits(limits.clone());
    assert_eq!(all(&mut { events }).await.len(), 2);
    let items = Items::<u8>::lines(body([Send(b"1\n"), FOREVER])).with_limits(limits);
    check(failure(items).await, (1, "nothing came for 20ms"));
    let limits = StreamLimits {
        idle: None,
        ..StreamLimits::default()
    };
    let patient = talk([Wait(Duration::from_secs(1 << 20)), Send(WHOLE)]).with_limits(limits);
    assert_eq!(all(&mut { patient }).await.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_has_no_end_is_bounded() {
    check(
        failure(talk([Flood(b"data: x")])).await,
        (0, "a line of the stream is longer than 1048576 bytes"),
    );
    let limits = StreamLimits {
        event: 1000,
        line: 100,
        ..StreamLimits::default()
    };
    check(
        failure(talk([Flood(b"data: x\n")]).with_limits(limits.clone())).await,
        (0, "an event of the stream is longer than 1000 bytes"),
    );
    check(
        failure(Items::<u8>::lines(body([Send(b"1\n"), Flood(b" ")])).with_limits(limits.clone()))
            .await,
        (1, "a line of the stream is longer than 100 bytes"),
    );
    check(
        failure(
            Items::<u8>::sequence(body([Send(b"\x1e1\n\x1e"), Flood(b"[")])).with_limits(limits),
        )
        .await,
        (1, "a value of the stream is longer than 100 bytes"),
    );
}

/// A server that always has one more comment must not keep the task from everything else.
#[test]
fn a_flood_of_nothing_gives_others_their_turn() {
    let mut cx = Context::from_waker(Waker::noop());
    let mut events = talk([Flood(b": still here\n\n")]);
    assert!(Pin::new(&mut events).poll_next(&mut cx).is_pending());
    let mut items = Items::<u8>::lines(body([Flood(b"\n\n")]));
    assert!(Pin::new(&mut items).poll_next(&mut cx).is_pending());
}

#[tokio::test(start_paused = true)]
async fn a_broken_event_says_where_and_the_stream_goes_on() {
    let mut events = talk(text(
        "event: open\ndata: [1, 300]\n\nevent: word\ndata: \"a\" 1\n\nevent: close\ndata\n\n",
    ));
    let found = all(&mut events).await;
    let [
        Err(EventError::Broken(first)),
        Err(EventError::Broken(second)),
        Ok(Talk::Close(_)),
    ] = found.as_slice()
    else {
        panic!("{found:?}")
    };
    assert_eq!(
        (first.path.as_str(), first.data.as_str()),
        ("[1]", "[1, 300]")
    );
    assert!(
        first
            .to_string()
            .starts_with("the event `open` is broken at `[1]`: invalid value: integer `300`"),
        "{first}"
    );
    assert!(
        second
            .to_string()
            .starts_with("the event `word` is broken at `.`: trailing characters"),
        "{second}"
    );
    assert!(!format!("{first:?}").contains("300]"), "{first:?}");
}

#[tokio::test(start_paused = true)]
async fn bytes_that_are_no_text_end_the_stream() {
    let (good, message) = failure(talk([Send(
        b"event: open\ndata: []\n\nevent: word\ndata: \"\xC3\"\n\n",
    )]))
    .await;
    assert_eq!((good, message.as_str()), (1, "the stream is not UTF-8"));
    let not_text = (1, "the stream is not UTF-8");
    let items = Items::<String>::lines(body([Send(b"\"a\"\n\"\xC3\"\n\"b\"\n")]));
    check(failure(items).await, not_text);
    // What a chunk's end made look like a character is none, or never becomes one.
    let events = talk([
        Send(b"event: open\ndata: []\n\nevent: word\ndata: \"\xC3"),
        Send(b"\"\n\n"),
    ]);
    check(failure(events).await, not_text);
    let items = Items::<String>::lines(body([Send(b"\"a\"\n\"\xC3")]));
    check(failure(items).await, not_text);
    let items = Items::<String>::sequence(body([Send(b"\x1e\"a\"\x1e\xF0\x9F"), Send(b"\xA6")]));
    check(failure(items).await, not_text);
}

#[tokio::test(start_paused = true)]
async fn a_character_may_come_in_pieces() {
    let crab = || [Send(b"\xF0"), Send(b"\x9F\xA6"), Send(b"\x80")];
    let [one, two, three] = crab();
    let mut events = talk([
        Send(b"event: open\ndata: []\n\nevent: word\ndata: \""),
        one,
        two,
        three,
        Send(b"\"\n\nevent: close\ndata\n\n"),
    ]);
    let found = all(&mut events).await;
    let word = found[1].as_ref().expect("a word");
    assert_eq!(*word, Talk::Word("\u{1f980}".to_owned()));
    let [one, two, three] = crab();
    let mut lines = Items::<String>::lines(body([Send(b"\""), one, two, three, Send(b"\"\n")]));
    assert_eq!(shown(all(&mut lines).await), ["\"\u{1f980}\""]);
}

fn shown<T: Debug>(found: Vec<Result<T, EventError>>) -> Vec<String> {
    let shown = found.into_iter().map(|item| match item {
        Ok(item) => format!("{item:?}"),
        Err(error) => error.to_string(),
    });
    shown.collect()
}

#[tokio::test(start_paused = true)]
async fn values_come_one_by_one() {
    let mut lines = Items::<Vec<u8>>::lines(body([Send(b"[1]\r\n\n [2"), Send(b"]\n[3]")]));
    assert_eq!(shown(all(&mut lines).await), ["[1]", "[2]", "[3]"]);
    assert!(lines.next().await.is_none());
    let mut sequence = Items::<u8>::sequence(body([Send(b"\x1e1\n\x1e"), Send(b"2\n\x1e\x1e3\n")]));
    assert_eq!(shown(all(&mut sequence).await), ["1", "2", "3"]);
}

#[tokio::test(start_paused = true)]
async fn a_broken_value_says_which_and_where() {
    let mut lines = Items::<Vec<u8>>::lines(body([Send(b"[1]\n[2,\n\n[-1]\n[4]\n")]));
    let shown_lines = shown(all(&mut lines).await);
    assert_eq!(
        [shown_lines[0].as_str(), shown_lines[3].as_str()],
        ["[1]", "[4]"]
    );
    assert!(
        shown_lines[1].starts_with("the value 2 is broken at `.`: EOF"),
        "{shown_lines:?}"
    );
    assert!(
        shown_lines[2].starts_with("the value 3 is broken at `[0]`: invalid value"),
        "{shown_lines:?}"
    );
    // A number that is half of what was sent looks like one.
    let mut sequence = Items::<u16>::sequence(body([Send(b"\x1e1\n\x1e12\x1e13\n\x1e4")]));
    let shown = shown(all(&mut sequence).await);
    let cut =
        |which| format!("the value {which} is broken at `.`: nothing shows that it is complete");
    assert_eq!(shown, ["1".to_owned(), cut(2), "13".to_owned(), cut(4)]);
}

#[test]
fn the_wait_before_a_connection_doubles_up_to_the_longest() {
    let seconds = Duration::from_secs;
    let reconnect = Reconnect::times(9).longest_wait(seconds(20));
    let waits = |retry| [0, 1, 2, 3, 99].map(|done| reconnect.pause(retry, done));
    assert_eq!(waits(None), [3, 6, 12, 20, 20].map(|it| Some(seconds(it))));
    let asked = waits(Some(seconds(5)));
    assert_eq!(asked, [5, 10, 20, 20, 20].map(|it| Some(seconds(it))));
    assert_eq!(waits(Some(seconds(20))), [Some(seconds(20)); 5]);
    assert_eq!(waits(Some(seconds(21))), [None; 5]);
}

#[test]
fn nothing_is_shown_that_may_be_secret() {
    let raw = RawEvent {
        name: "a".to_owned(),
        data: "secret".to_owned(),
    };
    assert_eq!(
        format!("{raw:?}"),
        r#"RawEvent { name: "a", data: 6 bytes }"#
    );
}
