//! Everything that a contract asks of what comes in is asked before the operation hears of it.

use serde_json::{Value, json};

use crate::service::Echo;

fn order() -> Value {
    json!({
        "code": "abä", "count": 2, "price": 0.5, "mail": "a@b.example", "at": "2026-01-02T03:04:05Z",
        "id": "5f0c7a52-3a0b-4c1e-9d59-0f6c1f1c2b7a", "secret": "12345678", "tags": ["a", "b"],
        "labels": {"x": 1}, "pair": ["a", 1], "note": null, "level": "low", "fixed": "one", "free": [{"a": null}],
        "parent": {"code": "ab", "count": 4}, "shape": {"kind": "circle", "r": 1.5}, "either": {"x": 1},
    })
}

#[tokio::test]
async fn what_fits_arrives() {
    let (server, _) = Echo::serve().await;
    let answer = server
        .post_json(
            "/orders?limit=100&code=ab&on=2024-02-29",
            &order().to_string(),
        )
        .await;
    assert_eq!(answer.status, 201, "{answer:?}");
    assert_eq!(answer.json(), order());
    let other = json!({"code": "ab", "count": 2, "either": 5, "fixed": 1, "shape": {"kind": "square", "side": 1}});
    let answer = server.post_json("/orders", &other.to_string()).await;
    assert_eq!(answer.json(), other);
}

/// Each rule alone: a member of the order with a value that breaks it, and what is said about it.
#[tokio::test]
async fn each_limit_is_kept() {
    let (server, _) = Echo::serve().await;
    let cases = [
        ("/code", json!("a"), "at least 2 characters, is 1"),
        ("/code", json!("aaaaa"), "at most 4 characters, is 5"),
        ("/code", json!("A1"), "text that matches `^[a-zä]+$`"),
        ("/code", json!(5), "text"),
        ("/count", json!(0), "at least 1"),
        ("/count", json!(3), "a multiple of 2"),
        ("/count", json!(256), "a whole number from 0 to 255"),
        ("/count", json!(-2), "a whole number from 0 to 255"),
        ("/count", json!(2.5), "a whole number from 0 to 255"),
        ("/count", json!("2"), "a whole number from 0 to 255"),
        ("/count", json!(null), "a whole number from 0 to 255"),
        ("/price", json!(0), "more than 0"),
        ("/price", json!(100.5), "at most 100"),
        ("/price", json!([]), "a number"),
        ("/mail", json!("nobody"), "text in the format `email`"),
        ("/at", json!("yesterday"), "text in the format `date-time`"),
        ("/id", json!("5f0c"), "text in the format `uuid`"),
        ("/secret", json!("hunter2"), "at least 8 characters, is 7"),
        ("/tags", json!([]), "at least 1 item, is 0"),
        ("/tags", json!(["a", "b", "a"]), "no item twice, 2 is 0"),
        (
            "/tags/1",
            json!(["a", "abcdef"]),
            "at most 5 characters, is 6",
        ),
        ("/tags", json!({}), "a list"),
        (
            "/labels",
            json!({"a": 1, "b": 2, "c": 3}),
            "at most 2 members, is 3",
        ),
        (
            "/labels/a~1b~0",
            json!({"a/b~": "1"}),
            "a whole number from -9223372036854775808 to 9223372036854775807",
        ),
        ("/pair", json!(["a"]), "a list of 2 items"),
        (
            "/pair/1",
            json!(["a", "b"]),
            "a whole number from -9223372036854775808 to 9223372036854775807",
        ),
        ("/pair/0", json!(["", 1]), "at least 1 character, is 0"),
        ("/pair/1", json!(["a", 10]), "at most 9"),
        ("/note", json!(1), "null or text"),
        ("/level", json!("middle"), "one of `low`, `high`"),
        ("/level", json!(1), "one of `low`, `high`"),
        ("/fixed", json!(2), "one of `1`, `\"one\"`"),
        (
            "/parent/code",
            json!({"count": 2}),
            "this member, which is missing",
        ),
        (
            "/parent/more",
            json!({"code": "ab", "count": 2, "more": 1}),
            "no such member",
        ),
        ("/parent", json!([]), "an object"),
        (
            "/shape/kind",
            json!({"kind": "cone"}),
            "one of `circle`, `square`",
        ),
        (
            "/shape/r",
            json!({"kind": "circle"}),
            "this member, which is missing",
        ),
        (
            "/shape/more",
            json!({"kind": "square", "side": 1, "more": 1}),
            "no such member",
        ),
        ("/shape", json!("circle"), "an object"),
        ("/either", json!(10), "at most 9"),
        ("/either", json!("x"), "one of the 2 forms of the contract"),
        (
            "/either/x",
            json!({"x": "1"}),
            "a whole number from -9223372036854775808 to 9223372036854775807",
        ),
        ("/more", json!(1), "no such member"),
    ];
    for (pointer, value, asked) in cases {
        let mut order = order();
        let member = pointer[1..].split('/').next().unwrap();
        order[member] = value;
        let answer = server.post_json("/orders", &order.to_string()).await;
        assert_eq!(
            answer.violations(),
            [format!("body{pointer}: {asked}")],
            "{}",
            order[member]
        );
    }
}

#[tokio::test]
async fn parameters_are_checked_as_bodies_are() {
    let (server, _) = Echo::serve().await;
    let body = r#"{"code": "ab", "count": 2}"#;
    let cases = [
        ("?limit=0", "query/limit: at least 1"),
        (
            "?limit=x",
            "query/limit: a whole number from -2147483648 to 2147483647",
        ),
        (
            "?limit=",
            "query/limit: a whole number from -2147483648 to 2147483647",
        ),
        (
            "?limit=2147483648",
            "query/limit: a whole number from -2147483648 to 2147483647",
        ),
        ("?code=A1", "query/code: text that matches `^[a-z]+$`"),
        ("?on=2023-02-29", "query/on: text in the format `date`"),
        ("?code=%ff", "query/code: UTF-8 text"),
    ];
    for (query, violation) in cases {
        let answer = server.post_json(&format!("/orders{query}"), body).await;
        assert_eq!(answer.violations(), [violation], "{query}");
    }
    let path = server.get("/status/65536").await;
    assert_eq!(
        path.violations(),
        ["path/code: a whole number from 0 to 65535"]
    );
    let header = server
        .ask(
            "POST /orders",
            &["content-type: application/json", "x-id: 5"],
            body,
        )
        .await;
    assert_eq!(
        header.violations(),
        ["header/X-Id: text in the format `uuid`"]
    );
    let styles = "/styles/a/.x.2/;matrix=y,1";
    let styles = server
        .ask(
            &format!("GET {styles}?deep[point][x]=z&level=mid"),
            &["cookie: sizes=1,b"],
            "",
        )
        .await;
    let whole = "a whole number from -9223372036854775808 to 9223372036854775807";
    let expected = [
        format!("path/label/0: {whole}"),
        "path/matrix/x: this member, which is missing".to_owned(),
        format!("query/deep/point/x: {whole}"),
        "query/level: one of `low`, `high`".to_owned(),
        format!("cookie/sizes/1: {whole}"),
    ];
    assert_eq!(styles.violations(), expected);
}

/// All that is wrong is told at once, and nothing of what was sent.
#[tokio::test]
async fn everything_is_told_and_nothing_repeated() {
    let (server, _) = Echo::serve().await;
    let body = r#"{"code": "TOP-SECRET", "count": 3, "secret": "hunter2", "level": "hidden", "more": "private"}"#;
    let answer = server
        .post_json("/orders?limit=0&code=PASSWORD", body)
        .await;
    let expected = [
        "query/limit: at least 1",
        "query/code: at most 4 characters, is 8",
        "body/code: at most 4 characters, is 10",
        "body/count: a multiple of 2",
        "body/secret: at least 8 characters, is 7",
        "body/level: one of `low`, `high`",
        "body/more: no such member",
    ];
    assert_eq!(answer.violations(), expected);
    for secret in ["TOP-SECRET", "hunter2", "hidden", "private", "PASSWORD"] {
        assert!(!answer.body.contains(secret), "{}", answer.body);
    }
}

#[tokio::test]
async fn a_refusal_has_an_end() {
    let (server, _) = Echo::serve().await;
    let members: Vec<String> = (0..5_000).map(|at| format!(r#""m{at}": 1"#)).collect();
    let body = format!(r#"{{"code": "ab", "count": 2, {}}}"#, members.join(","));
    let answer = server.post_json("/orders", &body).await;
    assert_eq!(answer.violations().len(), 100);
    assert_eq!(answer.json()["more"], 4_900);
    let long = format!(
        r#"{{"code": "ab", "count": 2, "{}": 1}}"#,
        "n".repeat(100_000)
    );
    let answer = server.post_json("/orders", &long).await;
    assert_eq!(
        answer.violations(),
        [format!("body/{}…: no such member", "n".repeat(80))]
    );
}
