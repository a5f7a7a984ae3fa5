//! Events per second of a generated client's typed stream, against a bare parser (crate sse-stream) that hands over the
//! text of each event. Fails where the typed stream has less than 0.8 times as many:
//! `cargo bench -p contracts-benches --bench events`.
//!
//! All read the same answer of the same server on loopback, one after the other; the best of nine rounds counts.

#![allow(clippy::print_stdout, reason = "this is a program that measures")]

use std::{
    error::Error,
    fmt::Write as _,
    future::Future,
    io::{Read, Write},
    net::TcpListener,
    pin::{Pin, pin},
    thread,
    time::{Duration, Instant},
};

use api_types::data::TokenEvent;
use contracts_runtime::client::reqwest;
use futures_core::Stream;
use openapi_client::data::{Client, StreamTaskEvent};
use sse_stream::SseStream;
use tokio::runtime::Builder;

const TOKENS: usize = 300_000;
const ROUNDS: usize = 9;
const LEAST: f64 = 0.8;

type Outcome = Result<usize, Box<dyn Error>>;
type Reading = Pin<Box<dyn Future<Output = Outcome>>>;
type Reader = fn(String) -> Reading;

fn main() -> Result<(), Box<dyn Error>> {
    let url = serve()?;
    let readers: [(&str, Reader); 3] = [
        ("bare parser", |url| Box::pin(bare(url, |_| Ok(())))),
        ("bare parser, its data read as JSON by hand", |url| {
            Box::pin(bare(url, |data| {
                let token: Result<TokenEvent, _> = serde_json::from_str(data);
                token.map(drop)
            }))
        }),
        ("typed stream", |url| Box::pin(typed(url))),
    ];
    let mut best = [Duration::MAX; 3];
    for _ in 0..ROUNDS {
        for ((_, read), best) in readers.iter().zip(&mut best) {
            *best = (*best).min(measured(read(url.clone()))?);
        }
    }
    println!("{TOKENS} events, the best of {ROUNDS} rounds");
    for ((name, _), took) in readers.iter().zip(&best) {
        let rate = TOKENS as f64 / took.as_secs_f64();
        println!("{name}: {rate:.0} events/s");
    }
    let ratio = |other: usize| best[other].as_secs_f64() / best[2].as_secs_f64();
    println!("typed ÷ bare: {:.2}", ratio(0));
    println!("typed ÷ bare with JSON: {:.2}", ratio(1));
    if ratio(0) < LEAST {
        return Err(format!("less than {LEAST} times the events of the bare parser").into());
    }
    Ok(())
}

fn measured(reading: Reading) -> Result<Duration, Box<dyn Error>> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let begin = Instant::now();
    let read = runtime.block_on(reading)?;
    let took = begin.elapsed();
    if read != TOKENS {
        return Err(format!("{read} tokens instead of {TOKENS}").into());
    }
    Ok(took)
}

async fn typed(url: String) -> Outcome {
    let client = Client::new(&url)?;
    let mut events = client.stream_task(&uuid::Uuid::nil()).send().await?.body;
    let mut tokens = 0;
    while let Some(event) = events.next().await {
        tokens += usize::from(matches!(event?, StreamTaskEvent::Token(_)));
    }
    Ok(tokens)
}

async fn bare(url: String, read: fn(&str) -> serde_json::Result<()>) -> Outcome {
    let answer = reqwest::get(format!("{url}/v1/tasks/0/stream")).await?;
    let mut events = pin!(SseStream::from_bytes_stream(answer.bytes_stream()));
    let mut tokens = 0;
    while let Some(event) = std::future::poll_fn(|cx| events.as_mut().poll_next(cx)).await {
        let event = event?;
        if event.event.as_deref() == Some("token") {
            read(event.data.as_deref().unwrap_or_default())?;
            tokens += 1;
        }
    }
    Ok(tokens)
}

/// A server that gives every request the same stream.
fn serve() -> Result<String, Box<dyn Error>> {
    let mut body = String::from(
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nx-correlation-id: t\r\n\
         connection: close\r\n\r\n\
         event: started\ndata: {\"queue_position\": 0, \"predicted_start_ms\": 1}\n\n",
    );
    for index in 0..TOKENS {
        write!(
            body,
            "id: {index}\nevent: token\ndata: {{\"i\": {index}, \"t\": \" some words\"}}\n\n"
        )?;
    }
    body.push_str("event: end\ndata: {\"tokens_out\": 1, \"decode_ms\": 1}\n\n");
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}", listener.local_addr()?);
    // It stops with the program.
    thread::spawn(move || {
        for socket in listener.incoming().flatten() {
            let mut socket = socket;
            let asked = socket.read(&mut [0; 4096]);
            let _ = asked.and_then(|_| socket.write_all(body.as_bytes()));
        }
    });
    Ok(url)
}
