//! The program: reads its configuration, listens, and says where.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use tokio::net::{TcpListener, lookup_host};

use crate::auth::Keys;
use crate::http::{self, Http};
use crate::metrics::Prometheus;
use crate::orchestrator::Orchestrator;
use crate::settings::Settings;
use crate::{log, shutdown};

/// Serves the orchestrator's two planes, and its metrics.
#[derive(Debug, Parser)]
#[command(version)]
struct Args {
    /// The configuration: YAML, JSON or TOML
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Where to listen, instead of what the configuration says; port 0 is any free one
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
}

/// The configuration cannot be used.
const UNUSABLE: u8 = 2;

/// All of the program: arguments, log, signals, exit code. It is here so that others' tests can have it as a program of
/// theirs.
#[tokio::main]
pub async fn main() -> ExitCode {
    let args = Args::parse();
    log::begin();
    let settings = match Settings::load(&args.config) {
        Ok(settings) => settings,
        Err(error) => return failed(UNUSABLE, &error.to_string()),
    };
    match run(settings, args.listen).await {
        Ok(()) => ExitCode::SUCCESS,
        Err((code, message)) => failed(code, &message),
    }
}

fn failed(code: u8, message: &str) -> ExitCode {
    // People read this; whoever started the program has no log yet.
    let _ = writeln!(std::io::stderr(), "{message}");
    ExitCode::from(code)
}

async fn run(settings: Settings, listen: Option<String>) -> Result<(), (u8, String)> {
    let to = listen.unwrap_or_else(|| settings.server.bind_addr.clone());
    let addresses = addresses(&to, settings.server.auth_token.is_some()).await?;
    let io = |error: std::io::Error| (1, format!("cannot listen on {to}: {error}"));
    let listener = TcpListener::bind(addresses.as_slice()).await.map_err(io)?;
    let address = listener.local_addr().map_err(io)?;
    let keys = Keys::new(&settings.server);
    let metrics = Arc::new(Prometheus::new(&settings.pools));
    let orchestrator = Orchestrator::start(settings, metrics);
    orchestrator.ready().await;
    let mut stdout = std::io::stdout();
    let _ = writeln!(stdout, "listening on http://{address}").and_then(|()| stdout.flush());
    let end = async {
        if let Err(error) = shutdown::requested().await {
            tracing::error!(%error, "cannot listen to signals");
            std::future::pending::<()>().await;
        }
    };
    http::serve(Http::new(orchestrator, keys), listener, end).await;
    Ok(())
}

/// Where to listen: nowhere that others reach unless they need a key (OC-CONFIG-6032).
async fn addresses(to: &str, has_key: bool) -> Result<Vec<SocketAddr>, (u8, String)> {
    let found = lookup_host(to).await;
    let found: Vec<SocketAddr> = found
        .map_err(|error| (UNUSABLE, format!("{to}: {error}")))?
        .collect();
    if !has_key && found.iter().any(|address| !address.ip().is_loopback()) {
        let message =
            format!("{to} is open to others and needs `server.auth_token` (OC-CONFIG-6032)");
        return Err((UNUSABLE, message));
    }
    Ok(found)
}
