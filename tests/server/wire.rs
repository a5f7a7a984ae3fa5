//! A server on loopback, and requests that say exactly what a test wants said.

use axum::Router;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// A server on a free port; it stops when this is dropped.
pub(crate) struct Server {
    pub(crate) url: String,
    address: std::net::SocketAddr,
    task: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn of(router: Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let url = format!("http://{address}");
        Self { url, address, task }
    }

    /// A connection of its own.
    pub(crate) async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends these bytes, and reads until the server closes the connection.
    pub(crate) async fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = self.connect().await;
        // A server may answer, and close, before it has read everything.
        let _ = stream.write_all(request).await;
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes).await;
        Answer::of(&bytes)
    }

    /// A request with these header lines, and a body where there is one.
    pub(crate) async fn ask(&self, line: &str, headers: &[&str], body: impl AsRef<[u8]>) -> Answer {
        let body = body.as_ref();
        let mut head = format!("{line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n");
        for header in headers {
            head.push_str(&format!("{header}\r\n"));
        }
        if !body.is_empty() {
            head.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        self.raw(&[head.as_bytes(), b"\r\n", body].concat()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path}"), &[], "").await
    }

    pub(crate) async fn post_json(&self, path: &str, json: &str) -> Answer {
        self.ask(
            &format!("POST {path}"),
            &["content-type: application/json"],
            json,
        )
        .await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    fn of(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        Self {
            status: status.unwrap_or_default(),
            head: head.to_ascii_lowercase(),
            body: body.to_owned(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines();
        lines.find_map(|line| line.strip_prefix(&format!("{name}: ")))
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// The violations of a problem document, `where/pointer: asked` each.
    #[track_caller]
    pub(crate) fn violations(&self) -> Vec<String> {
        assert_eq!(self.status, 400, "{self:?}");
        let problem = self.json();
        let violations = problem["violations"]
            .as_array()
            .unwrap_or_else(|| panic!("{self:?}"));
        let text =
            |violation: &serde_json::Value, key: &str| violation[key].as_str().unwrap().to_owned();
        let all = violations.iter().map(|violation| {
            format!(
                "{}{}: {}",
                text(violation, "in"),
                text(violation, "pointer"),
                text(violation, "asked")
            )
        });
        all.collect()
    }

    /// The chunks of a body that comes in chunks, and whether it came to its end.
    pub(crate) fn chunks(&self) -> (String, bool) {
        let mut rest = self.body.as_str();
        let mut data = String::new();
        while let Some((length, after)) = rest.split_once("\r\n") {
            let length = usize::from_str_radix(length, 16).unwrap();
            if length == 0 {
                return (data, true);
            }
            data.push_str(&after[..length]);
            rest = &after[length + 2..];
        }
        (data, false)
    }
}
