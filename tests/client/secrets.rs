//! No secret is shown by anything that a program may log.

use std::{
    error::Error,
    fmt::Debug,
    sync::{Arc, Mutex},
};

use contracts_runtime::client::{
    Attempt, Credential, Hook, Operation, Secret, Settings, reqwest::Request,
};
use contracts_tests::calls::{ByQueryError, Client};

use crate::script::{Answer, Script, full};

const SECRET: &str = "s3cr3t";

#[track_caller]
fn hidden(text: &str) {
    assert!(!text.contains(SECRET), "{text}");
    assert!(!text.is_empty());
}

/// The text of an error, and of all behind it.
#[track_caller]
fn hidden_error(error: &dyn Error) {
    let mut cause = Some(error);
    while let Some(error) = cause {
        hidden(&format!("{error} {error:?} {error:#?}"));
        cause = error.source();
    }
}

#[track_caller]
fn hidden_debug(value: &dyn Debug) {
    hidden(&format!("{value:?} {value:#?}"));
}

/// A client with a secret in everything that can hold one.
fn client(url: &str) -> Client {
    let provided = Credential::provided(|| async { Ok(Secret::new(SECRET)) });
    Client::new(url)
        .unwrap()
        .with_api_key(SECRET)
        .with_query_key(SECRET)
        .with_basic(SECRET, SECRET)
        .with_bearer(provided)
        .with_tenant(SECRET)
        .with_oidc(SECRET)
}

#[test]
fn credentials_are_shown_nowhere() {
    hidden_debug(&Secret::new(SECRET));
    hidden_debug(&Credential::from(SECRET));
    hidden_debug(&Credential::basic(SECRET, SECRET));
    hidden_debug(&client("http://127.0.0.1:1"));
    hidden_debug(&client("http://127.0.0.1:1").who());
    hidden_debug(&client("http://127.0.0.1:1").by_query().q(SECRET));
}

#[test]
fn neither_are_those_of_a_url() {
    hidden_debug(&Client::new(&format!("http://me:{SECRET}@h/v1")).unwrap());
    for url in [
        format!("http://me:{SECRET}@h/?a"),
        format!("http://h/?key={SECRET}"),
        format!("http://h/#{SECRET}"),
        format!("http://me:{SECRET}@[h"),
        format!("me:{SECRET}@h"),
    ] {
        hidden_error(&Client::new(&url).expect_err("no base URL"));
    }
}

#[tokio::test]
async fn errors_show_none() {
    // Nobody listens on port 1.
    let client = self::client("http://127.0.0.1:1");
    hidden_error(&client.by_query().send().await.expect_err("nobody listens"));
    hidden_error(&client.who().send().await.expect_err("nobody listens"));
    // A secret that cannot be put on the wire.
    let broken = client.with_api_key(format!("{SECRET}\n"));
    let error = broken.who().send().await.expect_err("no header");
    assert_eq!(
        error.to_string(),
        "who: the credential `ApiKey` cannot be put on the wire"
    );
    hidden_error(&error);

    for (status, body) in [(200, SECRET), (503, SECRET), (200, r#"{"n": ""}"#)] {
        let script = Script::answers(&[full(status, body)]).await;
        let client = self::client(&script.url);
        let error = client.by_query().send().await.expect_err("broken");
        assert!(!matches!(error, ByQueryError::Transport(_)));
        hidden_error(&error);
    }
}

/// Writes down everything it is shown, as a logger would.
struct Logger(Arc<Mutex<String>>);

impl Hook for Logger {
    fn before(&self, operation: &'static Operation, request: &mut Request) {
        let mut log = self.0.lock().unwrap();
        *log += &format!(
            "{operation:?} {request:?} {} {:?}",
            request.url(),
            request.headers()
        );
    }

    fn after(&self, _: &'static Operation, attempt: &Attempt<'_>) {
        *self.0.lock().unwrap() += &format!("{attempt:?}");
    }
}

#[tokio::test]
async fn hooks_are_shown_none() {
    let log = Arc::<Mutex<String>>::default();
    let settings = || Settings::new().hook(Logger(Arc::clone(&log)));
    hidden_debug(&settings());
    let body = r#"{"n": 1}"#;
    let headers = vec![("x-next-token", SECRET.to_owned())];
    let answer = Answer::Full(200, headers, body.to_owned());
    let script = Script::answers(&[answer]).await;
    for url in [script.url.as_str(), "http://127.0.0.1:1"] {
        let client = client(url).with_settings(settings());
        let _ = client.by_query().send().await;
        let _ = client.who().send().await;
        let _ = client.by_token().send().await;
    }
    // Nor a key that the server repeats in the URL of the next page.
    let next = format!(r#"{{"next": "/urls?api%20key={SECRET}&p=2"}}"#);
    let script = Script::answers(&[full(200, &next), full(200, "{}")]).await;
    let client = client(&script.url).with_settings(settings());
    let mut items = client.list_by_url(&"x".to_owned()).stream();
    assert!(items.next().await.is_none());
    assert_eq!(script.asked().len(), 2);
    let log = log.lock().unwrap();
    hidden(&log);
    assert!(log.contains("byQuery") && log.contains("200"), "{log}");
}
