//! Every style of parameters and form of bodies is read as the specification writes it, and as generated clients write
//! it.

use contracts_tests::{
    served_by_client::Client,
    served_types::{Filter, Level, Point},
};
use serde_json::{Value, json};

use crate::service::Echo;

/// Whatever generated clients send arrives as it was. A list with spaces between its items has none in them: the
/// specification leaves no way to write them.
#[tokio::test]
async fn clients_and_servers_agree() {
    let (server, _) = Echo::serve().await;
    let client = Client::new(&server.url).unwrap();
    let texts = ["a b".to_owned(), "c,d".to_owned(), "e&f=ü".to_owned()];
    let (point, filter) = (Point { x: 1, y: Some(-2) }, filter());
    let answer = client
        .styles(&texts, &[1, 2], &point)
        .form(&texts)
        .joined(&[3, 4])
        .space(&texts[1..])
        .pipe(&texts)
        .deep(&filter)
        .spread(&point)
        .pair(&point)
        .json(&filter)
        .flag(true)
        .ratio(0.5)
        .level(&Level::High)
        .x_list(&["p".to_owned(), "q".to_owned()])
        .x_point(&point)
        .theme("dark; light")
        .mark("a%2Cb+c")
        .sizes(&[5, 6])
        .send()
        .await
        .unwrap();
    let (point, filter) = (json!({"x": 1, "y": -2}), json!(filter));
    let expected = json!({
        "simple": texts, "label": [1, 2], "matrix": point, "form": texts, "joined": [3, 4], "space": texts[1..],
        "pipe": texts, "deep": filter, "spread": point, "pair": point, "json": filter, "flag": true, "ratio": 0.5,
        "level": "high", "x_list": ["p", "q"], "x_point": point, "theme": "dark; light", "mark": "a%2Cb+c",
        "sizes": [5, 6],
    });
    assert_eq!(json!(answer.body), expected);
}

/// Headers of answers, too: as JSON, as pairs, and as what is behind each other.
#[tokio::test]
async fn headers_of_answers_arrive_as_they_were() {
    let (server, _) = Echo::serve().await;
    let client = Client::new(&server.url).unwrap();
    let answer = client.whole_query().all(&filter()).send().await.unwrap();
    let point = Point { x: 3, y: None };
    let headers = answer.headers;
    assert_eq!(headers.x_all, filter());
    assert_eq!(headers.x_point, Some(point.clone()));
    assert_eq!(headers.x_pair, Some(point));
    assert_eq!(headers.x_sizes, Some(vec![1, 2]));
    assert_eq!(headers.x_again, None);
    let raw = server
        .get("/whole?color=r%26b&point=%7B%22x%22%3A3%7D")
        .await;
    assert_eq!(
        raw.header("x-all"),
        Some(r#"{"color":"r&b","point":{"x":3}}"#)
    );
    assert_eq!(raw.header("x-point"), Some("x=3"));
    assert_eq!(raw.header("x-pair"), Some("x,3"));
}

fn filter() -> Filter {
    serde_json::from_value(json!({"color": "r&b", "sizes": [1, 2], "point": {"x": 3}})).unwrap()
}

/// The members of what was read that are there.
async fn read(path: &str, headers: &[&str]) -> Value {
    let (server, _) = Echo::serve().await;
    let answer = server.ask(&format!("GET {path}"), headers, "").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let mut body = answer.json();
    body.as_object_mut()
        .unwrap()
        .retain(|_, value| !value.is_null());
    body
}

/// As the specification's table writes them, and as people do.
#[tokio::test]
async fn every_style_is_read() {
    let path = "/styles/blue,bl%2Cack/.1.2/;matrix=x,1,y,2";
    let base = json!({"simple": ["blue", "bl,ack"], "label": [1, 2], "matrix": {"x": 1, "y": 2}});
    let cases: [(&str, &[&str], Value); 14] = [
        ("", &[], json!({})),
        (
            "?form=a&joined=1&form=b,c&joined=2",
            &[],
            json!({"form": ["a", "b,c"], "joined": [1, 2]}),
        ),
        ("?joined=", &[], json!({"joined": []})),
        (
            "?space=a%20b+c&pipe=a|b%7Cc",
            &[],
            json!({"space": ["a", "b", "c"], "pipe": ["a", "b", "c"]}),
        ),
        (
            "?deep[color]=a+b&deep%5Bsizes%5D=1&deep[sizes]=2&deep[point][x]=3",
            &[],
            json!({"deep": {"color": "a b", "sizes": [1, 2], "point": {"x": 3}}}),
        ),
        ("?x=1&y=2", &[], json!({"spread": {"x": 1, "y": 2}})),
        ("?pair=x,1", &[], json!({"pair": {"x": 1}})),
        (
            "?json=%7B%22sizes%22%3A%5B1%5D%7D",
            &[],
            json!({"json": {"sizes": [1]}}),
        ),
        (
            "?flag=false&ratio=1e2&level=low",
            &[],
            json!({"flag": false, "ratio": 100.0, "level": "low"}),
        ),
        ("?flag=true&flag=false", &[], json!({"flag": false})),
        (
            "",
            &["X-List: a, b", "x-list: c"],
            json!({"x_list": ["a", "b", "c"]}),
        ),
        (
            "",
            &["X-Point: x=1,y=2"],
            json!({"x_point": {"x": 1, "y": 2}}),
        ),
        (
            "",
            &["Cookie: theme=d%61rk+; other=1; sizes=1,2; mark=d%61rk"],
            json!({"theme": "dark+", "sizes": [1, 2], "mark": "d%61rk"}),
        ),
        ("?unknown=1&=2&&%zz=%", &["X-Unknown: 1"], json!({})),
    ];
    for (query, headers, expected) in cases {
        let mut whole = base.clone();
        whole
            .as_object_mut()
            .unwrap()
            .extend(expected.as_object().unwrap().clone());
        assert_eq!(
            read(&format!("{path}{query}"), headers).await,
            whole,
            "{query} {headers:?}"
        );
    }
    let whole = read("/whole?color=a&sizes=1&sizes=2", &[]).await;
    assert_eq!(whole, json!({"all": {"color": "a", "sizes": [1, 2]}}));
}

#[tokio::test]
async fn templates_beyond_segments() {
    let (server, _) = Echo::serve().await;
    assert_eq!(server.get("/files/mine").await.status, 204);
    let file = server.get("/files/a%2Fb.tar.gz").await;
    assert_eq!(
        file.violations(),
        ["path/extension: at most 3 characters, is 6"]
    );
    assert_eq!(
        server.get("/files/a%2Fb.gz").await.json(),
        json!({"name": "a/b", "extension": "gz"})
    );
    let copied = server.ask("POST /files/a.b%3Ac:copy", &[], "").await;
    assert_eq!(copied.json(), json!({"copied": "a.b:c"}));
    assert_eq!(server.get("/files/plain").await.status, 404);
}

#[tokio::test]
async fn bodies_in_every_form() {
    let (server, _) = Echo::serve().await;
    let form = "color=a+b&sizes=1&sizes=2&point=%7B%22x%22%3A3%7D";
    let cases: [(&[&str], &str, Value); 7] = [
        (&[], "", json!(null)),
        (
            &["content-type: application/json; charset=utf-8"],
            r#"{"sizes": [1]}"#,
            json!({"json": {"sizes": [1]}}),
        ),
        (
            &["content-type: application/x-www-form-urlencoded"],
            form,
            json!({"form": {"color": "a b", "sizes": [1, 2], "point": {"x": 3}}}),
        ),
        (
            &["content-type: TEXT/plain"],
            "hällo",
            json!({"text": "hällo"}),
        ),
        (
            &["content-type: image/png; x=1"],
            "123",
            json!({"type": "image/png; x=1", "bytes": 3}),
        ),
        (
            &["content-type: text/plain", "content-encoding: identity"],
            "x",
            json!({"text": "x"}),
        ),
        (&["content-type: text/plain"], "", json!(null)),
    ];
    for (headers, body, expected) in cases {
        let answer = server.ask("POST /forms", headers, body).await;
        assert_eq!(answer.json()["body"], expected, "{headers:?}");
    }
    let raw = server
        .ask(
            "POST /raw",
            &["content-type: application/octet-stream"],
            "\0\u{1}",
        )
        .await;
    assert_eq!((raw.status, raw.body.as_str()), (200, "\0\u{1}"));
    // What does not say what it is is bytes, and no bytes are bytes.
    assert_eq!(server.ask("POST /raw", &[], "x").await.body, "x");
    assert_eq!(server.ask("POST /raw", &[], "").await.status, 200);
}
