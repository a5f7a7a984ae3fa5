//! Requests per second of a generated server, with and without its checks of what comes in, against the same handler by
//! hand on axum, with serde's derives: `createTask` of the orchestrator, over loopback, on one thread for the server and
//! one for its callers. One more checks bodies by a compiled JSON Schema instead of generated tables. All are served at the
//! same time and asked in turns, so that whatever else the machine does happens to all of them. `--dispatch` leaves out
//! the network: what is left is what the code itself costs.

#[path = "server_speed/ask.rs"]
mod ask;
#[path = "server_speed/by_hand.rs"]
mod by_hand;
#[path = "server_speed/generated.rs"]
mod generated;
#[path = "server_speed/validator.rs"]
mod validator;

use std::{
    io::{self, Write},
    time::Duration,
};

use api_types::server::data::routes;
use axum::{Router, routing::post};
use clap::Parser;
use contracts_runtime::server::{Arc, Bytes};
use tokio::net::TcpListener;

#[derive(Parser)]
struct Arguments {
    /// Turns of each server
    #[arg(long, default_value_t = 40)]
    turns: usize,
    /// Milliseconds of a turn
    #[arg(long, default_value_t = 250)]
    milliseconds: u64,
    /// Connections at once
    #[arg(long, default_value_t = 8)]
    connections: usize,
    /// Texts besides the prompt, to make the body longer
    #[arg(long, default_value_t = 0)]
    inputs: usize,
    /// Call the routers themselves
    #[arg(long)]
    dispatch: bool,
    /// Call the router of one server so many times and end, for whoever counts instructions: its number from 0, requests
    #[arg(long, num_args = 2, value_names = ["SERVER", "REQUESTS"])]
    count: Option<Vec<usize>>,
}

/// The body of all requests.
fn task(inputs: usize) -> String {
    let task = r#"{"task_id":"5f0c7a52-3a0b-4c1e-9d59-0f6c1f1c2b7a","session_id":"9b1de7f4-6c8e-4a57-8f0e-2d4a6b8c0e13","workload":"completion","model_ref":"hf:example/model","engine":"llamacpp","ctx":4096,"priority":"interactive","seed":7,"determinism":"strict","max_tokens":16,"deadline_ms":30000,"prompt":"Name the longest river of Europe, and say in one sentence where it begins.""#;
    let text = r#""The Volga begins in the Valdai Hills and ends in the Caspian Sea.""#;
    match inputs {
        0 => format!("{task}}}"),
        many => format!("{task},\"inputs\":[{}]}}", vec![text; many].join(",")),
    }
}

/// What is compared, the one by hand first.
fn servers() -> io::Result<[(&'static str, Router); 4]> {
    let service = Arc::new(generated::Generated);
    let unchecked = || routes(&service).unchecked().router();
    Ok([
        (
            "by hand, serde only",
            Router::new().route("/v1/tasks", post(by_hand::create)),
        ),
        ("generated, with checks", routes(&service).router()),
        ("generated, unchecked", unchecked()),
        (
            "unchecked behind jsonschema",
            validator::before(unchecked())?,
        ),
    ])
}

fn main() -> io::Result<()> {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let callers = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let turn = Duration::from_millis(arguments.milliseconds);
    let body = task(arguments.inputs);
    let bytes = Bytes::from(body.clone());
    let servers = servers()?;
    if let Some([server, requests]) = arguments.count.as_deref() {
        let named = servers.into_iter().nth(*server);
        let (_, mut router) = named.ok_or_else(|| io::Error::other("there is no such server"))?;
        return callers.block_on(ask::called(&mut router, &bytes, *requests));
    }
    let mut servers = servers.map(|(name, router)| (name, router, Vec::new()));
    let mut addresses = Vec::new();
    for (_, router, _) in &servers {
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
        addresses.push(listener.local_addr()?);
        let router = router.clone();
        runtime.spawn(async move { axum::serve(listener, router).await });
    }
    // The first turn is for caches and connections.
    for round in 0..=arguments.turns {
        for ((_, router, rates), address) in servers.iter_mut().zip(&addresses) {
            let rate = match arguments.dispatch {
                true => callers.block_on(ask::dispatched(router, &bytes, turn))?,
                false => {
                    callers.block_on(ask::asked(*address, &body, arguments.connections, turn))?
                }
            };
            if round > 0 {
                rates.push(rate);
            }
        }
    }
    report(&servers.map(|(name, _, rates)| (name, rates)))
}

/// The medians, and the medians of the ratios of turns that follow each other.
fn report(servers: &[(&'static str, Vec<f64>); 4]) -> io::Result<()> {
    let mut out = io::stdout();
    let base = &servers[0].1;
    for (name, rates) in servers {
        let ratios = rates
            .iter()
            .zip(base)
            .map(|(rate, base)| rate / base)
            .collect();
        let (rate, ratio) = (median(rates.clone()), median(ratios));
        writeln!(
            out,
            "{name:<28} {rate:>9.0} requests a second   {ratio:.3} of by hand"
        )?;
    }
    Ok(())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
