//! Requests that nobody sends by accident: a declared refusal each time, and a server that is alive afterwards.

use std::time::Duration;

use contracts_runtime::server::{Arc, Limits};
use contracts_tests::served::routes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::{
    service::Echo,
    wire::{Answer, Server},
};

const ORDER: &str = r#"{"code": "ab", "count": 2}"#;

#[track_caller]
fn is_refused(answer: &Answer, status: u16, text: &str) {
    assert_eq!(answer.status, status, "{answer:?}");
    assert!(answer.body.contains(text), "{answer:?}");
}

async fn is_alive(server: &Server) {
    assert_eq!(server.post_json("/orders", ORDER).await.status, 201);
}

#[tokio::test]
async fn bodies_over_the_limit() {
    let (server, _) = Echo::serve().await;
    let large = format!(r#"{{"code": "{}"}}"#, "a".repeat(3 * 1024 * 1024));
    is_refused(&server.post_json("/orders", &large).await, 413, "too large");
    // A length that is only claimed, and one that nobody says.
    let claimed = "POST /orders HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n\
                   content-length: 99999999999\r\n\r\n";
    is_refused(&server.raw(claimed.as_bytes()).await, 413, "too large");
    let mut chunked = b"POST /orders HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n\
                        transfer-encoding: chunked\r\n\r\n"
        .to_vec();
    for _ in 0..50 {
        chunked.extend(format!("10000\r\n{}\r\n", "a".repeat(0x1_0000)).into_bytes());
    }
    is_refused(&server.raw(&chunked).await, 413, "too large");
    is_alive(&server).await;
}

#[tokio::test]
async fn bodies_that_are_nested_deeply() {
    let (server, _) = Echo::serve().await;
    let deep = 100_000;
    let bodies = [
        format!("{}{}", "[".repeat(deep), "]".repeat(deep)),
        "[".repeat(deep),
        format!(r#"{}1{}"#, r#"{"parent":"#.repeat(deep), "}".repeat(deep)),
        format!(
            r#"{{"code": "ab", "count": 2, "free": {}{}}}"#,
            "[".repeat(deep),
            "]".repeat(deep)
        ),
        format!(
            r#"{{"code": "ab", "count": 2, "either": {}{}}}"#,
            "[".repeat(deep),
            "]".repeat(deep)
        ),
        format!(
            r#"{{"code": "ab", "count": 2, "unknown": {}{}}}"#,
            "[".repeat(deep),
            "]".repeat(deep)
        ),
    ];
    for body in bodies {
        let answer = server.post_json("/orders", &body).await;
        assert_eq!(answer.status, 400, "{} {answer:?}", &body[..40]);
    }
    let within = format!(
        r#"{{"code": "ab", "count": 2, "free": {}{}}}"#,
        "[".repeat(60),
        "]".repeat(60)
    );
    assert_eq!(server.post_json("/orders", &within).await.status, 201);
    is_alive(&server).await;
}

/// A union in a union in a union: trying all branches of all would take until the end of the world.
#[tokio::test]
async fn unions_that_cannot_be_told_apart() {
    let (server, _) = Echo::serve().await;
    let knot = |depth: usize, last: &str| {
        let knot = format!(
            "{}{last}{}",
            r#"{"name": "n", "inner": "#.repeat(depth),
            "}".repeat(depth)
        );
        format!(r#"{{"code": "ab", "count": 2, "knot": {knot}}}"#)
    };
    let entangled = server.post_json("/orders", &knot(50, "1")).await;
    assert_eq!(entangled.status, 400);
    assert!(
        entangled.body.contains("body") && entangled.body.len() < 20_000,
        "{entangled:?}"
    );
    assert_eq!(
        server
            .post_json("/orders", &knot(50, r#"{"name": "x"}"#))
            .await
            .status,
        201
    );
    is_alive(&server).await;
}

#[tokio::test]
async fn values_of_every_wrong_type() {
    let (server, _) = Echo::serve().await;
    let members = [
        "code", "count", "price", "mail", "at", "id", "secret", "tags", "labels", "pair", "note",
        "level", "fixed", "parent", "shape", "either",
    ];
    let values = [
        "null",
        "true",
        "-1e400",
        "99999999999999999999",
        "\"\"",
        "[]",
        "{}",
        "[[]]",
        "{\"\": {}}",
    ];
    for member in members {
        for value in values {
            let rest = r#""code": "ab", "count": 2, "#;
            let body = format!(
                "{{{}\"{member}\": {value}}}",
                if member == "code" || member == "count" {
                    ""
                } else {
                    rest
                }
            );
            let answer = server.post_json("/orders", &body).await;
            let fits = answer.status == 201
                && matches!(
                    (member, value),
                    ("labels", "{}") | ("note", "null" | "\"\"")
                );
            assert!(answer.status == 400 || fits, "{body} {answer:?}");
        }
    }
    is_alive(&server).await;
}

#[tokio::test]
async fn bytes_that_are_no_text() {
    let (server, _) = Echo::serve().await;
    let json = ["content-type: application/json"];
    for body in [
        &b"\xff"[..],
        b"{\"code\": \"\xff\xfe\", \"count\": 2}",
        b"{\"\xff\": 1}",
        b"{",
        b"{\"code\": \"ab\", \"count\": 2} x",
        b"{\"code\": \"\\ud800\", \"count\": 2}",
        b"\0",
        b"NaN",
    ] {
        let answer = server.ask("POST /orders", &json, body).await;
        assert_eq!(answer.status, 400, "{body:?} {answer:?}");
    }
    let text = server
        .ask("POST /forms", &["content-type: text/plain"], b"\xff")
        .await;
    assert_eq!(text.violations(), ["body: UTF-8 text"]);
    let form = server
        .ask(
            "POST /forms",
            &["content-type: application/x-www-form-urlencoded"],
            "color=%ff",
        )
        .await;
    assert_eq!(form.violations(), ["body: UTF-8 text"]);
    assert_eq!(
        server.get("/files/%ff.x").await.violations(),
        ["path/name: UTF-8 text"]
    );
    let header = [&b"POST /orders HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\nx-id: \xff\r\n\
                     content-length: 26\r\n\r\n"[..], ORDER.as_bytes()].concat();
    assert_eq!(
        server.raw(&header).await.violations(),
        ["header/X-Id: UTF-8 text"]
    );
    is_alive(&server).await;
}

#[tokio::test]
async fn queries_without_end() {
    let (server, _) = Echo::serve().await;
    let query: Vec<String> = (0..10_000).map(|at| format!("a{at}=1")).collect();
    let path = format!("/styles/a/.1/;matrix=x,1?{}", query.join("&"));
    // More than 64 KiB of a URL are refused by HTTP itself.
    let long = server.get(&path).await;
    assert!(matches!(long.status, 400 | 414 | 431), "{long:?}");
    let many = format!("/styles/a/.1/;matrix=x,1?{}", "a&".repeat(10_000));
    assert_eq!(
        server.get(&many).await.violations(),
        ["query: no more than 1000 pairs"]
    );
    let brackets = format!("/styles/a/.1/;matrix=x,1?deep{}=1", "[a]".repeat(5_000));
    assert_eq!(server.get(&brackets).await.status, 200);
    let dots = format!("/files/{}", ".".repeat(30_000));
    assert_eq!(server.get(&dots).await.status, 400);
    is_alive(&server).await;
}

#[tokio::test]
async fn headers_that_would_be_more_than_one() {
    let (server, _) = Echo::serve().await;
    for query in ["a%0d%0ax: y", "a%0ax: y", "a%00", "a%7f"] {
        let answer = server
            .get(&format!("/status/418?trace={}", query.replace(' ', "%20")))
            .await;
        assert_eq!((answer.status, answer.header("x")), (500, None), "{query}");
    }
    is_alive(&server).await;
}

#[tokio::test]
async fn bodies_that_never_come() {
    let limits = Limits {
        body_time: Duration::from_millis(50),
        ..Limits::default()
    };
    let service = Arc::new(Echo::default());
    let server = Server::of(routes(&service).limits(limits).router()).await;
    let mut stream = server.connect().await;
    let head = "POST /orders HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n\
                content-length: 26\r\n\r\n{";
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("took too long"), "{answer}");
    is_alive(&server).await;
}
