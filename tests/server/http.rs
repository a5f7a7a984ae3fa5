//! HTTP as it is: paths, methods, media types, credentials, and answers that cannot be sent.

use serde_json::json;

use crate::service::Echo;

#[tokio::test]
async fn paths_and_methods() {
    let (server, _) = Echo::serve().await;
    let cases = [
        ("GET /nowhere", 404, None),
        ("GET /", 404, None),
        ("GET /files/", 404, None),
        ("GET /files//mine", 204, None),
        ("GET //files/mine", 204, None),
        ("GET /FILES/mine", 404, None),
        ("DELETE /files/mine", 405, Some("get, head, options")),
        ("POST /files/a.b", 405, Some("get, head, options")),
        ("GET /orders", 405, Some("options, post")),
        ("BREW /orders", 405, Some("options, post")),
        ("OPTIONS /orders", 204, Some("options, post")),
        ("OPTIONS /files/mine", 204, Some("get, head, options")),
        ("HEAD /files/mine", 204, None),
        ("HEAD /orders", 405, Some("options, post")),
    ];
    for (line, status, allow) in cases {
        let answer = server.ask(line, &[], "").await;
        assert_eq!(
            (answer.status, answer.header("allow")),
            (status, allow),
            "{line}"
        );
    }
    let problem = server.get("/nowhere").await;
    assert_eq!(
        problem.header("content-type"),
        Some("application/problem+json")
    );
    let expected = json!({
        "type": "about:blank", "title": "Not Found", "status": 404, "detail": "there is nothing at this path",
    });
    assert_eq!(problem.json(), expected);
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let (server, _) = Echo::serve().await;
    let (get, head) = (
        server.get("/choice").await,
        server.ask("HEAD /choice", &[], "").await,
    );
    assert_eq!((get.status, head.status), (200, 200));
    assert_eq!(head.header("content-type"), get.header("content-type"));
    let length = get.body.len().to_string();
    assert_eq!(
        (head.header("content-length"), head.body.as_str()),
        (Some(length.as_str()), "")
    );
}

#[tokio::test]
async fn what_is_accepted() {
    let (server, _) = Echo::serve().await;
    let cases = [
        ("*/*", 200, "application/json"),
        ("text/*", 200, "text/plain"),
        (
            "text/plain;q=0.1, application/json",
            200,
            "application/json",
        ),
        ("application/json;q=0.1, text/plain", 200, "text/plain"),
        ("image/png", 406, "application/problem+json"),
        (
            "application/json;q=0, text/plain;q=0",
            406,
            "application/problem+json",
        ),
    ];
    for (accept, status, content_type) in cases {
        let answer = server
            .ask("GET /choice", &[&format!("accept: {accept}")], "")
            .await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (status, Some(content_type)),
            "{accept}"
        );
    }
    // What has no body is always acceptable.
    assert_eq!(
        server
            .ask("GET /files/mine", &["accept: image/png"], "")
            .await
            .status,
        204
    );
}

#[tokio::test]
async fn media_types_that_are_not_read() {
    let (server, _) = Echo::serve().await;
    let json = "content-type: application/json";
    let cases: [(&str, &[&str], &str, u16); 7] = [
        ("POST /orders", &["content-type: text/plain"], "{}", 415),
        (
            "POST /orders",
            &["content-type: application/json5"],
            "{}",
            415,
        ),
        ("POST /orders", &[], "{}", 415),
        ("POST /orders", &[json, "content-encoding: gzip"], "{}", 415),
        ("POST /forms", &["content-type: audio/ogg"], "x", 415),
        ("POST /orders", &[json], "", 400),
        // Whoever reads no body minds none.
        ("GET /files/mine", &["content-type: text/plain"], "x", 204),
    ];
    for (line, headers, body, status) in cases {
        let answer = server.ask(line, headers, body).await;
        assert_eq!(answer.status, status, "{line} {headers:?}");
    }
    let missing = server.ask("POST /orders", &[json], "").await;
    assert_eq!(missing.violations(), ["body: a body"]);
}

#[tokio::test]
async fn credentials_are_asked_for_and_not_shown() {
    let (server, _) = Echo::serve().await;
    assert_eq!(server.get("/secret").await.status, 401);
    assert_eq!(
        server
            .ask("GET /secret", &["authorization: Basic x"], "")
            .await
            .status,
        401
    );
    let key = server.ask("GET /secret", &["x-key: k-1"], "").await;
    assert_eq!(key.body, r#"{"Key": (secret)} [Some("k-1"), None]"#);
    let token = server
        .ask("GET /secret", &["authorization: bearer t-1"], "")
        .await;
    assert_eq!(token.body, r#"{"Token": (secret)} [None, Some("t-1")]"#);
}

#[tokio::test]
async fn answers_that_cannot_be_sent() {
    let (server, heard) = Echo::serve().await;
    let fine = server.get("/status/418?trace=t-1").await;
    assert_eq!((fine.status, fine.header("x-trace")), (418, Some("t-1")));
    // A caller's text that would be a header of its own.
    let injected = server.get("/status/418?trace=a%0D%0Aset-cookie:%20b").await;
    assert_eq!(
        (injected.status, injected.header("set-cookie")),
        (500, None),
        "{injected:?}"
    );
    // Statuses that belong to other answers, or to none.
    assert_eq!(server.get("/status/404").await.status, 500);
    assert_eq!(server.get("/status/503").await.status, 500);
    let expected = [
        "status: the header `X-Trace` cannot have this value",
        "status: the status 404 is not one of this answer's",
        "status: the status 503 is not one of this answer's",
    ];
    assert_eq!(heard.all(), expected);
}
