//! A server whose answers a test decides, request by request.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
};

use axum::{
    Router,
    body::{Body, Bytes},
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
    /// A status, and a body without end.
    Endless(u16),
    /// Nothing, ever.
    Silence,
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
    match decide(index, &asked) {
        Answer::Silence => std::future::pending().await,
        Answer::Endless(status) => {
            let body = Body::from_stream(Endless);
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

/// Chunk after chunk.
struct Endless;

impl futures_core::Stream for Endless {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(Some(Ok(Bytes::from_static(&[b'x'; 1000]))))
    }
}
