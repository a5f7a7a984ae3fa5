//! A server whose answers a test decides, request by request.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, BodyDataStream, Bytes},
    extract::State,
    http::{HeaderMap, Method, Uri},
    response::Response,
};
use tokio::{net::TcpListener, task::JoinHandle};

use crate::server::Asked;

/// What a request is answered with.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    Full(u16, Vec<(&'static str, String)>, String),
    /// A status, and a body without end. It has one all the same, so that no test is without.
    Endless(u16),
    /// The same, but its body does not end: nothing more comes, or the connection breaks.
    Open(Box<Answer>, Broken),
    /// Nothing, for longer than a test may take.
    Silence,
}

/// How a body that does not end goes on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Broken {
    Silent,
    Off,
}

/// A status with a body.
pub(crate) fn full(status: u16, body: &str) -> Answer {
    Answer::Full(status, Vec::new(), body.to_owned())
}

/// A status with a header.
pub(crate) fn with(status: u16, name: &'static str, value: &str) -> Answer {
    Answer::Full(status, vec![(name, value.to_owned())], String::new())
}

/// A server on a free port; it stops when this is dropped.
pub(crate) struct Script {
    pub(crate) url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    task: JoinHandle<()>,
}

type Decide = dyn Fn(usize, &Asked) -> Answer + Send + Sync;
type Shared = (Arc<Decide>, Arc<Mutex<Vec<Asked>>>);

impl Script {
    /// Asks `decide` for each answer; the first request is number 0.
    pub(crate) async fn new(
        decide: impl Fn(usize, &Asked) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let asked = Arc::default();
        let shared: Shared = (Arc::new(decide), Arc::clone(&asked));
        let app = Router::new().fallback(handle).with_state(shared);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let task = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { url, asked, task }
    }

    /// These answers, the last one again and again.
    pub(crate) async fn answers(answers: &[Answer]) -> Self {
        let answers = answers.to_vec();
        Self::new(move |index, _| answers[index.min(answers.len() - 1)].clone()).await
    }

    /// All requests so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn handle(
    State((decide, all)): State<Shared>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let asked = Asked {
        method,
        uri,
        headers,
        body,
    };
    let index = {
        let mut all = all.lock().unwrap();
        all.push(asked.clone());
        all.len() - 1
    };
    response(decide(index, &asked)).await
}

async fn response(answer: Answer) -> Response {
    match answer {
        Answer::Silence => {
            tokio::time::sleep(Duration::from_secs(20)).await;
            Response::builder().status(500).body(Body::empty()).unwrap()
        }
        Answer::Open(answer, broken) => {
            let answer = Box::pin(response(*answer)).await;
            answer.map(|body| Body::from_stream(Open(body.into_data_stream(), broken, false)))
        }
        Answer::Endless(status) => {
            let body = Body::from_stream(Endless(1 << 14));
            Response::builder().status(status).body(body).unwrap()
        }
        Answer::Full(status, headers, body) => {
            let headers = headers.into_iter();
            let response = headers.fold(
                Response::builder().status(status),
                |response, (name, value)| response.header(name, value),
            );
            response.body(Body::from(body)).unwrap()
        }
    }
}

/// Chunk after chunk, this many.
struct Endless(usize);

impl futures_core::Stream for Endless {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(left) = self.0.checked_sub(1) else {
            return Poll::Ready(None);
        };
        self.0 = left;
        Poll::Ready(Some(Ok(Bytes::from_static(&[b'x'; 1000]))))
    }
}

/// A body and what it has instead of an end.
struct Open(BodyDataStream, Broken, bool);

impl futures_core::Stream for Open {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match std::task::ready!(Pin::new(&mut self.0).poll_next(cx)) {
            None if self.1 == Broken::Silent => Poll::Pending,
            None if self.2 => Poll::Ready(Some(Err(axum::Error::new("broken off")))),
            None => {
                // What has come is sent before it breaks.
                self.2 = true;
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            chunk => Poll::Ready(chunk),
        }
    }
}
