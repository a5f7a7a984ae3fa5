//! Each kind of request body, byte for byte as it arrives.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use contracts_runtime::client::{Body, Bytes, Part, Parts};
use contracts_tests::{
    bodies::{
        Client, PostPartsParts, PostSeveralBody, PostSeveralParts, PutSeveralBody, PutSeveralParts,
    },
    bodies_types::{Address, PutLevelRequest},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::server::{Asked, Server};

async fn server() -> (Server, Client) {
    let server = Server::answering(204, &[], "").await;
    let client = Client::new(&server.url).unwrap();
    (server, client)
}

fn read<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

fn media_type(asked: &Asked) -> &str {
    asked.headers["content-type"].to_str().unwrap()
}

fn text(asked: &Asked) -> &str {
    std::str::from_utf8(&asked.body).unwrap()
}

/// The body with its random boundary called `B`.
fn parts(asked: &Asked, kind: &str) -> String {
    let media_type = media_type(asked);
    let (found, boundary) = media_type.split_once("; boundary=").expect("a boundary");
    assert_eq!(found, kind);
    assert!(boundary.len() >= 32, "{boundary}");
    text(asked).replace(boundary, "B").replace("\r\n", "\n")
}

/// A stream of two pieces.
struct Pieces(Vec<&'static str>);

impl futures_core::Stream for Pieces {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = (!self.0.is_empty()).then(|| self.0.remove(0));
        Poll::Ready(piece.map(|piece| Ok(Bytes::from_static(piece.as_bytes()))))
    }
}

/// The examples of OpenAPI 3.2, section 4.15.3: JSON in a form, and what is JSON though it is a text.
#[tokio::test]
async fn a_form_is_written_as_the_specification_says() {
    let (server, client) = server().await;
    let form = json!({
        "id": "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "address": {"streetAddress": "123 Example Dr.", "city": "Somewhere", "zip": "99999+1234"},
        "json": "json",
    });
    client.post_form(&read(form)).send().await.unwrap();
    let asked = server.asked();
    assert_eq!(media_type(&asked), "application/x-www-form-urlencoded");
    assert_eq!(
        text(&asked),
        "address=%7B%22city%22%3A%22Somewhere%22%2C%22streetAddress%22%3A%22123+Example+Dr.%22%2C\
         %22zip%22%3A%2299999%2B1234%22%7D&id=f81d4fae-7dec-11d0-a765-00a0c91e6bf6&json=%22json%22"
    );
}

#[tokio::test]
async fn every_encoding_of_a_form_arrives() {
    for (form, expected) in [
        (json!({"tags": ["a b", "c&d=e"]}), "tags=a+b&tags=c%26d%3De"),
        (json!({"csv": ["a b", "c,d"]}), "csv=a%20b,c%2Cd"),
        (json!({"spaced": ["a", "b"]}), "spaced=a%20b"),
        (
            json!({"deep": {"a": "x y", "b": 1}}),
            "deep%5Ba%5D=x%20y&deep%5Bb%5D=1",
        ),
        (json!({"url": "http://h/a?b=c d"}), "url=http://h/a?b=c%20d"),
        (json!({"id": "~*-._\u{fc}"}), "id=%7E%2A-._%C3%BC"),
        (json!({"tags": []}), ""),
        (json!({}), ""),
    ] {
        let (server, client) = server().await;
        client.post_form(&read(form)).send().await.unwrap();
        assert_eq!(text(&server.asked()), expected);
    }
}

/// OpenAPI 3.2, section 4.15.4: each member is a part, each item of a list too, of the media type that its encoding or
/// its type says. RFC 7578 for what stands around them.
#[tokio::test]
async fn parts_are_written_as_the_specification_says() {
    let (server, client) = server().await;
    let address: Address = read(json!({"city": "Z\u{fc}rich"}));
    let file = Part::new("png")
        .file_name("a \"b\".png")
        .media_type("image/png");
    let parts_sent = PostPartsParts::new(file, &["a".to_owned(), "b".to_owned()], "7")
        .file_x_rate_limit_limit(3)
        .address(&address)
        .addresses(&[address.clone(), address.clone()])
        .count(5)
        .csv(&["a".to_owned(), "b c".to_owned()])
        .history(Part::new("<a/>"))
        .icon("aWNvbg==")
        .more(vec![
            Part::new("1"),
            Part::new("2").media_type("image/gif").file_name("2"),
        ])
        .new2(true)
        .parts2("p")
        .photo("webp".into())
        .session("v=0")
        .tags(&["x".to_owned(), "\u{fc}".to_owned()])
        .part("free", Part::new("text").header("X-A", "b"));
    client.post_parts(parts_sent).send().await.unwrap();
    let expected = "\
--B
Content-Disposition: form-data; name=\"file\"; filename=\"a %22b%22.png\"
Content-Type: image/png
x-of: a,b
x-rate-limit-limit: 3

png
--B
Content-Disposition: form-data; name=\"id\"
Content-Type: text/plain

7
--B
Content-Disposition: form-data; name=\"address\"
Content-Type: application/json

{\"city\":\"Z\u{fc}rich\"}
--B
Content-Disposition: form-data; name=\"addresses\"
Content-Type: application/json

{\"city\":\"Z\u{fc}rich\"}
--B
Content-Disposition: form-data; name=\"addresses\"
Content-Type: application/json

{\"city\":\"Z\u{fc}rich\"}
--B
Content-Disposition: form-data; name=\"count\"
Content-Type: text/plain

5
--B
Content-Disposition: form-data; name=\"csv\"
Content-Type: text/plain

a,b c
--B
Content-Disposition: form-data; name=\"history\"
Content-Type: application/xml; charset=utf-8

<a/>
--B
Content-Disposition: form-data; name=\"icon\"
Content-Type: application/octet-stream

aWNvbg==
--B
Content-Disposition: form-data; name=\"more\"
Content-Type: image/png

1
--B
Content-Disposition: form-data; name=\"more\"; filename=\"2\"
Content-Type: image/gif

2
--B
Content-Disposition: form-data; name=\"new\"
Content-Type: text/plain

true
--B
Content-Disposition: form-data; name=\"parts\"
Content-Type: text/plain

p
--B
Content-Disposition: form-data; name=\"photo\"
Content-Type: image/webp

webp
--B
Content-Disposition: form-data; name=\"session\"
Content-Type: application/sdp

v=0
--B
Content-Disposition: form-data; name=\"tags\"
Content-Type: text/plain

x
--B
Content-Disposition: form-data; name=\"tags\"
Content-Type: text/plain; charset=utf-8

\u{fc}
--B
Content-Disposition: form-data; name=\"free\"
x-a: b

text
--B--
";
    assert_eq!(parts(&server.asked(), "multipart/form-data"), expected);
}

#[tokio::test]
async fn a_part_that_is_set_again_is_replaced() {
    let (server, client) = server().await;
    let parts_sent = PostSeveralParts::new()
        .file(Part::new("one"))
        .file(Part::new("two"));
    let body = PostSeveralBody::Multipart(parts_sent);
    client.post_several(body).send().await.unwrap();
    let body = parts(&server.asked(), "multipart/form-data");
    assert_eq!(
        body,
        "--B\nContent-Disposition: form-data; name=\"file\"\nContent-Type: application/octet-stream\n\ntwo\n--B--\n"
    );
}

#[tokio::test]
async fn parts_without_files_are_a_value() {
    let (server, client) = server().await;
    let body = read(json!({"name": "n", "address": {"city": "c"}, "json": "j"}));
    client.post_members(&body).send().await.unwrap();
    let part = |name: &str, media: &str, text: &str| {
        format!(
            "--B\nContent-Disposition: form-data; name=\"{name}\"\nContent-Type: {media}\n\n{text}\n"
        )
    };
    let expected = part("address", "application/json", r#"{"city":"c"}"#)
        + &part("json", "application/json", "\"j\"")
        + &part("name", "text/plain", "n")
        + "--B--\n";
    assert_eq!(parts(&server.asked(), "multipart/form-data"), expected);
}

#[tokio::test]
async fn a_file_is_streamed_with_and_without_its_length() {
    for known in [false, true] {
        let (server, client) = server().await;
        let mut body = Body::stream(Pieces(vec!["first ", "second"]));
        if known {
            body = body.with_length(12);
        }
        let parts_sent = PutSeveralParts::new().file(Part::new(body).file_name("f"));
        let call = client
            .put_several()
            .body(PutSeveralBody::Multipart(parts_sent));
        call.send().await.unwrap();
        let asked = server.asked();
        assert_eq!(asked.headers.contains_key("content-length"), known);
        let body = parts(&asked, "multipart/form-data");
        assert!(body.contains("\n\nfirst second\n--B--\n"), "{body}");
    }
}

#[tokio::test]
async fn bytes_are_streamed() {
    let (server, client) = server().await;
    let body = Body::stream(Pieces(vec!["one", "two"]));
    let call = client.put_several().body(PutSeveralBody::Bytes(body));
    call.send().await.unwrap();
    let asked = server.asked();
    assert_eq!(media_type(&asked), "application/octet-stream");
    assert_eq!(
        (
            text(&asked),
            asked.headers["transfer-encoding"].to_str().unwrap()
        ),
        ("onetwo", "chunked")
    );
}

#[tokio::test]
async fn parts_without_names_follow_each_other() {
    let (server, client) = server().await;
    let body = Parts::new()
        .part(Part::new("{}").media_type("application/json"))
        .part(Part::new("png").media_type("image/png").file_name("a"));
    client.post_mixed().body(body).send().await.unwrap();
    assert_eq!(
        parts(&server.asked(), "multipart/mixed"),
        "--B\nContent-Type: application/json\n\n{}\n\
         --B\nContent-Disposition: attachment; filename=\"a\"\nContent-Type: image/png\n\npng\n--B--\n"
    );
}

#[tokio::test]
async fn what_would_break_a_part_is_refused_or_escaped() {
    let (_server, client) = server().await;
    let body = Parts::new().part(Part::new("x").header("X-A", "a\r\nb: c"));
    let error = client
        .post_mixed()
        .body(body)
        .send()
        .await
        .expect_err("a line break");
    assert_eq!(
        error.to_string(),
        "postMixed: the header `X-A` of a part cannot have this value"
    );
    let (server, client) = self::server().await;
    let body = Parts::new().named("a\"\r\nX-A: b", Part::new("x").media_type("a\r\nX-A: b"));
    client.post_mixed().body(body).send().await.unwrap();
    assert_eq!(
        parts(&server.asked(), "multipart/mixed"),
        "--B\nContent-Disposition: form-data; name=\"a%22%0D%0AX-A: b\"\nContent-Type: a  X-A: b\n\nx\n--B--\n"
    );
}

#[tokio::test]
async fn text_is_sent_as_it_is() {
    let (server, client) = server().await;
    client
        .put_note("a \u{fc}\n")
        .send()
        .await
        .expect_err("204 is not declared");
    let asked = server.asked();
    assert_eq!(
        (media_type(&asked), text(&asked)),
        ("text/plain", "a \u{fc}\n")
    );
    let (server, client) = self::server().await;
    let call = client.put_level().body(&PutLevelRequest::High);
    call.send().await.expect_err("204 is not declared");
    assert_eq!(text(&server.asked()), "high");
}

#[tokio::test]
async fn a_range_takes_the_media_type_with_the_body() {
    let (server, client) = server().await;
    client
        .put_image("image/webp", "bytes")
        .send()
        .await
        .unwrap();
    let asked = server.asked();
    assert_eq!((media_type(&asked), text(&asked)), ("image/webp", "bytes"));
}

/// The media type is the caller's choice where the contract offers several.
#[tokio::test]
async fn one_of_several_media_types_is_sent() {
    let address: Address = read(json!({"city": "a b"}));
    for (body, media, expected) in [
        (
            PostSeveralBody::Json(&address),
            "application/json",
            r#"{"city":"a b"}"#,
        ),
        (
            PostSeveralBody::Form(&address),
            "application/x-www-form-urlencoded",
            "city=a+b",
        ),
        (PostSeveralBody::Text("t"), "text/plain", "t"),
        (
            PostSeveralBody::Bytes(Body::from(vec![98])),
            "application/octet-stream",
            "b",
        ),
        (
            PostSeveralBody::VideoAny {
                media_type: "video/mp4",
                body: "v".into(),
            },
            "video/mp4",
            "v",
        ),
    ] {
        let (server, client) = server().await;
        client.post_several(body).send().await.unwrap();
        let asked = server.asked();
        assert_eq!((media_type(&asked), text(&asked)), (media, expected));
    }
}

#[tokio::test]
async fn parameters_of_the_fixture_have_their_styles() {
    let (server, client) = server().await;
    let call = client
        .get_cookies()
        .color(&["a".to_owned(), "b".to_owned()])
        .url("http://h/a b")
        .note("a&b");
    call.send().await.unwrap();
    let asked = server.asked();
    assert_eq!(asked.headers["cookie"], "color=a; color=b");
    assert_eq!(asked.uri.query(), Some("url=http://h/a%20b&note=a%26b"));
}

#[test]
fn bodies_show_no_secrets() {
    let part = Part::new("s3cret").header("X-A", "s3cret");
    let parts = Parts::new().part(part);
    let body = PostSeveralBody::Bytes("s3cret".into());
    assert!(!format!("{parts:?} {body:?}").contains("s3cret"));
}
