//! A contract unlike the orchestrator's: several successes, a range, no `default`, a `default` alone.

use contracts_tests::{
    plain::{Client, GetThingError, GetThingSuccess, PutThingError, SearchOkBody},
    types::{Thing, ThingChoice, ThingOrder},
};
use serde_json::json;

use crate::server::Server;

async fn server(status: u16, body: &str) -> (Server, Client) {
    let server = Server::answering(status, &[], body).await;
    let client = Client::new(&server.url).unwrap();
    (server, client)
}

#[tokio::test]
async fn several_successes_are_told_apart() {
    let (_server, client) = server(200, r#"{"name": "x"}"#).await;
    let answer = client.get_thing("x").send().await.unwrap();
    let GetThingSuccess::Ok(answer) = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(answer.body.name, "x");

    let (_server, client) = server(201, "").await;
    let answer = client.get_thing("x").send().await.unwrap();
    assert!(matches!(answer, GetThingSuccess::Created(_)), "{answer:?}");
}

#[tokio::test]
async fn a_range_takes_all_its_statuses() {
    let problem = [("content-type", "application/problem+json")];
    for status in [400, 418, 499] {
        let server = Server::answering(status, &problem, r#"{"title": "no"}"#).await;
        let client = Client::new(&server.url).unwrap();
        let error = client.get_thing("x").send().await.expect_err("refused");
        let GetThingError::Status4xx(answer) = error else {
            panic!("{error:?}")
        };
        assert_eq!(
            (answer.status.as_u16(), answer.body.title.as_str()),
            (status, "no")
        );
    }
}

/// OC-CLIENT-4003.
#[tokio::test]
async fn an_undeclared_status_keeps_everything() {
    let (_server, client) = server(503, "down").await;
    let error = client.get_thing("x").send().await.expect_err("undeclared");
    assert_eq!(
        error.to_string(),
        "getThing was answered with 503 Service Unavailable, which its contract does not declare"
    );
    let GetThingError::Undeclared(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (answer.status.as_u16(), answer.body.as_ref()),
        (503, b"down".as_slice())
    );
    assert!(answer.headers.contains_key("content-length"));
}

#[tokio::test]
async fn a_default_alone_is_success_below_400_and_an_error_above() {
    let (_server, client) = server(200, r#"{"name": "x"}"#).await;
    assert_eq!(client.put_thing("x").send().await.unwrap().body.name, "x");

    let (_server, client) = server(409, r#"{"name": "taken"}"#).await;
    let error = client.put_thing("x").send().await.expect_err("refused");
    let PutThingError::Default(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(answer.body.name, "taken");
}

#[tokio::test]
async fn every_place_of_a_parameter_arrives() {
    let (server, client) = server(201, "").await;
    let tags = ["a b".to_owned(), "c&d".to_owned()].to_vec();
    let call = client
        .get_thing("ü/1?")
        .tag(&tags)
        .limit(5)
        .x_trace("t-1")
        .session("s-1");
    call.send().await.unwrap();
    let asked = server.asked();
    assert_eq!(asked.uri.path(), "/things/%C3%BC%2F1%3F");
    assert_eq!(asked.uri.query(), Some("tag=a%20b&tag=c%26d&limit=5"));
    assert_eq!(asked.headers["x-trace"], "t-1");
    assert_eq!(asked.headers["cookie"], "session=s-1");
}

#[tokio::test]
async fn an_optional_body_is_sent_when_it_is_given() {
    let (server, client) = server(200, r#"{"name": "x"}"#).await;
    client.put_thing("x").send().await.unwrap();
    let asked = server.asked();
    assert!(asked.body.is_empty() && !asked.headers.contains_key("content-type"));
}

#[tokio::test]
async fn bytes_go_out_and_come_back() {
    let octets = [("content-type", "application/octet-stream")];
    let server = Server::answering(200, &octets, "\u{1}raw").await;
    let client = Client::new(&server.url).unwrap();
    let answer = client.echo_raw(vec![1, 2, 3]).send().await.unwrap();
    assert_eq!(answer.body.as_ref(), b"\x01raw");
    let asked = server.asked();
    assert_eq!(asked.body.as_ref(), [1, 2, 3]);
    assert_eq!(asked.headers["content-type"], "application/octet-stream");
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_before_it_is() {
    let (_server, client) = server(201, "").await;
    let error = client.get_thing("").send().await.expect_err("another path");
    let GetThingError::Transport(error) = error else {
        panic!("{error:?}")
    };
    assert!(error.is_request());
    let error = client
        .get_thing("x")
        .x_trace("a\nb")
        .send()
        .await
        .expect_err("a second header");
    let GetThingError::Transport(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        error.to_string(),
        "getThing: the header `X-Trace` cannot have this value"
    );
}

#[test]
fn colliding_names_keep_their_values() {
    let value = json!({
        "name": "x", "a-b": "dash", "a_b": "line", "order": ">=", "size": null,
        "choice": {"name": "inner", "choice": 7},
    });
    let thing: Thing = serde_json::from_value(value.clone()).unwrap();
    // Null is not the same as absent where both are allowed.
    assert_eq!(thing.size, Some(None));
    assert_eq!(
        (thing.a_b.as_deref(), thing.a_b2.as_deref()),
        (Some("dash"), Some("line"))
    );
    assert_eq!(
        thing.order.as_ref().map(ToString::to_string).as_deref(),
        Some(">=")
    );
    assert_ne!(
        thing.order,
        serde_json::from_value::<Option<ThingOrder>>(json!(">")).unwrap()
    );
    let Some(ThingChoice::Thing(inner)) = &thing.choice else {
        panic!("{:?}", thing.choice)
    };
    assert_eq!(inner.choice, Some(ThingChoice::Integer(7)));
    assert_eq!(serde_json::to_value(&thing).unwrap(), value);
}

#[tokio::test]
async fn a_range_ends_where_it_ends_and_a_code_wins_over_it() {
    for status in [399, 500] {
        let (_server, client) = server(status, "").await;
        let error = client.get_thing("x").send().await.expect_err("undeclared");
        assert!(matches!(error, GetThingError::Undeclared(_)), "{error:?}");
    }
    let (_server, client) = server(404, "").await;
    let error = client.get_thing("x").send().await.expect_err("refused");
    assert!(matches!(error, GetThingError::NotFound(_)), "{error:?}");
}

#[tokio::test]
async fn a_default_alone_ends_at_400() {
    let (_server, client) = server(399, r#"{"name": "x"}"#).await;
    assert!(client.put_thing("x").send().await.is_ok());
    let (_server, client) = server(400, r#"{"name": "x"}"#).await;
    assert!(client.put_thing("x").send().await.is_err());
}

#[tokio::test]
async fn an_optional_body_arrives() {
    let (server, client) = server(200, r#"{"name": "x"}"#).await;
    let thing: Thing = serde_json::from_value(json!({"name": "new"})).unwrap();
    client.put_thing("x").body(&thing).send().await.unwrap();
    let asked = server.asked();
    assert_eq!(asked.headers["content-type"], "application/json");
    assert_eq!(asked.body.as_ref(), br#"{"name":"new"}"#);
}

#[tokio::test]
async fn several_cookies_are_one_header() {
    let (server, client) = server(201, "").await;
    let call = client.get_thing("x").session("s").theme("dark").send2("q");
    call.send().await.unwrap();
    assert_eq!(server.asked().headers["cookie"], "session=s; theme=dark");
}

#[tokio::test]
async fn a_base_url_may_have_a_path_and_nothing_behind_it() {
    let server = Server::answering(201, &[], "").await;
    let client = Client::new(&format!("{}/api/", server.url)).unwrap();
    client.get_thing("x").send().await.unwrap();
    assert_eq!(server.asked().uri.path(), "/api/things/x");
    for url in [
        "/things",
        "mailto:me@example.com",
        "http://h/?q=1",
        "http://h/#f",
    ] {
        assert!(Client::new(url).is_err(), "{url}");
    }
}

#[tokio::test]
async fn names_that_the_client_needs_itself_are_numbered() {
    let (server, client) = server(200, r#"{"title": "t"}"#).await;
    let answer = client.new2("x").send().await.unwrap();
    assert_eq!(answer.body.title, "t", "JSON where it is offered");
    assert_eq!(server.asked().uri.query(), Some("call=x"));
}

#[tokio::test]
async fn errors_show_no_secrets_and_keep_their_cause() {
    use std::error::Error;
    let (_server, client) = server(503, "s3cret").await;
    let error = client.get_thing("x").send().await.expect_err("undeclared");
    assert!(!format!("{error:?} {error}").contains("s3cret"));
    // Nobody listens on port 1.
    let client = Client::new("http://127.0.0.1:1").unwrap();
    let call = client.get_thing("s3cret");
    assert!(!format!("{call:?}").contains("s3cret"));
    let error = call.send().await.expect_err("nobody listens");
    let mut cause: Option<&dyn Error> = Some(&error);
    let mut depth = 0;
    while let Some(error) = cause {
        assert!(
            !format!("{error:?} {error}").contains("s3cret"),
            "{error:?}"
        );
        (cause, depth) = (error.source(), depth + 1);
    }
    assert!(depth > 1, "the connection's own error");
}

#[tokio::test]
async fn a_path_parameter_of_dots_is_refused() {
    for name in [".", ".."] {
        let (_server, client) = server(201, "").await;
        assert!(client.get_thing(name).send().await.is_err(), "{name}");
    }
}

#[tokio::test]
async fn a_parameter_that_is_set_again_is_replaced() {
    let (server, client) = server(201, "").await;
    let call = client
        .get_thing("x")
        .limit(1)
        .limit(2)
        .x_trace("a")
        .x_trace("b");
    call.session("x; admin=true")
        .session("a b")
        .send()
        .await
        .unwrap();
    let asked = server.asked();
    assert_eq!(asked.uri.query(), Some("limit=2"));
    assert_eq!(
        asked.headers.get_all("x-trace").iter().collect::<Vec<_>>(),
        ["b"]
    );
    assert_eq!(asked.headers["cookie"], "session=a%20b");
}

#[tokio::test]
async fn a_cookie_cannot_bring_another_one_along() {
    let (server, client) = server(201, "").await;
    client
        .get_thing("x")
        .session("x; admin=true")
        .send()
        .await
        .unwrap();
    assert_eq!(
        server.asked().headers["cookie"],
        "session=x%3B%20admin%3Dtrue"
    );
}

#[tokio::test]
async fn styles_of_queries_arrive_as_they_are_written() {
    let (server, client) = server(200, "{}").await;
    let filter = serde_json::from_value(json!({"color": "red & blue"})).unwrap();
    let ids = ["a,b".to_owned(), "c".to_owned()];
    client
        .search()
        .filter(&filter)
        .ids(&ids)
        .tags(&ids)
        .send()
        .await
        .unwrap();
    let query = server.asked().uri.query().map(str::to_owned);
    assert_eq!(
        query.as_deref(),
        Some("filter%5Bcolor%5D=red%20%26%20blue&ids=a%2Cb,c&tags=a%2Cb%7Cc")
    );
}

/// Styles `label` and `matrix` (OpenAPI 3.2, section 4.12.5), a JSON parameter and whole queries.
#[tokio::test]
async fn every_style_arrives() {
    let sent = |server: &Server| server.asked().uri.to_string();
    let (to, client) = server(204, "").await;
    let label = ["blue".to_owned(), "b/w".to_owned()];
    let call = client.styles(&label, &[1, 2]).where_(&["a&b".to_owned()]);
    call.send().await.unwrap();
    assert_eq!(
        sent(&to),
        "/styles/.blue,b%2Fw/;matrix=1;matrix=2?where=%5B%22a%26b%22%5D"
    );
    let (to, client) = server(204, "").await;
    let all = serde_json::from_value(json!({"a": ["1", "2"], "b": "x y"})).unwrap();
    client.form_query(&all).send().await.unwrap();
    assert_eq!(sent(&to), "/form?a=1&a=2&b=x+y");
    let (to, client) = server(204, "").await;
    client.json_query().all(&[1, 2]).send().await.unwrap();
    assert_eq!(sent(&to), "/json?%5B1%2C2%5D");
}

#[tokio::test]
async fn only_what_is_understood_is_asked_for() {
    let (server, client) = server(200, r#"{"name": "x"}"#).await;
    let answer = client.search().send().await.unwrap();
    let SearchOkBody::Json(body) = answer.body else {
        panic!("{answer:?}")
    };
    assert_eq!(body.name.as_deref(), Some("x"));
    // An error in `*/*` with an object is JSON.
    assert_eq!(
        server.asked().headers["accept"],
        "application/hal+json, application/json, application/xml"
    );
}

#[test]
fn deprecated_operations_are_marked() {
    let code = include_str!(concat!(env!("OUT_DIR"), "/client.rs"));
    let (before, _) = code.split_once("pub fn put_thing(").expect("the method");
    let (_, attributes) = before.rsplit_once("}\n").expect("another method");
    assert!(attributes.contains("#[deprecated]"), "{attributes}");
}

#[tokio::test]
async fn a_server_that_says_nothing_is_a_timeout() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let http = contracts_runtime::client::reqwest::Client::builder()
        .timeout(std::time::Duration::from_millis(100))
        .build()
        .unwrap();
    let client = Client::with_http(&url, http).unwrap();
    let error = client.get_thing("x").send().await.expect_err("silence");
    let GetThingError::Transport(error) = error else {
        panic!("{error:?}")
    };
    assert!(error.is_timeout() && !error.is_request(), "{error}");
    drop(listener);
}

#[test]
fn a_default_of_an_item_of_our_own_is_filled_in() {
    let source: contracts_tests::types::Source = serde_json::from_value(json!({})).unwrap();
    assert_eq!(source.path.to_string(), "/");
}
