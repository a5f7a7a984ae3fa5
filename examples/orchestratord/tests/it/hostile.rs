//! Requests that nobody sends by accident.

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::process::{Process, pool, task, with};

const JSON: &str = "content-type: application/json";
const KEY: &str = "x-api-key: dev-key";

#[tokio::test]
async fn hostile_requests_are_refused_and_do_no_harm() {
    // ORCH-2006, ORCH-2008, ORCH-2011, ORCH-2022
    let process = Process::start(&pool("", ""));
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let nested = task().to_string().replace("\"Name three rivers.\"", &deep);
    let pairs = vec!["a=b"; 10_000].join("&");
    let secret = with(task(), "prompt", "secret-7713");
    let cases: Vec<(String, Vec<&str>, Vec<u8>, u16)> = vec![
        (
            "POST /v1/tasks".into(),
            vec![KEY, JSON],
            vec![b'x'; 2_000_000],
            413,
        ),
        (
            "POST /v1/tasks".into(),
            vec![KEY, JSON],
            deep.into_bytes(),
            400,
        ),
        (
            "POST /v1/tasks".into(),
            vec![KEY, JSON],
            nested.into_bytes(),
            400,
        ),
        (
            "POST /v1/tasks".into(),
            vec![KEY, JSON],
            b"{\"task_id\": \"\xff\xfe\"}".to_vec(),
            400,
        ),
        (
            "POST /v1/tasks".into(),
            vec![KEY, "content-type: text/plain"],
            task().to_string().into(),
            415,
        ),
        (
            "POST /v1/tasks".into(),
            vec![KEY, JSON],
            with(secret, "ctx", "many").to_string().into(),
            400,
        ),
        (
            format!("GET /v1/capabilities?{pairs}"),
            vec![KEY],
            Vec::new(),
            400,
        ),
        (
            "GET /v1/sessions/not-a-uuid".into(),
            vec![KEY],
            Vec::new(),
            400,
        ),
        (
            "GET /v1/pools/%ff/health".into(),
            vec![KEY],
            Vec::new(),
            400,
        ),
        ("GET /v1/nothing".into(), vec![KEY], Vec::new(), 404),
        ("PUT /v1/tasks".into(), vec![KEY], Vec::new(), 405),
    ];
    for (line, headers, body, status) in cases {
        let answer = process.ask(&line, &headers, body).await;
        let line: String = line.chars().take(60).collect();
        assert_eq!(answer.status, status, "{line}: {answer:?}");
        assert!(answer.json()["code"].is_string(), "{line}");
        assert!(!answer.body.contains("7713"), "{answer:?}");
    }
    let alive = process.submit(&task()).await;
    assert_eq!(alive.status, 202, "{alive:?}");
    let log = process.log();
    assert!(
        !log.contains("panicked") && !log.contains("dev-key") && !log.contains("7713"),
        "{log}"
    );
}

#[tokio::test]
async fn the_wrong_type_is_refused_for_every_field() {
    // ORCH-2008
    let process = Process::start(&pool("", ""));
    let fields: Vec<String> = task().as_object().unwrap().keys().cloned().collect();
    for field in &fields {
        for wrong in [
            Value::from(vec![1]),
            Value::Bool(true),
            serde_json::json!({"a": 1}),
        ] {
            let answer = process.submit(&with(task(), field, wrong.clone())).await;
            assert_eq!(
                answer.refusal(),
                (400, "INVALID_PARAMS".to_owned()),
                "{field} {wrong}"
            );
            assert!(
                answer.json()["message"]
                    .as_str()
                    .unwrap()
                    .contains(field.as_str()),
                "{answer:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_header_cannot_smuggle_another_one_in() {
    let process = Process::start(&pool("", ""));
    let answer = process
        .ask(
            "GET /v1/capabilities",
            &[KEY, "x-correlation-id: a%0d%0aset-cookie: b"],
            "",
        )
        .await;
    assert_eq!((answer.status, answer.header("set-cookie")), (200, None));
    let answer = process.raw(b"GET /v1/capabilities HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-api-key: dev-key\r\nx-correlation-id: a\rset-cookie: b\r\n\r\n").await;
    assert_eq!((answer.status, answer.header("set-cookie")), (400, None));
}

#[tokio::test]
async fn a_body_that_never_comes_blocks_nobody() {
    let process = Process::start(&pool("", ""));
    let mut slow = process.connect().await;
    let head = format!(
        "POST /v1/tasks HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{KEY}\r\n{JSON}\r\ncontent-length: 100\r\n\r\n{{"
    );
    slow.write_all(head.as_bytes()).await.unwrap();
    assert_eq!(process.submit(&task()).await.status, 202);
    let mut answer = String::new();
    slow.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
}

#[tokio::test]
async fn a_head_that_never_ends_loses_its_connection() {
    let process = Process::start(&pool("", ""));
    let (mut slow, mut silent) = (process.connect().await, process.connect().await);
    let head = "GET /v1/capabilities HTTP/1.1\r\nhost: x\r\nx-slow: ";
    slow.write_all(head.as_bytes()).await.unwrap();
    assert_eq!(process.submit(&task()).await.status, 202);
    for connection in [&mut slow, &mut silent] {
        let mut answer = Vec::new();
        // Nobody is told anything: the request may be anything.
        let _ = connection.read_to_end(&mut answer).await;
        assert_eq!(String::from_utf8_lossy(&answer), "");
    }
    assert_eq!(process.submit(&task()).await.status, 202);
}
