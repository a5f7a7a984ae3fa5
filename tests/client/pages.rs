//! Pages that follow each other, in each style.

use std::{future::poll_fn, pin::Pin};

use contracts_runtime::client::PageItems;
use contracts_tests::{
    calls::{Client, ListByCursorError, ListByCursorSuccess, ListByPageError},
    calls_types::Number,
};
use futures_core::Stream;

use crate::script::{Answer, Script, full};

/// A page of these numbers, with these members besides.
fn page(numbers: &[i64], members: &str) -> Answer {
    full(200, &body(numbers, members))
}

fn body(numbers: &[i64], members: &str) -> String {
    format!(r#"{{"list": {{"data": {}}}{members}}}"#, list(numbers))
}

fn list(numbers: &[i64]) -> String {
    let numbers = numbers.iter().map(|n| format!(r#"{{"n": {n}}}"#));
    format!("[{}]", numbers.collect::<Vec<_>>().join(", "))
}

fn next(cursor: &str) -> String {
    format!(r#", "next": "{cursor}""#)
}

/// All numbers, and how they ended where that was an error.
async fn all<E>(mut items: PageItems<'_, Number, E>) -> (Vec<i64>, Option<E>)
where
    E: From<contracts_runtime::client::TransportError>
        + From<Box<contracts_runtime::client::BrokenResponse>>,
{
    let mut numbers = Vec::new();
    loop {
        // As a stream, which others have adapters for.
        match poll_fn(|cx| Pin::new(&mut items).poll_next(cx)).await {
            Some(Ok(number)) => {
                numbers.push(number.n);
                assert!(numbers.len() < 100, "it ends");
            }
            Some(Err(error)) => {
                assert!(items.next().await.is_none(), "an error is the end");
                return (numbers, Some(error));
            }
            None => return (numbers, None),
        }
    }
}

async fn client(answers: &[Answer]) -> (Script, Client) {
    let script = Script::answers(answers).await;
    let client = Client::new(&script.url).unwrap();
    (script, client)
}

/// The query of each request.
fn queries(script: &Script) -> Vec<String> {
    let asked = script.asked().into_iter();
    let query = |it: crate::server::Asked| it.uri.query().unwrap_or_default().to_owned();
    asked.map(query).collect()
}

#[tokio::test]
async fn a_cursor_leads_to_the_next_page() {
    let answers = [
        page(&[1, 2], &next("a&b")),
        page(&[], &next("c")),
        page(&[3], r#", "next": null"#),
    ];
    let (script, client) = client(&answers).await;
    let client = client.with_query_key("k");
    let (numbers, error) = all(client.list_by_cursor().size(2).pages2(7).stream()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(numbers, [1, 2, 3]);
    // The key is in each request once.
    assert_eq!(
        queries(&script),
        [
            "size=2&pages=7&api%20key=k",
            "size=2&pages=7&after=a%26b&api%20key=k",
            "size=2&pages=7&after=c&api%20key=k",
        ]
    );
    // A cursor that is empty is none.
    let (script, client) = self::client(&[page(&[1], &next(""))]).await;
    let (numbers, error) = all(client.list_by_cursor().stream()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!((numbers, script.asked().len()), (vec![1], 1));
}

#[tokio::test]
async fn pages_are_whole_answers_and_come_when_they_are_wanted() {
    let answers = [page(&[1, 2], &next("a")), page(&[3], "")];
    let (script, client) = client(&answers).await;
    let mut pages = client.list_by_cursor().after("0").pages();
    assert_eq!(script.asked().len(), 0);
    let first = pages.next().await.unwrap().unwrap();
    let ListByCursorSuccess::Ok(first) = first else {
        panic!("{first:?}")
    };
    assert_eq!(first.body.next, Some(Some("a".to_owned())));
    assert_eq!(script.asked().len(), 1);
    pages.next().await.unwrap().unwrap();
    assert!(pages.next().await.is_none());
    assert!(pages.next().await.is_none());
    assert_eq!(queries(&script), ["after=0", "after=a"]);
}

#[tokio::test]
async fn a_missing_list_is_an_empty_page_and_another_success_the_end() {
    let answers = [
        full(200, r#"{"next": "a"}"#),
        full(200, r#"{"next": "b", "list": null}"#),
        full(204, ""),
    ];
    let (script, client) = client(&answers).await;
    let (numbers, error) = all(client.list_by_cursor().stream()).await;
    assert!(
        numbers.is_empty() && error.is_none(),
        "{numbers:?} {error:?}"
    );
    assert_eq!(script.asked().len(), 3);
}

#[tokio::test]
async fn a_cursor_that_comes_again_is_an_error() {
    let answers = [
        page(&[1], &next("a")),
        page(&[2], &next("b")),
        page(&[3], &next("a")),
    ];
    let (script, client) = client(&answers).await;
    let (numbers, error) = all(client.list_by_cursor().stream()).await;
    let Some(ListByCursorError::BrokenResponse(broken)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(broken.reason, "the cursor of the next page has come before");
    assert_eq!((numbers, script.asked().len()), (vec![1, 2, 3], 3));
}

#[tokio::test]
async fn an_error_in_the_middle_comes_after_the_items_before_it() {
    let first = || page(&[1], &next("a"));
    let (_script, one) = client(&[first(), full(404, "")]).await;
    let (numbers, error) = all(one.list_by_cursor().stream()).await;
    assert!(matches!(error, Some(ListByCursorError::NotFound(_))));
    assert_eq!(numbers, [1]);

    let wrong = full(
        200,
        r#"{"next": "b", "list": {"data": [{"n": 1}, {"n": "x"}]}}"#,
    );
    let (_script, two) = client(&[first(), wrong]).await;
    let (numbers, error) = all(two.list_by_cursor().stream()).await;
    let Some(ListByCursorError::BrokenResponse(broken)) = error else {
        panic!("{error:?}")
    };
    assert!(
        broken
            .reason
            .starts_with("the body at `list.data[1].n`: invalid type: string \"x\""),
        "{}",
        broken.reason
    );
    assert_eq!(numbers, [1]);

    let (_script, three) = client(&[first(), Answer::Silence]).await;
    let call = three.list_by_cursor();
    let brief = std::time::Duration::from_millis(50);
    let (numbers, error) = all(call.with_timeout(brief).stream()).await;
    let Some(ListByCursorError::Transport(error)) = error else {
        panic!("{error:?}")
    };
    assert!(error.is_timeout());
    assert_eq!(numbers, [1]);
}

#[tokio::test]
async fn pages_are_counted_until_one_is_empty() {
    let answers = [[1, 2].as_slice(), &[3], &[]].map(|numbers| full(200, &list(numbers)));
    let (script, client) = client(&answers).await;
    let (numbers, error) = all(client.list_by_page().stream()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(numbers, [1, 2, 3]);
    assert_eq!(queries(&script), ["page=1", "page=2", "page=3"]);
}

#[tokio::test]
async fn a_server_that_does_not_count_is_found_out() {
    let (script, client) = client(&[full(200, &list(&[1]))]).await;
    let (numbers, error) = all(client.list_by_page().stream()).await;
    let Some(ListByPageError::BrokenResponse(broken)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(broken.reason, "this page is the one before again");
    assert_eq!((numbers, script.asked().len()), (vec![1, 1], 2));
}

#[tokio::test]
async fn items_are_counted_until_all_are_there() {
    let total = r#", "total": 3"#;
    let answers = [page(&[1, 2], total), page(&[3], total)];
    let (script, client) = client(&answers).await;
    let (numbers, error) = all(client.list_by_offset().stream()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(numbers, [1, 2, 3]);
    let offsets = script.asked().into_iter();
    let offsets: Vec<_> = offsets
        .map(|asked| asked.headers["offset"].clone())
        .collect();
    assert_eq!(offsets, ["0", "2"]);
}

/// A page with a `Link`.
fn linked(numbers: &[i64], link: &str) -> Answer {
    let headers = vec![("link", link.to_owned())];
    Answer::Full(200, headers, body(numbers, ""))
}

#[tokio::test]
async fn links_are_followed_within_the_server() {
    let (other, _) = client(&[page(&[9], "")]).await;
    let elsewhere = format!("<{}/links>; rel=\"next\"", other.url);
    let answers = [
        linked(&[1], "</links?p=0>; rel=prev, </links?p=2>; rel=\"next\""),
        linked(&[2], "<?p=3>; rel=next"),
        linked(&[3], &elsewhere),
    ];
    let (script, client) = client(&answers).await;
    let (numbers, error) = all(client.with_api_key("k").list_by_link().stream()).await;
    let error = error.unwrap().to_string();
    assert!(
        error.ends_with("the next page is at another server"),
        "{error}"
    );
    assert_eq!(numbers, [1, 2, 3]);
    assert_eq!(queries(&script), ["", "p=2", "p=3"]);
    assert!(
        script
            .asked()
            .iter()
            .all(|asked| asked.headers["x-api-key"] == "k")
    );
    assert!(other.asked().is_empty());

    // An answer that is no page leads nowhere.
    let link = ("link", "</links?p=2>; rel=next".to_owned());
    let later = Answer::Full(202, vec![link], String::new());
    let (script, client) = self::client(&[later]).await;
    let (numbers, error) = all(client.list_by_link().stream()).await;
    assert!(numbers.is_empty() && error.is_none(), "{error:?}");
    assert_eq!(script.asked().len(), 1);
}

#[tokio::test]
async fn a_link_may_be_in_the_body_and_a_request_have_one() {
    let answers = [
        page(&[1], &next("/more?api%20key=k&p=2")),
        page(&[2], &next("")),
    ];
    let (script, one) = client(&answers).await;
    let one = one.with_query_key("k");
    let (numbers, error) = all(one.list_by_url(&"x".to_owned()).stream()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(numbers, [1, 2]);
    let asked = script.asked();
    assert_eq!(asked[1].uri, "/more?p=2&api%20key=k");
    assert!(
        asked
            .iter()
            .all(|asked| asked.body.as_ref() == br#""x""# && asked.method == "POST")
    );

    let (script, two) = client(&[page(&[1], &next("/more")), page(&[2], &next("/urls"))]).await;
    let (numbers, error) = all(two.list_by_url(&"x".to_owned()).stream()).await;
    let error = error.unwrap().to_string();
    assert!(
        error.ends_with("the URL of the next page has come before"),
        "{error}"
    );
    assert_eq!((numbers, script.asked().len()), (vec![1, 2], 2));
}
