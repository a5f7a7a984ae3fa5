//! Forms and bodies of parts: what generated clients write, generated servers read; what others write, they refuse.

use std::sync::{Arc, Mutex};

use contracts_runtime::{
    client,
    server::{Limits, Part, Service},
};
use contracts_tests::{
    uploads::{
        Api, PostFormRequest, PostFormResponse, PostMembersRequest, PostMembersResponse,
        PostOpenRequest, PostOpenRequestBody, PostOpenResponse, PostPartsParts, PostPartsRequest,
        PostPartsResponse, routes,
    },
    uploads_by_client::{Client, PostOpenBody, PostOpenParts, PostPartsParts as Sent},
    uploads_types::{Address, Form},
};
use serde_json::json;

use crate::wire::{Answer, Server};

/// What has arrived.
#[derive(Debug)]
enum Got {
    Form(Box<Form>),
    Parts(Box<PostPartsParts>),
    Open(Vec<Part>),
}

#[derive(Clone, Default)]
struct Uploads(Arc<Mutex<Vec<Got>>>);

impl Service for Uploads {}

impl Api for Uploads {
    async fn post_form(&self, request: PostFormRequest) -> PostFormResponse {
        self.0
            .lock()
            .unwrap()
            .push(Got::Form(Box::new(request.body)));
        PostFormResponse::NoContent
    }

    async fn post_members(&self, request: PostMembersRequest) -> PostMembersResponse {
        self.0
            .lock()
            .unwrap()
            .push(Got::Form(Box::new(request.body)));
        PostMembersResponse::NoContent
    }

    async fn post_parts(&self, request: PostPartsRequest) -> PostPartsResponse {
        self.0
            .lock()
            .unwrap()
            .push(Got::Parts(Box::new(request.body)));
        PostPartsResponse::NoContent
    }

    async fn post_open(&self, request: PostOpenRequest) -> PostOpenResponse {
        let parts = match request.body {
            Some(PostOpenRequestBody::FormData(parts)) => {
                parts.file.into_iter().chain(parts.others).collect()
            }
            Some(PostOpenRequestBody::Mixed(parts)) => parts,
            None => Vec::new(),
        };
        self.0.lock().unwrap().push(Got::Open(parts));
        PostOpenResponse::NoContent
    }
}

impl Uploads {
    async fn serve() -> (Server, Client, Self) {
        let uploads = Self::default();
        let limits = Limits {
            parts: 50,
            part_bytes: 10_000,
            ..Limits::default()
        };
        let router = routes(&Arc::new(uploads.clone())).limits(limits).router();
        let server = Server::of(router).await;
        let client = Client::new(&server.url).unwrap();
        (server, client, uploads)
    }

    fn last(&self) -> Got {
        self.0.lock().unwrap().pop().unwrap()
    }
}

/// Texts in which something would end, be split or be decoded.
fn forms() -> Vec<Form> {
    let forms = [
        json!({}),
        json!({"id": "~*-._ü+%2B&=", "count": -5}),
        json!({"address": {"city": "Zü\"rich", "zip": "1+1"}, "addresses": [{"city": "ab"}, {"city": "cd", "zip": ""}]}),
        json!({"tags": ["a b", "c&d=e"], "csv": ["a", "b c"], "piped": ["a", "b c"], "spaced": ["a", "b+c"]}),
        json!({"tags": ["one"], "csv": ["one"], "piped": ["one"], "spaced": ["one"], "addresses": [{"city": "one"}]}),
        json!({"deep": {"a": "x y", "b": 1, "c": ["1", "2"]}}),
        json!({"spread": {"left": "l", "right": 7}, "flat": {"up": "u", "down": "d"}}),
        json!({"json": "12", "jsons": ["a", "1", "\"", "[]"]}),
    ];
    forms
        .into_iter()
        .map(|form| serde_json::from_value(form).unwrap())
        .collect()
}

#[tokio::test]
async fn a_form_arrives_as_it_was_sent_in_every_encoding() {
    let (_server, client, uploads) = Uploads::serve().await;
    for form in forms() {
        client.post_form(&form).send().await.unwrap();
        match uploads.last() {
            Got::Form(got) => assert_eq!(*got, form),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn parts_that_are_a_value_arrive_in_every_encoding() {
    let (_server, client, uploads) = Uploads::serve().await;
    for form in forms() {
        client.post_members(&form).send().await.unwrap();
        match uploads.last() {
            Got::Form(got) => assert_eq!(*got, form),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn files_arrive_byte_for_byte_with_names_types_and_headers() {
    let (_server, client, uploads) = Uploads::serve().await;
    // Everything that looks like the end of a part, and every byte.
    let mut bytes: Vec<u8> = (0..=255).collect();
    bytes.extend(b"\r\n--\r\n\r\n--B--\r\n\r\n");
    let file = client::Part::new(bytes.clone())
        .file_name("a \"b\"\\ü\r\n.png")
        .media_type("image/png");
    let address: Address = serde_json::from_value(json!({"city": "Zürich"})).unwrap();
    let image = |text: &'static str| client::Part::new(text).media_type("image/gif");
    let sent = Sent::new(file, &["a".to_owned(), "b".to_owned()], "7")
        .file_x_size(3)
        .file_x_json(&address)
        .address(&address)
        .tags(&["x".to_owned(), "ü\r\n".to_owned(), String::new()])
        .csv(&[1, -2])
        .input(true)
        .more(vec![image("1"), image("").file_name("2")]);
    client.post_parts(sent).send().await.unwrap();
    let Got::Parts(got) = uploads.last() else {
        panic!("no parts")
    };
    assert_eq!(got.file.bytes, bytes);
    assert_eq!(got.file.file_name.as_deref(), Some("a \"b\"\\ü\r\n.png"));
    assert_eq!(got.file.media_type, "image/png");
    assert_eq!(got.file.headers["x-of"], "a,b");
    assert_eq!(got.file_x_of, ["a", "b"]);
    assert_eq!(
        (got.file_x_size, got.file_x_json),
        (Some(3), Some(address.clone()))
    );
    assert_eq!((got.id.as_str(), got.address), ("7", Some(address)));
    let tags = got.tags.unwrap();
    assert_eq!(tags, ["x", "ü\r\n", ""]);
    assert_eq!((got.csv, got.input2), (Some(vec![1, -2]), Some(true)));
    let more: Vec<_> = got
        .more
        .iter()
        .map(|part| (part.file_name.as_deref(), part.bytes.as_ref()))
        .collect();
    assert_eq!(more, [(None, b"1".as_slice()), (Some("2"), b"")]);
    assert!(got.photo.is_none());
    assert!(
        !format!("{:?}", got.file).contains("a,b"),
        "headers may be secret"
    );
}

#[tokio::test]
async fn parts_that_nobody_declared_arrive_where_the_contract_is_open() {
    let (_server, client, uploads) = Uploads::serve().await;
    let sent = PostOpenParts::new()
        .file(client::Part::new("f"))
        .part("free", client::Part::new("text").header("X-A", "b"));
    client
        .post_open()
        .body(PostOpenBody::Multipart(sent))
        .send()
        .await
        .unwrap();
    let mixed = client::Parts::new()
        .part(client::Part::new("{}").media_type("application/json"))
        .part(
            client::Part::new("png")
                .media_type("image/png")
                .file_name("a"),
        );
    let Got::Open(got) = uploads.last() else {
        panic!("no parts")
    };
    let names: Vec<_> = got.iter().map(|part| part.name.as_deref()).collect();
    assert_eq!(names, [Some("file"), Some("free")]);
    assert_eq!(got[1].headers["x-a"], "b");
    client
        .post_open()
        .body(PostOpenBody::MultipartMixed(mixed))
        .send()
        .await
        .unwrap();
    let Got::Open(got) = uploads.last() else {
        panic!("no parts")
    };
    let parts: Vec<_> = got
        .iter()
        .map(|part| {
            (
                part.media_type.as_str(),
                part.file_name.as_deref(),
                part.bytes.as_ref(),
            )
        })
        .collect();
    assert_eq!(
        parts,
        [
            ("application/json", None, b"{}".as_slice()),
            ("image/png", Some("a"), b"png")
        ]
    );
}

async fn post(server: &Server, content_type: &str, body: impl AsRef<[u8]>) -> Answer {
    let header = format!("content-type: {content_type}");
    server.ask("POST /parts", &[&header], body).await
}

const FORM_DATA: &str = "multipart/form-data; boundary=B";

fn part(head: &str, text: &str) -> String {
    format!("--B\r\nContent-Disposition: form-data; {head}\r\n\r\n{text}\r\n")
}

const FILE: &str = "name=file\r\nContent-Type: image/png\r\nX-Of: a";

#[tokio::test]
async fn parts_that_break_the_contract_are_named() {
    let (server, ..) = Uploads::serve().await;
    let file = part(FILE, "f");
    let id = part("name=\"id\"", "7");
    let of = |parts: &[&str]| format!("{}--B--\r\n", parts.concat());
    let json = "Content-Type: application/json";
    let cases = [
        (of(&[&file]), "body/id: this part, which is missing"),
        (
            of(&[&id]),
            "body/file: the header `X-Of`, which is missing|body/file: this part, which is missing",
        ),
        (
            of(&[
                &id,
                &part("name=file\r\nX-Of: a\r\nContent-Type: image/gif", "f"),
            ]),
            "body/file: a part of `image/png`, `image/jpeg`",
        ),
        (
            of(&[&id, &part("name=file\r\nContent-Type: image/png", "f")]),
            "body/file: the header `X-Of`, which is missing",
        ),
        (
            of(&[&id, &part(&format!("{FILE}\r\nX-Size: 0"), "f")]),
            "body/file/X-Size: at least 1",
        ),
        (of(&[&file, &file, &id]), "body/file: this part once"),
        (of(&[&file, &id, &id]), "body/id: this part once"),
        (
            of(&[&file, &part("name=id", "12345")]),
            "body/id: at most 4 characters, is 5",
        ),
        (
            of(&[
                &file,
                &id,
                &part(&format!("name=address\r\n{json}"), r#"{"city":"x"}"#),
            ]),
            "body/address/city: at least 2 characters, is 1",
        ),
        (
            of(&[&file, &id, &part(&format!("name=address\r\n{json}"), "{")]),
            "body/address: JSON, which it is not",
        ),
        (
            of(&[&file, &id, &part("name=csv", "1,x")]),
            "body/csv/1: a whole number from -2147483648 to 2147483647",
        ),
        (
            of(&[&file, &id, &part("name=a/b", "")]),
            "body/a~1b: no such part",
        ),
        (
            of(&[
                &file,
                &id,
                &vec![part("name=more\r\nContent-Type: image/x", ""); 4].concat(),
            ]),
            "body/more: at most 3 parts, is 4",
        ),
        (
            of(&[&part(FILE, &"x".repeat(10_001)), &id]),
            "body/file: no more than 10000 bytes",
        ),
    ];
    for (body, expected) in cases {
        let answer = post(&server, FORM_DATA, &body).await;
        assert_eq!(answer.violations().join("|"), expected, "{body}");
    }
    for name in ["id", "csv"] {
        let head = format!("{file}--B\r\nContent-Disposition: form-data; name={name}\r\n\r\n");
        let body = [head.as_bytes(), b"\xff\r\n--B--"].concat();
        let answer = post(&server, FORM_DATA, body).await;
        assert_eq!(answer.violations(), [format!("body/{name}: UTF-8 text")]);
    }
}

#[tokio::test]
async fn bodies_that_are_no_parts_are_refused() {
    let (server, _, uploads) = Uploads::serve().await;
    let whole = format!("{}{}--B--\r\n", part(FILE, "f"), part("name=id", "7"));
    let many = format!("{}--B--", part("name=more", "").repeat(10_000));
    let long = format!(
        "{}--B--",
        part(&format!("name=id\r\nX: {}", "x".repeat(10_000)), "")
    );
    let break_off = "body: parts that do not break off";
    let no_headers = "body: parts whose headers are headers";
    let no_boundary = "body: a boundary in the content type";
    let cases = [
        ("multipart/form-data", whole.clone(), no_boundary),
        (
            "multipart/form-data; boundary=\"\"",
            whole.clone(),
            no_boundary,
        ),
        ("multipart/form-data; boundary=\"a\nb\"", whole.clone(), ""),
        (
            "multipart/form-data; boundary=C",
            whole.clone(),
            "body: parts between the boundary",
        ),
        (
            FORM_DATA,
            "x".to_owned(),
            "body: parts between the boundary",
        ),
        (FORM_DATA, "--Bx\r\n\r\n".to_owned(), break_off),
        (FORM_DATA, many, "body: no more than 50 parts"),
        (
            FORM_DATA,
            long,
            "body: heads of parts of no more than 8192 bytes",
        ),
        (
            FORM_DATA,
            format!("{}--B--", part("name=id\r\nno header", "")),
            no_headers,
        ),
        (
            FORM_DATA,
            format!("{}--B--", part("name=id\rX-Of: b", "")),
            no_headers,
        ),
        (
            FORM_DATA,
            format!("{}--B--", part("name=id\r\nX-Of: a\0b", "")),
            no_headers,
        ),
        (
            FORM_DATA,
            format!("{}--B--", part("name=id\r\n folded: a", "")),
            no_headers,
        ),
    ];
    for (content_type, body, expected) in cases {
        let answer = post(&server, content_type, &body).await;
        if expected.is_empty() {
            assert_eq!(answer.status, 400, "{answer:?}");
        } else {
            assert_eq!(answer.violations(), [expected], "{content_type}");
        }
    }
    assert_eq!(
        post(&server, "multipart/mixed; boundary=B", &whole)
            .await
            .status,
        415
    );
    assert!(
        uploads.0.lock().unwrap().is_empty(),
        "nothing has come through"
    );
    // Cut anywhere, it is refused; whole, it is not.
    let end = whole.find("--B--").unwrap() + 5;
    for cut in 1..end {
        let answer = post(&server, FORM_DATA, &whole[..cut]).await;
        assert_eq!(answer.status, 400, "{cut}: {answer:?}");
        assert!(!answer.violations().is_empty(), "{cut}");
    }
    assert_eq!(post(&server, FORM_DATA, &whole[..end]).await.status, 204);
}
