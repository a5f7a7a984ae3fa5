//! Small calls of a generated client and of the same by hand, turn by turn, in one thread with the server. Prints
//! calls per second of the quickest batch: by hand and generated, GET and POST. The main program of a nested
//! package, whose dependency `tasks` is a generated crate.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

type Failure = Box<dyn std::error::Error>;

const TASK: &str = r#"{"id":"t-17","name":"a small task","size":4096,"note":"of no weight","labels":["one","two"]}"#;

/// What one would write by hand.
#[derive(Deserialize, Serialize)]
struct Task {
    id: String,
    name: String,
    size: i64,
    note: Option<String>,
    labels: Vec<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let rounds: usize = std::env::args().nth(1).ok_or("no rounds")?.parse()?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            tokio::spawn(serve(connection));
        }
    });
    // The generated client does not wait longer either.
    let http = reqwest::Client::builder().timeout(Duration::from_secs(60));
    let http = http.build()?;
    let client = tasks::Client::new(&url)?.with_key("a key");
    let by_hand: Task = serde_json::from_str(TASK)?;
    let typed: tasks::types::Task = serde_json::from_str(TASK)?;
    let mut best = [0.0_f64; 4];
    for _ in 0..rounds {
        let start = Instant::now();
        for _ in 0..BATCH {
            get_by_hand(&http, &url).await?;
        }
        note(&mut best[0], start.elapsed());
        let start = Instant::now();
        for _ in 0..BATCH {
            let answer = client.get_task("t-17").full(true).send().await?;
            assert_eq!(answer.body.size, 4096);
        }
        note(&mut best[1], start.elapsed());
        let start = Instant::now();
        for _ in 0..BATCH {
            post_by_hand(&http, &url, &by_hand).await?;
        }
        note(&mut best[2], start.elapsed());
        let start = Instant::now();
        for _ in 0..BATCH {
            let answer = client.create_task(&typed).send().await?;
            assert_eq!(answer.body.size, 4096);
        }
        note(&mut best[3], start.elapsed());
    }
    println!("{} {} {} {}", best[0], best[1], best[2], best[3]);
    Ok(())
}

const BATCH: u32 = 200;

fn note(best: &mut f64, time: Duration) {
    *best = best.max(f64::from(BATCH) / time.as_secs_f64());
}

async fn get_by_hand(http: &reqwest::Client, url: &str) -> Result<(), Failure> {
    let answer = http
        .get(format!("{url}/v1/tasks/t-17"))
        .query(&[("full", true)])
        .header("accept", "application/json")
        .header("x-api-key", "a key")
        .send()
        .await?;
    read(answer).await
}

async fn post_by_hand(http: &reqwest::Client, url: &str, task: &Task) -> Result<(), Failure> {
    let answer = http
        .post(format!("{url}/v1/tasks"))
        .header("accept", "application/json")
        .header("x-api-key", "a key")
        .json(task)
        .send()
        .await?;
    read(answer).await
}

async fn read(answer: reqwest::Response) -> Result<(), Failure> {
    assert_eq!(answer.status(), 200);
    let task: Task = answer.json().await?;
    assert_eq!(task.size, 4096);
    Ok(())
}

/// Answers each request with the task. A request is what ends with its head, and its body with a brace.
async fn serve(mut connection: TcpStream) -> std::io::Result<()> {
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{TASK}",
        TASK.len()
    );
    let (mut buffer, mut filled) = (vec![0; 8192], 0);
    loop {
        let count = connection.read(&mut buffer[filled..]).await?;
        if count == 0 {
            return Ok(());
        }
        filled += count;
        let whole = &buffer[..filled];
        let is_post = whole.starts_with(b"POST");
        if whole.ends_with(if is_post { b"}" } else { b"\r\n\r\n" }) {
            filled = 0;
            connection.write_all(answer.as_bytes()).await?;
        }
    }
}
