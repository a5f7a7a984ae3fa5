//! A running orchestrator, and requests that say exactly what a test wants said.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use uuid::Uuid;

/// A process that ends with this.
pub(crate) struct Process {
    child: Child,
    pub(crate) address: String,
    log: Arc<Mutex<String>>,
    _config: tempfile::NamedTempFile,
}

fn command(config: &std::path::Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_orchestratord"));
    command
        .arg("--config")
        .arg(config)
        .args(["--listen", "127.0.0.1:0"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn file(config: &str) -> tempfile::NamedTempFile {
    let file = tempfile::Builder::new().suffix(".yaml").tempfile().unwrap();
    std::fs::write(file.path(), config).unwrap();
    file
}

/// Runs with a configuration that it refuses.
pub(crate) fn refused(config: &str) -> Output {
    command(file(config).path()).output().unwrap()
}

impl Process {
    /// Starts one, and waits for its line.
    pub(crate) fn start(config: &str) -> Self {
        let config = file(config);
        let mut child = command(config.path()).spawn().unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        let address = line.trim_end().strip_prefix("listening on http://");
        let address = address.unwrap_or_else(|| panic!("{line:?}")).to_owned();
        let log = Arc::new(Mutex::new(String::new()));
        let (mut stderr, into) = (
            BufReader::new(child.stderr.take().unwrap()),
            Arc::clone(&log),
        );
        std::thread::spawn(move || {
            let mut line = String::new();
            while stderr.read_line(&mut line).is_ok_and(|read| read > 0) {
                into.lock().unwrap().push_str(&std::mem::take(&mut line));
            }
        });
        std::thread::spawn(move || stdout.read_to_string(&mut String::new()));
        Self {
            child,
            address,
            log,
            _config: config,
        }
    }

    /// What it has logged.
    pub(crate) fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Asks it to end, as a service manager does.
    pub(crate) fn terminate(&self) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Waits until it has ended.
    pub(crate) fn wait(&mut self) -> std::process::ExitStatus {
        self.child.wait().unwrap()
    }

    pub(crate) async fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).await.unwrap()
    }

    /// Sends these bytes, and reads until the connection is closed.
    pub(crate) async fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = self.connect().await;
        // It may answer, and close, before it has read everything.
        let _ = stream.write_all(request).await;
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes).await;
        Answer::of(&bytes)
    }

    /// A request with these header lines.
    pub(crate) async fn ask(&self, line: &str, headers: &[&str], body: impl AsRef<[u8]>) -> Answer {
        self.raw(&request(line, headers, body.as_ref())).await
    }

    /// A request with the right key, and JSON where there is any.
    pub(crate) async fn call(&self, line: &str, body: Value) -> Answer {
        let headers = ["x-api-key: dev-key", "content-type: application/json"];
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        self.ask(line, &headers, body).await
    }

    /// Submits a task.
    pub(crate) async fn submit(&self, task: &Value) -> Answer {
        self.call("POST /v1/tasks", task.clone()).await
    }

    /// Opens a task's stream.
    pub(crate) async fn stream(&self, task: &Value) -> Events {
        let line = format!("GET /v1/tasks/{}/stream", task["task_id"].as_str().unwrap());
        let mut stream = self.connect().await;
        stream
            .write_all(&request(&line, &["x-api-key: dev-key"], b""))
            .await
            .unwrap();
        Events {
            stream,
            text: String::new(),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn request(line: &str, headers: &[&str], body: &[u8]) -> Vec<u8> {
    let mut head = format!("{line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n");
    for header in headers {
        head.push_str(&format!("{header}\r\n"));
    }
    if !body.is_empty() {
        head.push_str(&format!("content-length: {}\r\n", body.len()));
    }
    [head.as_bytes(), b"\r\n", body].concat()
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
}

impl Answer {
    fn of(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head
            .get(9..12)
            .and_then(|status| status.parse().ok())
            .unwrap_or(0);
        Self {
            status,
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self
            .head
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(": "));
        let mut found = lines.filter(|(key, _)| key.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value)
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Status and error code.
    pub(crate) fn refusal(&self) -> (u16, String) {
        (
            self.status,
            self.json()["code"].as_str().unwrap_or_default().to_owned(),
        )
    }
}

/// The events of a stream, as they come.
pub(crate) struct Events {
    stream: TcpStream,
    text: String,
}

impl Events {
    /// The next event's name and data; none at the end.
    pub(crate) async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some(at) = self.text.find("event: ")
                && let Some(end) = self.text[at..].find("\n\n")
            {
                let event = self.text[at + "event: ".len()..at + end].to_owned();
                self.text.drain(..at + end + 2);
                let (name, data) = event.split_once("\ndata: ").unwrap();
                return Some((name.to_owned(), serde_json::from_str(data).unwrap()));
            }
            let mut bytes = vec![0; 4096];
            let read = self.stream.read(&mut bytes).await.unwrap_or(0);
            if read == 0 {
                return None;
            }
            self.text.push_str(&String::from_utf8_lossy(&bytes[..read]));
        }
    }

    /// The next token's text.
    pub(crate) async fn token(&mut self) -> String {
        loop {
            let (name, data) = self.next().await.expect("a token comes");
            if name == "token" {
                return data["t"].as_str().unwrap().to_owned();
            }
            assert!(name == "started" || name == "metrics", "{name} {data}");
        }
    }

    /// All that is left: the number of tokens, and the last event.
    pub(crate) async fn rest(&mut self) -> (usize, String, Value) {
        let (mut tokens, mut ends) = (0, Vec::new());
        while let Some((name, data)) = self.next().await {
            assert!(ends.is_empty(), "{name} comes after {ends:?}");
            match name.as_str() {
                "token" => tokens += 1,
                "end" | "error" => ends.push((name, data)),
                _ => {}
            }
        }
        let (name, data) = ends.pop().expect("a stream ends");
        (tokens, name, data)
    }
}

/// One pool with one replica; flags as the mock engine has them, and further keys.
pub(crate) fn pool(flags: &str, more: &str) -> String {
    format!(
        "pools:\n- {{id: p, engine: llamacpp, model: m, devices: [0], preload: true, ctx: 4096, provisioning: {{flags: [{flags}]}}{more}}}\n\
         server: {{auth_token: dev-key}}\n"
    )
}

/// A task for that pool, with an id and a session of its own.
pub(crate) fn task() -> Value {
    json!({
        "task_id": Uuid::new_v4(), "session_id": Uuid::new_v4(), "workload": "completion", "model_ref": "m",
        "engine": "llamacpp", "ctx": 512, "priority": "interactive", "max_tokens": 8, "deadline_ms": 60_000,
        "prompt": "Name three rivers.",
    })
}

/// The same with another member.
pub(crate) fn with(mut task: Value, member: &str, value: impl Into<Value>) -> Value {
    task[member] = value.into();
    task
}
