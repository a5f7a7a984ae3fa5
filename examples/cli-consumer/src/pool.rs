//! Looking after pools.

use std::io::Write as _;

use api_types::control::{DrainRequest, PoolHealth};

use crate::client::Clients;
use crate::exit::Exit;
use crate::failure::Failure;

/// Prints a pool's health.
pub(crate) async fn health(clients: &Clients, pool: &str) -> Result<Exit, Failure> {
    let health = clients.control.get_pool_health(pool).send().await?.body;
    // A reader that went away is no error.
    let _ = std::io::stdout().write_all(report(pool, &health).as_bytes());
    Ok(match health.ready {
        true => Exit::Fine,
        false => Exit::Failed,
    })
}

/// Asks a pool to finish. The answer comes at once; `health` shows how far it is.
pub(crate) async fn drain(
    clients: &Clients,
    pool: &str,
    deadline_ms: i64,
) -> Result<Exit, Failure> {
    let request = DrainRequest { deadline_ms };
    clients.control.drain_pool(pool, &request).send().await?;
    let _ = writeln!(
        std::io::stdout(),
        "{pool} is draining; tasks that still run after {deadline_ms} ms are stopped"
    );
    Ok(Exit::Fine)
}

fn report(pool: &str, health: &PoolHealth) -> String {
    let state = match (health.live, health.draining, health.ready) {
        (false, ..) => "does not run",
        (true, true, _) => "is draining",
        (true, false, true) => "is ready",
        (true, false, false) => "is not ready",
    };
    let mut text = format!("{pool} {state}\n");
    if let Some(error) = &health.last_error {
        text.push_str(&format!("last error: {}\n", error.escape_debug()));
    }
    for (name, value) in &health.metrics {
        text.push_str(&format!("{}: {value}\n", name.escape_debug()));
    }
    text
}

#[cfg(test)]
mod tests {
    use api_types::control::PoolHealth;

    use super::report;

    #[test]
    fn a_pools_state_is_one_sentence() {
        for (live, draining, ready, expect) in [
            (true, false, true, "p is ready\n"),
            (true, true, false, "p is draining\n"),
            (true, false, false, "p is not ready\n"),
            (false, false, false, "p does not run\n"),
        ] {
            let health = PoolHealth {
                live,
                draining,
                ready,
                last_error: None,
                metrics: serde_json::Map::new(),
            };
            assert_eq!(report("p", &health), expect);
        }
    }
}
