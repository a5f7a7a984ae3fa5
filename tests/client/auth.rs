//! Credentials: which are sent, and how.

use std::sync::atomic::{AtomicUsize, Ordering};

use contracts_runtime::client::{Credential, Retry, Secret, Settings};
use contracts_tests::calls::{Client, WhoError};

use crate::script::{Answer, Script, full, with};

const NUMBER: &str = r#"{"n": 1}"#;

async fn script() -> (Script, Client) {
    let script = Script::answers(&[full(200, NUMBER)]).await;
    let client = Client::new(&script.url).unwrap();
    (script, client)
}

/// What the only request has in its headers and query.
fn sent(script: &Script) -> [Option<String>; 4] {
    let asked = script.asked();
    assert_eq!(asked.len(), 1, "one request");
    let header = |name| {
        let value = asked[0].headers.get(name)?;
        Some(value.to_str().unwrap().to_owned())
    };
    let query = asked[0].uri.query().map(str::to_owned);
    [
        header("x-api-key"),
        header("authorization"),
        header("cookie"),
        query,
    ]
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[tokio::test]
async fn every_kind_of_scheme_has_its_place() {
    let (script, client) = script().await;
    client.with_api_key("k").who().send().await.unwrap();
    assert_eq!(sent(&script), [some("k"), None, None, None]);

    let (script, client) = self::script().await;
    let client = client.with_basic("Aladdin", "open sesame");
    client.who().send().await.unwrap();
    let basic = some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assert_eq!(sent(&script), [None, basic, None, None]);

    let (script, client) = self::script().await;
    let client = client.with_bearer("t").with_tenant("a; b=c");
    client.who().send().await.unwrap();
    let cookie = some("tenant=a%3B%20b%3Dc");
    assert_eq!(sent(&script), [None, some("Bearer t"), cookie, None]);

    let (script, client) = self::script().await;
    let client = client.with_query_key("a&b");
    client.by_query().q("x").send().await.unwrap();
    let query = some("q=x&api%20key=a%26b");
    assert_eq!(sent(&script), [None, None, None, query]);

    let (script, client) = self::script().await;
    client.with_oidc("t").by_token().send().await.unwrap();
    assert_eq!(sent(&script), [None, some("Bearer t"), None, None]);
}

#[tokio::test]
async fn the_first_complete_alternative_is_used() {
    // A part of an alternative is none.
    let (script, client) = script().await;
    client.with_bearer("t").who().send().await.unwrap();
    assert_eq!(sent(&script), [None, None, None, None]);

    let (script, client) = self::script().await;
    let client = client
        .with_bearer("t")
        .with_tenant("x")
        .with_basic("u", "p");
    client.who().send().await.unwrap();
    assert_eq!(sent(&script), [None, some("Basic dTpw"), None, None]);
}

#[tokio::test]
async fn an_operation_gets_no_credential_that_it_does_not_ask_for() {
    let (script, client) = script().await;
    let client = client.with_api_key("k").with_bearer("t");
    client.open().send().await.unwrap();
    assert_eq!(sent(&script), [None, None, None, None]);
}

/// The server's answer is the contract's; a program may have its credentials in the HTTP client.
#[tokio::test]
async fn without_a_credential_the_request_goes_without() {
    let script = Script::answers(&[full(401, "")]).await;
    let client = Client::new(&script.url).unwrap();
    let error = client.who().send().await.expect_err("refused");
    assert!(matches!(error, WhoError::Unauthorized(_)), "{error:?}");
    assert_eq!(sent(&script), [None, None, None, None]);
}

#[tokio::test]
async fn a_function_is_asked_for_each_request() {
    let script = Script::answers(&[full(503, ""), full(200, NUMBER)]).await;
    let count = AtomicUsize::new(0);
    let token = Credential::provided(move || {
        let next = count.fetch_add(1, Ordering::Relaxed);
        async move { Ok(Secret::new(format!("key-{next}"))) }
    });
    let retry = Retry::times(1).first_wait(std::time::Duration::ZERO);
    let client = Client::new(&script.url).unwrap().with_api_key(token);
    let client = client.with_settings(Settings::new().retry(retry));
    client.who().send().await.unwrap();
    client.who().send().await.unwrap();
    let keys = script.asked().into_iter();
    let keys: Vec<_> = keys
        .map(|asked| asked.headers["x-api-key"].clone())
        .collect();
    assert_eq!(keys, ["key-0", "key-1", "key-2"]);
}

#[tokio::test]
async fn where_a_function_fails_nothing_is_sent() {
    use std::error::Error;
    let (script, client) = script().await;
    let token = Credential::provided(|| async { Err("the vault is closed".into()) });
    let error = client.with_api_key(token).who().send().await;
    let Err(WhoError::Transport(error)) = error else {
        panic!("{error:?}")
    };
    assert!(error.is_credential() && !error.is_request() && !error.is_timeout());
    assert_eq!(
        error.to_string(),
        "who: there is no credential for `ApiKey`"
    );
    assert_eq!(error.source().unwrap().to_string(), "the vault is closed");
    assert!(script.asked().is_empty());
}

#[tokio::test]
async fn a_key_stays_with_its_server() {
    let (other, _) = script().await;
    let elsewhere = with(307, "location", &format!("{}/who", other.url));
    let here = Script::new(move |index, _| match index {
        0 => with(307, "location", "/moved"),
        _ => elsewhere.clone(),
    })
    .await;
    let client = Client::new(&here.url).unwrap().with_api_key("k");
    let error = client.who().send().await.expect_err("another server");
    let WhoError::Undeclared(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(answer.status, 307);
    assert!(other.asked().is_empty());
    let asked = here.asked();
    let paths: Vec<&str> = asked.iter().map(|asked| asked.uri.path()).collect();
    assert_eq!(paths, ["/who", "/moved"]);
    assert_eq!(asked[1].headers["x-api-key"], "k");
}

#[tokio::test]
async fn a_key_in_the_query_is_in_no_referer() {
    let script = Script::answers(&[with(307, "location", "/moved"), full(200, NUMBER)]).await;
    let client = Client::new(&script.url).unwrap().with_query_key("k");
    client.by_query().send().await.unwrap();
    let asked = script.asked();
    assert_eq!(asked.len(), 2);
    assert!(!asked[1].headers.contains_key("referer"));
}

#[tokio::test]
async fn a_name_that_the_client_needs_is_numbered() {
    let script = Script::answers(&[Answer::Full(204, Vec::new(), String::new())]).await;
    let client = Client::new(&script.url).unwrap().with_api_key("k");
    let call = client.with_api_key2().with_timeout2("x");
    call.send().await.unwrap();
    assert_eq!(script.asked()[0].uri.query(), Some("with_timeout=x"));
}
