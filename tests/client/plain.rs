//! A contract unlike the orchestrator's: several successes, a range, no `default`, a `default` alone.

use contracts_tests::{
    plain::{Client, GetThingError, GetThingSuccess, PutThingError},
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
    for status in [400, 404, 499] {
        let (_server, client) = server(status, r#"{"title": "no"}"#).await;
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
    assert_eq!(asked.uri.query(), Some("tag=a+b&tag=c%26d&limit=5"));
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
    let (server, client) = server(200, "\u{1}raw").await;
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
    assert_eq!(
        (thing.a_b.as_deref(), thing.a_b2.as_deref()),
        (Some("dash"), Some("line"))
    );
    assert_eq!(
        thing.order.map(|order| order.to_string()).as_deref(),
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
    let mut expected = value;
    expected.as_object_mut().unwrap().remove("size");
    assert_eq!(serde_json::to_value(&thing).unwrap(), expected);
}
