//! The specification's own tables of how values are written, byte for byte as they arrive.
//!
//! Members of an object are in the order of their names; the specification leaves their order open.

use std::error::Error;

use contracts_runtime::client::{Call, Client, Operation, Parameter, Place, Reply, Style};
use serde_json::{Value, json};

use crate::server::{Asked, Server};

static OPERATION: Operation = Operation {
    id: "op",
    method: "GET",
    path: "/a",
    accept: "",
    streams: &[],
    retry_after: &[],
    security: &[],
};

/// What arrives of a call that `fill` puts together; nothing where it is refused.
async fn arrives(operation: &'static Operation, fill: impl FnOnce(&mut Call<'_>)) -> Option<Asked> {
    fn done(_: Reply) -> Result<(), Box<dyn Error + Send + Sync>> {
        Ok(())
    }
    let server = Server::answering(204, &[], "").await;
    let client = Client::new(&server.url).unwrap();
    let mut call = Call::new(&client, operation);
    fill(&mut call);
    call.send(done).await.ok()?;
    Some(server.asked())
}

fn parameter(place: Place, style: Style, explode: bool) -> Parameter {
    Parameter {
        name: "color",
        place,
        style,
        explode,
        allow_reserved: false,
    }
}

/// What arrives of a value in the place that is asked for.
async fn written(parameter: Parameter, value: &Value) -> Option<String> {
    written_in("/{color}", parameter, value).await
}

/// The same of an operation whose path is this template, where the parameter is in the path.
async fn written_in(path: &'static str, parameter: Parameter, value: &Value) -> Option<String> {
    let operation: &'static Operation = match parameter.place {
        Place::Path => Box::leak(Box::new(Operation { path, ..OPERATION })),
        _ => &OPERATION,
    };
    let asked = arrives(operation, |call| call.parameter(parameter, value)).await?;
    let header = |name: &str| {
        let header = asked.headers.get(name);
        header.map(|value| value.to_str().unwrap().to_owned())
    };
    match parameter.place {
        Place::Path => Some(asked.uri.path()[1..].to_owned()),
        Place::Query | Place::QueryString => asked.uri.query().map(str::to_owned),
        Place::Header => header("color"),
        Place::Cookie => header("cookie"),
    }
}

/// OpenAPI 3.2, section 4.12.6 (3.0.4: 4.7.12.4; 3.1.1: 4.8.12.4). A cell with nothing in it is undefined, or would be
/// another path.
#[tokio::test]
async fn the_table_of_styles() {
    use Place::{Cookie, Header, Path, Query};
    let values = [
        Value::Null,
        json!("blue"),
        json!(["blue", "black", "brown"]),
        json!({"R": 100, "G": 200, "B": 150}),
    ];
    let joined = |separator: &str| format!("color=B{0}150{0}G{0}200{0}R{0}100", separator);
    let rows: [(Place, Style, bool, [&str; 4]); 20] = [
        (
            Path,
            Style::Matrix,
            false,
            [
                "",
                ";color=blue",
                ";color=blue,black,brown",
                ";color=B,150,G,200,R,100",
            ],
        ),
        (
            Path,
            Style::Matrix,
            true,
            [
                "",
                ";color=blue",
                ";color=blue;color=black;color=brown",
                ";B=150;G=200;R=100",
            ],
        ),
        (
            Path,
            Style::Label,
            false,
            ["", ".blue", ".blue,black,brown", ".B,150,G,200,R,100"],
        ),
        (
            Path,
            Style::Label,
            true,
            ["", ".blue", ".blue.black.brown", ".B=150.G=200.R=100"],
        ),
        (
            Path,
            Style::Simple,
            false,
            ["", "blue", "blue,black,brown", "B,150,G,200,R,100"],
        ),
        (
            Path,
            Style::Simple,
            true,
            ["", "blue", "blue,black,brown", "B=150,G=200,R=100"],
        ),
        (
            Header,
            Style::Simple,
            false,
            ["", "blue", "blue,black,brown", "B,150,G,200,R,100"],
        ),
        (
            Header,
            Style::Simple,
            true,
            ["", "blue", "blue,black,brown", "B=150,G=200,R=100"],
        ),
        (
            Query,
            Style::Form,
            false,
            [
                "color=",
                "color=blue",
                "color=blue,black,brown",
                "color=B,150,G,200,R,100",
            ],
        ),
        (
            Query,
            Style::Form,
            true,
            [
                "color=",
                "color=blue",
                "color=blue&color=black&color=brown",
                "B=150&G=200&R=100",
            ],
        ),
        (
            Query,
            Style::SpaceDelimited,
            false,
            ["-", "-", "color=blue%20black%20brown", &joined("%20")],
        ),
        (
            Query,
            Style::PipeDelimited,
            false,
            ["-", "-", "color=blue%7Cblack%7Cbrown", &joined("%7C")],
        ),
        (
            Query,
            Style::DeepObject,
            true,
            [
                "-",
                "-",
                "-",
                "color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100",
            ],
        ),
        (
            Query,
            Style::DeepObject,
            false,
            [
                "-",
                "-",
                "-",
                "color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100",
            ],
        ),
        (
            Cookie,
            Style::Form,
            false,
            [
                "color=",
                "color=blue",
                "color=blue,black,brown",
                "color=B,150,G,200,R,100",
            ],
        ),
        (
            Cookie,
            Style::Form,
            true,
            ["color=", "color=blue", "-", "-"],
        ),
        (
            Cookie,
            Style::Cookie,
            false,
            ["color=", "color=blue", "-", "-"],
        ),
        (
            Cookie,
            Style::Cookie,
            true,
            [
                "color=",
                "color=blue",
                "color=blue; color=black; color=brown",
                "B=150; G=200; R=100",
            ],
        ),
        (
            Query,
            Style::Json,
            false,
            [
                "color=null",
                "color=%22blue%22",
                "color=%5B%22blue%22%2C%22black%22%2C%22brown%22%5D",
                "color=%7B%22B%22%3A150%2C%22G%22%3A200%2C%22R%22%3A100%7D",
            ],
        ),
        (
            Place::QueryString,
            Style::Json,
            false,
            [
                "null",
                "%22blue%22",
                "%5B%22blue%22%2C%22black%22%2C%22brown%22%5D",
                "%7B%22B%22%3A150%2C%22G%22%3A200%2C%22R%22%3A100%7D",
            ],
        ),
    ];
    for (place, style, explode, cells) in rows {
        for (value, expected) in values.iter().zip(cells).filter(|(_, cell)| *cell != "-") {
            let found = written(parameter(place, style, explode), value).await;
            let is_refused = place == Place::Path && expected.is_empty();
            let expected = (!is_refused).then_some(expected);
            assert_eq!(
                found.as_deref(),
                expected,
                "{place:?} {style:?} {explode} {value}"
            );
        }
    }
}

/// The column `empty` of OpenAPI 3.0.3, section 4.7.12.4, and 3.1.0, section 4.8.12.4: what an empty text is. 3.2 says
/// the same by RFC 6570, section 3.2.7: a pair of `matrix` without a value has no `=`.
#[tokio::test]
async fn the_column_of_empty_texts() {
    use Place::{Cookie, Header, Path, Query};
    let rows = [
        (Path, Style::Matrix, "colors;color"),
        (Path, Style::Label, "colors."),
        (Path, Style::Simple, "colors"),
        (Header, Style::Simple, ""),
        (Query, Style::Form, "color="),
        (Cookie, Style::Form, "color="),
        (Cookie, Style::Cookie, "color="),
    ];
    for (place, style, expected) in rows {
        for explode in [false, true] {
            let parameter = parameter(place, style, explode);
            let found = written_in("/colors{color}", parameter, &json!("")).await;
            let message = format!("{place:?} {style:?} {explode}");
            assert_eq!(found.as_deref(), Some(expected), "{message}");
        }
    }
    // Alone in its segment a dot would be another path, and nothing would be, too.
    for style in [Style::Label, Style::Simple] {
        let found = written(parameter(Path, style, false), &json!("")).await;
        assert_eq!(found, None, "{style:?}");
    }
}

/// The examples of OpenAPI 3.2, section 4.12.7, and what an empty text is (3.1.1, the column `empty`).
#[tokio::test]
async fn the_examples_of_parameters() {
    let rows = [
        (
            parameter(Place::Header, Style::Simple, false),
            json!([12345678, 90099]),
            "12345678,90099",
        ),
        (
            parameter(Place::Cookie, Style::Cookie, true),
            json!({"greeting": "Hello%2C%20world!", "code": 42}),
            "code=42; greeting=Hello%2C%20world!",
        ),
        (
            parameter(Place::Cookie, Style::Form, true),
            json!("Hello, world!"),
            "color=Hello%2C%20world%21",
        ),
        (
            parameter(Place::Path, Style::Simple, false),
            json!("di\u{1e45}n\u{101}ga"),
            "di%E1%B9%85n%C4%81ga",
        ),
        (
            parameter(Place::Query, Style::Form, true),
            json!(["one thing", "another thing"]),
            "color=one%20thing&color=another%20thing",
        ),
        (
            parameter(Place::Query, Style::Form, true),
            json!({"page": 4, "pageSize": 50}),
            "page=4&pageSize=50",
        ),
        (
            parameter(Place::Query, Style::Json, false),
            json!({"lat": 40.6, "long": -73.9}),
            "color=%7B%22lat%22%3A40.6%2C%22long%22%3A-73.9%7D",
        ),
        (
            parameter(Place::QueryString, Style::Form, true),
            json!({"foo": "a + b", "bar": true}),
            "bar=true&foo=a+%2B+b",
        ),
        (
            parameter(Place::QueryString, Style::Json, false),
            json!({"numbers": [1, 2], "flag": null}),
            "%7B%22flag%22%3Anull%2C%22numbers%22%3A%5B1%2C2%5D%7D",
        ),
        // Only a form has a plus for a space; names are written as values are.
        (
            parameter(Place::QueryString, Style::Json, false),
            json!("a b~"),
            "%22a%20b~%22",
        ),
        (
            parameter(Place::QueryString, Style::Form, true),
            json!({"a b&c=": "d"}),
            "a+b%26c%3D=d",
        ),
        (
            parameter(Place::Path, Style::Matrix, false),
            json!(""),
            ";color",
        ),
        (
            parameter(Place::Query, Style::Form, true),
            json!(""),
            "color=",
        ),
    ];
    for (parameter, value, expected) in rows {
        let found = written(parameter, &value).await;
        assert_eq!(found.as_deref(), Some(expected), "{parameter:?}");
    }
}

/// RFC 6570, sections 1.2 and 3.2.3: what `allowReserved` keeps. The number sign would end the query.
#[tokio::test]
async fn what_is_reserved_may_stay() {
    let reserved = |style, explode| Parameter {
        allow_reserved: true,
        ..parameter(Place::Query, style, explode)
    };
    let rows = [
        (json!("value"), "color=value"),
        (json!("Hello World!"), "color=Hello%20World!"),
        (json!("50%"), "color=50%25"),
        (json!("a%20b"), "color=a%20b"),
        (json!("/foo/bar"), "color=/foo/bar"),
        (json!(":/?@!$&()*+,;="), "color=:/?@!$&()*+,;="),
        (json!("a#b"), "color=a%23b"),
        (json!(["red/1", "50%"]), "color=red/1,50%25"),
        (json!({"semi": ";", "dot": "."}), "color=dot,.,semi,;"),
    ];
    for (value, expected) in rows {
        let found = written(reserved(Style::Form, false), &value).await;
        assert_eq!(found.as_deref(), Some(expected), "{value}");
    }
    // Of values only: a name with a separator would be several pairs.
    let found = written(reserved(Style::Form, true), &json!({"a&b=": "c&d"})).await;
    assert_eq!(found.as_deref(), Some("a%26b%3D=c&d"));
}

#[tokio::test]
async fn what_would_be_another_request_is_refused() {
    let cookie = parameter(Place::Cookie, Style::Cookie, true);
    for value in [
        json!("a; admin=true"),
        json!("a b"),
        json!(["a,b"]),
        json!("\u{fc}"),
    ] {
        assert_eq!(written(cookie, &value).await, None, "{value}");
    }
    let path = Parameter {
        allow_reserved: true,
        ..parameter(Place::Path, Style::Simple, false)
    };
    for value in ["", ".", "..", "%2e%2E"] {
        assert_eq!(written(path, &json!(value)).await, None, "{value}");
    }
    let header = parameter(Place::Header, Style::Simple, false);
    assert_eq!(written(header, &json!("a\r\nb: c")).await, None);
}
