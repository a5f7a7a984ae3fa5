//! Hooks, timeouts, retries, limits and servers.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use contracts_runtime::client::{Attempt, Hook, Operation, Retry, Settings, reqwest::Request};
use contracts_tests::calls::{AnyWhereServer, AnyWhereServerBase, Client, OpenError, WorkError};

use crate::script::{Answer, Script, full, with};

const NUMBER: &str = r#"{"n": 1}"#;

/// Up to this many retries, at once.
fn at_once(times: u32) -> Settings {
    Settings::new().retry(Retry::times(times).first_wait(Duration::ZERO))
}

async fn client(answers: &[Answer], settings: Settings) -> (Script, Client) {
    let script = Script::answers(answers).await;
    let client = Client::new(&script.url).unwrap().with_settings(settings);
    (script, client)
}

#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

impl Hook for Seen {
    fn before(&self, operation: &'static Operation, request: &mut Request) {
        let seen = &mut self.0.lock().unwrap();
        seen.push(format!("{} {}", operation.id, request.url().path()));
        let count = seen.len().into();
        request.headers_mut().insert("x-count", count);
    }

    fn after(&self, operation: &'static Operation, attempt: &Attempt<'_>) {
        let what = match &attempt.answer {
            Ok(head) => format!("{} {:?}", head.status, head.headers.get("x-a")),
            Err(error) => error.to_string(),
        };
        let sane = attempt.duration < Duration::from_secs(60);
        let line = format!("{} #{} {sane}: {what}", operation.id, attempt.retries);
        self.0.lock().unwrap().push(line);
    }
}

#[tokio::test]
async fn hooks_see_and_change_each_request() {
    let seen = Seen::default();
    let answers = [with(503, "x-a", "b"), full(200, NUMBER)];
    let (script, client) = client(&answers, at_once(1).hook(seen.clone())).await;
    client.open().send().await.unwrap();
    assert_eq!(
        *seen.0.lock().unwrap(),
        [
            "open /open",
            "open #0 true: 503 Service Unavailable Some(\"b\")",
            "open /open",
            "open #1 true: 200 OK None",
        ]
    );
    let counts = script.asked().into_iter();
    let counts: Vec<_> = counts
        .map(|asked| asked.headers["x-count"].clone())
        .collect();
    assert_eq!(counts, ["1", "3"]);
}

#[tokio::test]
async fn hooks_see_why_there_is_no_answer() {
    let seen = Seen::default();
    let settings = Settings::new()
        .hook(seen.clone())
        .timeout(Duration::from_millis(20));
    let (_script, client) = client(&[Answer::Silence], settings).await;
    client.open().send().await.expect_err("silence");
    let seen = seen.0.lock().unwrap();
    assert_eq!(
        seen[1],
        "open #0 true: open: the answer took longer than 20ms"
    );
}

#[tokio::test]
async fn silence_ends_with_the_timeout_of_client_or_call() {
    let default = format!("{:?}", Settings::new());
    assert!(default.contains("timeout: Some(60s)"), "{default}");
    let brief = Duration::from_millis(20);
    let settings = Settings::new().timeout(brief);
    let (_one, one) = client(&[Answer::Silence], settings).await;
    let (_two, two) = client(&[Answer::Silence], Settings::new().timeout(None)).await;
    for call in [one.open(), two.open().with_timeout(brief)] {
        let answer = tokio::time::timeout(Duration::from_secs(10), call.send()).await;
        let error = answer.expect("an end").expect_err("silence");
        let OpenError::Transport(error) = error else {
            panic!("{error:?}")
        };
        assert!(error.is_timeout() && !error.is_connect() && !error.is_request());
    }
}

/// The last answer, and how many requests there were.
async fn asked(answers: &[Answer], settings: Settings) -> (Result<i64, OpenError>, usize) {
    let (script, client) = client(answers, settings).await;
    let answer = client.open().send().await;
    (answer.map(|answer| answer.body.n), script.asked().len())
}

#[tokio::test]
async fn a_request_is_repeated_only_where_that_is_asked_for() {
    let answers = [full(503, ""), full(429, ""), full(200, NUMBER)];
    let (answer, count) = asked(&answers, Settings::new()).await;
    assert!(matches!(answer, Err(OpenError::Undeclared(_))) && count == 1);
    let (answer, count) = asked(&answers, at_once(1)).await;
    assert!(matches!(answer, Err(OpenError::Undeclared(_))) && count == 2);
    let (answer, count) = asked(&answers, at_once(9)).await;
    assert_eq!((answer.unwrap(), count), (1, 3));
    // A mistake of the caller's stays one.
    let (answer, count) = asked(&[full(400, ""), full(200, NUMBER)], at_once(9)).await;
    assert!(matches!(answer, Err(OpenError::Undeclared(_))) && count == 1);
}

#[tokio::test]
async fn a_timeout_is_repeated_too() {
    let settings = at_once(2).timeout(Duration::from_millis(50));
    let answers = [Answer::Silence, Answer::Silence, full(200, NUMBER)];
    let (answer, count) = asked(&answers, settings).await;
    assert_eq!((answer.unwrap(), count), (1, 3));
}

#[tokio::test]
async fn a_request_that_must_not_arrive_twice_is_repeated_when_the_contract_says_so() {
    let later = with(429, "retry-after", "0");
    let answers = [later.clone(), full(200, NUMBER)];
    let (script, one) = client(&answers, at_once(1)).await;
    let done = one.work(&"do".to_owned()).send().await.unwrap();
    assert_eq!((done.body.n, script.asked().len()), (1, 2));
    assert_eq!(script.asked()[1].body.as_ref(), br#""do""#);

    // Not declared, or not said.
    for first in [
        with(503, "retry-after", "0"),
        full(429, ""),
        Answer::Silence,
    ] {
        let settings = at_once(1).timeout(Duration::from_millis(50));
        let (script, client) = client(&[first.clone(), full(200, NUMBER)], settings).await;
        client
            .work(&"do".to_owned())
            .send()
            .await
            .expect_err("not repeated");
        assert_eq!(script.asked().len(), 1, "{first:?}");
    }
}

#[tokio::test]
async fn a_retry_after_beyond_the_cap_is_the_callers() {
    let answers = [with(429, "retry-after", "61"), full(200, NUMBER)];
    let (script, client) = client(&answers, at_once(1)).await;
    let error = client
        .work(&"do".to_owned())
        .send()
        .await
        .expect_err("too long");
    let WorkError::TooManyRequests(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(answer.headers.retry_after.as_deref(), Some("61"));
    assert_eq!(script.asked().len(), 1);
}

#[tokio::test]
async fn retries_end_with_their_deadline() {
    let retry = Retry::times(9)
        .first_wait(Duration::from_secs(4))
        .deadline(Duration::from_secs(1));
    let settings = Settings::new().retry(retry);
    let (answer, count) = asked(&[full(503, "")], settings).await;
    assert!(matches!(answer, Err(OpenError::Undeclared(_))) && count == 1);
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_broken_and_kept_to_the_limit() {
    let exactly = || Settings::new().body_limit(NUMBER.len());
    let (answer, _) = asked(&[full(200, NUMBER)], exactly()).await;
    assert_eq!(answer.unwrap(), 1);
    for answer in [full(200, &format!("{NUMBER} ")), Answer::Endless(200)] {
        let (answer, _) = asked(&[answer], exactly()).await;
        let Err(OpenError::BrokenResponse(answer)) = answer else {
            panic!("{answer:?}")
        };
        assert_eq!((answer.body.len(), answer.is_cut), (NUMBER.len(), true));
        assert_eq!(answer.reason, "the body is longer than 8 bytes");
    }
}

#[tokio::test]
async fn an_undeclared_body_is_cut_off_at_the_limit() {
    // Its pieces have 1000 bytes: the first alone may fill it.
    for (limit, answer) in [
        (7_000, Answer::Endless(500)),
        (1_000, Answer::Endless(500)),
        (3, full(500, "abcd")),
    ] {
        let settings = Settings::new().body_limit(limit);
        let (answer, _) = asked(&[answer], settings).await;
        let Err(OpenError::Undeclared(answer)) = answer else {
            panic!("{answer:?}")
        };
        assert_eq!((answer.body.len(), answer.is_cut), (limit, true));
    }
    let (answer, _) = asked(&[full(500, "abcd")], Settings::new().body_limit(4)).await;
    let Err(OpenError::Undeclared(answer)) = answer else {
        panic!("{answer:?}")
    };
    assert_eq!((answer.body.as_ref(), answer.is_cut), (&b"abcd"[..], false));
}

#[tokio::test]
async fn base_urls_come_from_the_document() {
    assert_eq!(Client::SERVER, "http://127.0.0.1:8080");
    assert_eq!(AnyWhereServer::default().url(), "http://127.0.0.1:8080/v1");
    let script = Script::answers(&[full(200, NUMBER)]).await;
    let port = script.url.rsplit(':').next().unwrap().to_owned();
    let server = AnyWhereServer {
        port,
        base: AnyWhereServerBase::V2,
        ..AnyWhereServer::default()
    };
    let client = Client::new(Client::SERVER).unwrap();
    let client = client.with_base_url(&server.url()).unwrap();
    client.open().send().await.unwrap();
    assert_eq!(script.asked()[0].uri.path(), "/v2/open");
}
