//! Draining a pool, and what callers may ask of pools.

use std::sync::Arc;
use std::time::Duration;

use api_types::control::{self, Capabilities, EngineCapability, PoolHealth, RateLimits};
use api_types::data::{self, ErrorKind};
use tokio::sync::watch;
use tokio::time::Instant;

use super::{Core, Orchestrator};
use crate::pool_manager::{Life, Pool};
use crate::refusal::Refusal;
use crate::task::Stop;

/// The version of the API, as its documents have it (OC-CTRL-2061).
const API_VERSION: &str = "1.0.0";

/// The longest that a drain may take.
const LONGEST: Duration = Duration::from_secs(7 * 24 * 3600);

impl Orchestrator {
    /// Begins to drain a pool (ORCH-2101).
    ///
    /// # Errors
    ///
    /// When there is no such pool, it reloads, or the deadline is none.
    pub fn drain(&self, id: &str, deadline_ms: i64) -> Result<(), Refusal> {
        let Ok(wait) = u64::try_from(deadline_ms) else {
            let message = format!("deadline_ms is {deadline_ms}; it is at least 0");
            return Err(Refusal::new(ErrorKind::InvalidParams, message));
        };
        let mut state = self.core.state();
        let at = state.pool_index(id)?;
        let Some(pool) = state.pools.get_mut(at) else {
            return Err(Refusal::not_found("pool", id));
        };
        match pool.life {
            Life::Reloading => {
                let message = format!("{id} reloads");
                return Err(Refusal::new(ErrorKind::Conflict, message).on(&pool.settings.engine));
            }
            Life::Drained => return Ok(()),
            Life::Serving | Life::Draining(_) => {}
        }
        pool.life = Life::Draining(Instant::now() + Duration::from_millis(wait).min(LONGEST));
        pool.changed.send_replace(());
        tracing::info!(pool = id, deadline_ms, "drain");
        let changed = pool.changed.subscribe();
        tokio::spawn(drain(Arc::clone(&self.core), at, changed));
        Ok(())
    }

    /// How a pool is (ORCH-2103).
    ///
    /// # Errors
    ///
    /// When there is no such pool.
    pub fn pool_health(&self, id: &str) -> Result<PoolHealth, Refusal> {
        let state = self.core.state();
        let at = state.pool_index(id)?;
        let health = state.pools.get(at).map(Pool::health);
        health.ok_or_else(|| Refusal::not_found("pool", id))
    }

    /// What the engines can do (OC-CTRL-2060).
    #[must_use]
    pub fn capabilities(&self) -> Capabilities {
        let state = self.core.state();
        let mut engines: Vec<EngineCapability> = Vec::new();
        for pool in &state.pools {
            let one = capability(pool);
            match engines.iter_mut().find(|other| other.engine == one.engine) {
                Some(known) => known.ctx_max = known.ctx_max.max(one.ctx_max),
                None => engines.push(one),
            }
        }
        Capabilities {
            api_version: API_VERSION.to_owned(),
            engines,
        }
    }

    /// Waits until each pool that loads its model at once takes tasks, or has failed to.
    pub async fn ready(&self) {
        let pools = self.core.state().pools.len();
        for at in 0..pools {
            loop {
                let mut changed = {
                    let state = self.core.state();
                    let waits = |pool: &&Pool| {
                        pool.settings.preload
                            && pool.takes_tasks().is_err()
                            && pool.last_error.is_none()
                    };
                    match state.pools.get(at).filter(waits) {
                        Some(pool) => pool.changed.subscribe(),
                        None => break,
                    }
                };
                if changed.changed().await.is_err() {
                    break;
                }
            }
        }
    }
}

fn capability(pool: &Pool) -> EngineCapability {
    let abilities = pool.launcher.abilities();
    let limits: Vec<f64> = pool
        .settings
        .levels
        .iter()
        .filter_map(|level| level.rate_limit)
        .collect();
    // One priority without a limit makes the sum of the others no limit of the pool.
    let limited = limits.len() == pool.settings.levels.len();
    let workload = |workload| match workload {
        data::Workload::Completion => control::Workload::Completion,
        data::Workload::Embedding => control::Workload::Embedding,
        data::Workload::Rerank => control::Workload::Rerank,
    };
    EngineCapability {
        engine: match pool.settings.engine {
            data::Engine::Llamacpp => control::Engine::Llamacpp,
            data::Engine::Vllm => control::Engine::Vllm,
            data::Engine::Tgi => control::Engine::Tgi,
            data::Engine::Triton | data::Engine::Unknown(_) => control::Engine::Triton,
        },
        ctx_max: i32::try_from(pool.settings.ctx).unwrap_or(i32::MAX),
        supported_workloads: abilities.workloads.into_iter().map(workload).collect(),
        rate_limits: RateLimits {
            requests_per_second: limited.then(|| limits.iter().sum()),
            burst: None,
        },
        features: abilities.features.into_iter().map(str::to_owned).collect(),
    }
}

/// Lets tasks finish until the deadline and ends them then (OC-POOL-3010).
async fn drain(core: Arc<Core>, at: usize, mut changed: watch::Receiver<()>) {
    let mut closed = core.closed.subscribe();
    while let Some(deadline) = step(&core, at) {
        let late = Instant::now() >= deadline;
        tokio::select! {
            _ = changed.changed() => {}
            _ = closed.changed() => break,
            () = tokio::time::sleep_until(deadline), if !late => {}
        }
    }
}

/// Until when tasks may finish; none when the pool is drained.
fn step(core: &Core, at: usize) -> Option<Instant> {
    let (mut state, now) = (core.state(), Instant::now());
    let pool = state.pools.get_mut(at)?;
    let Life::Draining(deadline) = pool.life else {
        return None;
    };
    if pool.is_idle() {
        pool.life = Life::Drained;
        pool.changed.send_replace(());
        return None;
    }
    if now >= deadline {
        let refusal = Refusal::new(ErrorKind::PoolUnavailable, "the pool was drained");
        let stop = Stop::Failed(refusal.on(&pool.settings.engine));
        let mut rest = pool.running();
        rest.extend(pool.queues.ahead(usize::MAX - 1));
        for id in rest {
            state.finish(id, stop.clone(), now);
        }
    }
    Some(deadline)
}
