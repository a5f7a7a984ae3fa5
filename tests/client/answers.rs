//! Each kind of answer, and answers that are not what the contract says.

use std::time::Duration;

use contracts_runtime::client::Settings;
use contracts_tests::bodies::{
    Client, GetAnswerError, GetAnswerOkBody, GetFileError, GetHeadersError, GetRawError,
    PutNoteError, RefusedBody,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::{
    peer::{Body, Peer},
    server::Server,
};

const WAIT: Duration = Duration::from_secs(10);

async fn server(status: u16, media_type: &'static str, body: &str) -> (Server, Client) {
    let server = Server::answering(status, &[("content-type", media_type)], body).await;
    let client = Client::new(&server.url).unwrap();
    (server, client)
}

/// A client of a server that reads a request, answers with these bytes and closes the connection.
async fn raw(answer: &'static [u8]) -> (tokio::task::JoinHandle<()>, Client) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let task = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut request = [0; 2048];
        let _ = socket.read(&mut request).await.unwrap();
        socket.write_all(answer).await.unwrap();
    });
    (task, Client::new(&url).unwrap())
}

#[tokio::test]
async fn the_content_type_chooses_the_body() {
    let get = async |media_type, body: &str| {
        let (_server, client) = server(200, media_type, body).await;
        client.get_answer().send().await.unwrap().body
    };
    for json in [
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/hal+json",
    ] {
        let body = get(json, r#"{"city": "x"}"#).await;
        assert!(
            matches!(&body, GetAnswerOkBody::Json(body) if body.city.as_deref() == Some("x")),
            "{body:?}"
        );
    }
    let body = get("text/plain; charset=utf-8", "\u{fc}").await;
    assert!(
        matches!(&body, GetAnswerOkBody::Text(text) if text == "\u{fc}"),
        "{body:?}"
    );
    // The more specific declaration wins; others of the range are read as that says.
    let body = get("text/csv", "a").await;
    assert!(
        matches!(&body, GetAnswerOkBody::TextAny(value) if value.to_string() == "a"),
        "{body:?}"
    );
    let body = get("image/png", "png").await;
    assert!(
        matches!(&body, GetAnswerOkBody::ImagePng(bytes) if bytes == "png"),
        "{body:?}"
    );
}

#[tokio::test]
async fn what_is_read_is_asked_for() {
    let (server, client) = server(200, "application/json", "{}").await;
    client.get_answer().send().await.unwrap();
    assert_eq!(
        server.asked().headers["accept"],
        "application/hal+json, application/json, application/problem+json, image/png, text/*, text/html, text/plain"
    );
}

#[tokio::test]
async fn an_error_in_several_media_types() {
    let (_server, client) = server(400, "application/problem+json", r#"{"title": "no"}"#).await;
    let error = client.get_answer().send().await.expect_err("refused");
    let GetAnswerError::BadRequest(answer) = error else {
        panic!("{error:?}")
    };
    assert!(matches!(&answer.body, RefusedBody::ProblemJson(body) if body.title == "no"));
    let (_server, client) = server(400, "text/html", "<p>").await;
    let error = client.get_file().send().await.expect_err("refused");
    let GetFileError::BadRequest(answer) = error else {
        panic!("{error:?}")
    };
    assert!(matches!(&answer.body, RefusedBody::TextHtml(text) if text == "<p>"));
}

#[tokio::test]
async fn another_content_type_is_a_broken_response() {
    let (_server, client) = server(200, "application/pdf", "%PDF").await;
    let error = client.get_answer().send().await.expect_err("not declared");
    let GetAnswerError::BrokenResponse(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        answer.reason,
        "its content type is `application/pdf`, not `application/json`, `application/hal+json`, `image/png`, \
         `text/*`, `text/plain`"
    );
    assert_eq!(
        (answer.status.as_u16(), answer.body.as_ref()),
        (200, b"%PDF".as_slice())
    );
    let (_server, client) = server(200, "text/html", "<p>").await;
    let error = client.get_file().send().await.expect_err("not declared");
    assert!(
        matches!(error, GetFileError::BrokenResponse(_)),
        "{error:?}"
    );
}

#[tokio::test]
async fn an_answer_that_says_no_type_is_what_the_contract_says_first() {
    let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 14\r\n\r\n{\"city\": \"x\"} ";
    let (task, client) = raw(answer).await;
    let answer = client.get_answer().send().await.unwrap();
    assert!(
        matches!(answer.body, GetAnswerOkBody::Json(_)),
        "{answer:?}"
    );
    task.await.unwrap();
}

#[tokio::test]
async fn a_text_is_decoded() {
    let (_server, client) = server(200, "text/plain", "a \u{fc}").await;
    assert_eq!(client.put_note("").send().await.unwrap().body, "a \u{fc}");
    let latin = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain; charset=ISO-8859-1\r\ncontent-length: 1\r\n\r\n\xfc";
    let (_task, client) = raw(latin).await;
    assert_eq!(client.put_note("").send().await.unwrap().body, "\u{fc}");
    let broken = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\na\xfc";
    let (_task, client) = raw(broken).await;
    let error = client.put_note("").send().await.expect_err("no UTF-8");
    let PutNoteError::BrokenResponse(answer) = error else {
        panic!("{error:?}")
    };
    assert!(answer.reason.contains("from index 1"), "{}", answer.reason);
    let (_server, client) = server(200, "text/plain", "7").await;
    assert_eq!(client.put_level().send().await.unwrap().body, 7);
    let (_server, client) = server(200, "text/plain", "x").await;
    assert!(client.put_level().send().await.is_err());
}

#[tokio::test]
async fn headers_of_all_kinds_are_typed() {
    let headers = [
        ("x-list", "1, 2"),
        ("x-object", "city,Z,zip,8000"),
        ("x-exploded", "R=100,G=200"),
        ("x-json", r#"{"city": "a,b"}"#),
        ("x-level", "high"),
    ];
    let server = Server::answering(204, &headers, "").await;
    let client = Client::new(&server.url).unwrap();
    let found = client.get_headers().send().await.unwrap().headers;
    assert_eq!(found.x_list, [1, 2]);
    let object = found.x_object.unwrap();
    assert_eq!(
        (object.city.as_deref(), object.zip.as_deref()),
        (Some("Z"), Some("8000"))
    );
    let exploded = found.x_exploded.unwrap();
    assert_eq!((exploded["R"], exploded["G"]), (100, 200));
    assert_eq!(found.x_json.unwrap().city.as_deref(), Some("a,b"));
    assert_eq!(found.x_level.unwrap().to_string(), "high");

    let server = Server::answering(204, &[("x-list", "1,x")], "").await;
    let client = Client::new(&server.url).unwrap();
    let error = client.get_headers().send().await.expect_err("no integers");
    let GetHeadersError::BrokenResponse(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        answer.reason,
        "the header `X-List`: no integer: invalid digit found in string"
    );
}

#[tokio::test]
async fn bytes_come_as_a_whole_or_as_a_stream() {
    let headers = [
        ("content-type", "application/octet-stream"),
        ("x-name", "n"),
    ];
    let server = Server::answering(200, &headers, "bytes").await;
    let client = Client::new(&server.url).unwrap();
    let whole = client.get_file().send().await.unwrap();
    assert_eq!(
        (whole.headers.x_name.as_str(), whole.body.as_ref()),
        ("n", b"bytes".as_slice())
    );
    let server = Server::answering(200, &headers, "bytes").await;
    let client = Client::new(&server.url).unwrap();
    let mut stream = client.get_file().stream().await.unwrap();
    assert_eq!(stream.headers.x_name, "n");
    assert_eq!(
        stream.body.chunk().await.unwrap().as_deref(),
        Some(b"bytes".as_slice())
    );
    assert_eq!(stream.body.chunk().await.unwrap(), None);
    // Errors are read as ever.
    let (_server, client) = self::server(400, "text/html", "<p>").await;
    let error = client.get_file().stream().await.expect_err("refused");
    assert!(matches!(error, GetFileError::BadRequest(_)), "{error:?}");
}

#[tokio::test]
async fn an_error_beside_a_stream_is_read_as_a_whole() {
    let (_server, client) = server(500, "application/octet-stream", "why").await;
    let error = client.get_raw().stream().await.expect_err("an error");
    let GetRawError::Default(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(answer.body, "why");
}

#[tokio::test]
async fn a_stream_begins_before_its_body_ends() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut request = [0; 2048];
        let _ = socket.read(&mut request).await.unwrap();
        let head = b"HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\nx-name: n\r\n\
                     transfer-encoding: chunked\r\n\r\n5\r\nfirst\r\n";
        socket.write_all(head).await.unwrap();
        // Says nothing more until the client has gone.
        let _ = socket.read(&mut request).await;
    });
    let client = Client::new(&url).unwrap();
    let answer = tokio::time::timeout(WAIT, client.get_file().stream()).await;
    let mut answer = answer.expect("the head is enough").unwrap();
    assert_eq!(
        answer.body.chunk().await.unwrap().as_deref(),
        Some(b"first".as_slice())
    );
    drop(answer);
    drop(client);
    tokio::time::timeout(WAIT, server)
        .await
        .expect("the connection is closed")
        .unwrap();
}

#[tokio::test]
async fn a_body_that_is_cut_off_is_a_transport_error() {
    let answer = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{\"city\": \"x";
    let (_task, client) = raw(answer).await;
    let error = tokio::time::timeout(WAIT, client.get_answer().send()).await;
    let error = error.expect("an end").expect_err("cut off");
    let GetAnswerError::Transport(error) = error else {
        panic!("{error:?}")
    };
    assert!(!error.is_request() && !error.is_connect(), "{error}");
}

/// Chunk after chunk without end, of text and of bytes.
#[tokio::test]
async fn a_body_without_end_is_broken_at_the_limit() {
    let text = "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n";
    let octets = "HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\nx-name: n\r\n\r\n";
    let limited = |url: &str| {
        let client = Client::new(url).unwrap();
        client.with_settings(Settings::new().body_limit(1000))
    };
    let peer = Peer::sending(text, Body::Endless(b"a", b"bc")).await;
    let call = limited(&peer.url);
    let answer = tokio::time::timeout(WAIT, call.get_answer().send()).await;
    let GetAnswerError::BrokenResponse(answer) = answer.expect("an end").expect_err("too long")
    else {
        panic!("no broken response")
    };
    assert_eq!((answer.body.len(), answer.is_cut), (1000, true));
    let peer = Peer::sending(octets, Body::Endless(b"a", b"bc")).await;
    let call = limited(&peer.url);
    let answer = tokio::time::timeout(WAIT, call.get_file().send()).await;
    let GetFileError::BrokenResponse(answer) = answer.expect("an end").expect_err("too long")
    else {
        panic!("no broken response")
    };
    assert_eq!(answer.reason, "the body is longer than 1000 bytes");
}

#[tokio::test]
async fn broken_json_says_where_and_shows_what_is_around() {
    let body = r#"{"streetAddress": "x", "city": ["s3cret"]}"#;
    let (_server, client) = server(200, "application/json", body).await;
    let error = client.get_answer().send().await.expect_err("no text");
    let GetAnswerError::BrokenResponse(answer) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(answer.path, "city");
    assert!(answer.part.contains(r#""city": ["#), "{}", answer.part);
    // The bytes may be secret.
    assert!(!format!("{error:?} {error}").contains("s3cret"));
}

#[tokio::test]
async fn a_head_has_no_body() {
    let (_server, client) = server(200, "application/json", "").await;
    client.head_answer().send().await.unwrap();
}
