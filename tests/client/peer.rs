//! A server that writes what it is told to its socket, so that it can break every rule of HTTP.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// The head of an answer with events that ends when the connection does.
pub(crate) const EVENTS: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\
                                 x-correlation-id: t\r\nconnection: close\r\n\r\n";

/// A server for one request; it stops when this is dropped.
pub(crate) struct Peer {
    pub(crate) url: String,
    task: JoinHandle<()>,
}

/// What comes after the head.
#[derive(Clone, Copy)]
pub(crate) enum Body {
    /// This, and the connection ends.
    Whole(&'static [u8]),
    /// This, and silence.
    Open(&'static [u8]),
    /// This first, then the other again and again.
    Endless(&'static [u8], &'static [u8]),
}

impl Peer {
    pub(crate) async fn sending(head: &'static str, body: Body) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let task = tokio::spawn(async move {
            let (mut socket, _) = listener.accept().await.unwrap();
            read_head(&mut socket).await;
            socket.write_all(head.as_bytes()).await.unwrap();
            match body {
                Body::Whole(bytes) => socket.write_all(bytes).await.unwrap(),
                Body::Open(bytes) => {
                    socket.write_all(bytes).await.unwrap();
                    std::future::pending::<()>().await;
                }
                Body::Endless(first, again) => {
                    socket.write_all(first).await.unwrap();
                    // Until the client has had enough.
                    while socket.write_all(again).await.is_ok() {}
                }
            }
        });
        Self { url, task }
    }

    /// Waits until an endless body is not wanted any more.
    pub(crate) async fn left(&mut self) {
        (&mut self.task).await.unwrap();
    }
}

async fn read_head(socket: &mut TcpStream) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(socket.read_u8().await.unwrap());
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.task.abort();
    }
}
