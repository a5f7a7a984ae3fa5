//! Keeps engines running.

use std::sync::{Arc, Weak};
use std::time::Duration;

use api_types::data::ErrorKind;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;

use super::{Core, run};
use crate::pool_manager::ReplicaState;
use crate::refusal::Refusal;
use crate::task::Stop;
use crate::worker::{Health, Later, Worker, WorkerError};

/// Between two health checks.
const CHECK_EVERY: Duration = Duration::from_millis(500);

/// Before the first attempt to start an engine again; each further pause is twice as long (OC-POOL-3002).
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// Attempts in a row before an engine is given up.
const ATTEMPTS: u32 = 5;

/// An engine that ran so long has not failed in a row.
const STABLE: Duration = Duration::from_secs(10);

/// What one look at a replica leads to.
enum Next {
    /// Start its engine.
    Start(Later<'static, Result<Arc<dyn Worker>, WorkerError>>, u64),
    /// Ask its engine how it is.
    Check(Arc<dyn Worker>, u64),
    /// Its engine has ended.
    Ended(WorkerError, u64),
    /// Wait until something changes.
    Rest,
}

struct Supervisor {
    core: Weak<Core>,
    pool: usize,
    replica: usize,
    poke: Arc<Notify>,
    failures: u32,
    since: Instant,
}

/// One supervisor for each replica.
pub(super) fn all(core: &Arc<Core>) {
    let state = core.state();
    for (pool, one) in state.pools.iter().enumerate() {
        for (replica, one) in one.replicas.iter().enumerate() {
            let supervisor = Supervisor {
                core: Arc::downgrade(core),
                pool,
                replica,
                poke: Arc::clone(&one.poke),
                failures: 0,
                since: Instant::now(),
            };
            tokio::spawn(supervisor.keep(core.closed.subscribe()));
        }
    }
}

impl Supervisor {
    async fn keep(mut self, mut closed: watch::Receiver<bool>) {
        tokio::select! {
            _ = closed.changed() => {}
            () = self.watch() => {}
        }
    }

    /// Ends with the orchestrator.
    async fn watch(&mut self) {
        while let Some(next) = self.look() {
            let failed = match next {
                Next::Rest => {
                    self.poke.notified().await;
                    continue;
                }
                Next::Ended(error, generation) => Some((error, generation)),
                Next::Start(launch, generation) => match start(launch).await {
                    Ok((worker, health)) => self.answered(worker, health, generation),
                    Err(error) => Some((error, generation)),
                },
                Next::Check(worker, generation) => match worker.health().await {
                    Ok(health) => {
                        let _ = self.answered(worker, health, generation);
                        let _ = tokio::time::timeout(CHECK_EVERY, self.poke.notified()).await;
                        None
                    }
                    Err(error) => Some((error, generation)),
                },
            };
            if let Some((error, generation)) = failed {
                self.failed(error, generation).await;
            }
        }
    }

    fn look(&self) -> Option<Next> {
        let core = self.core.upgrade()?;
        let state = core.state();
        let pool = state.pools.get(self.pool)?;
        let replica = pool.replicas.get(self.replica)?;
        Some(match (replica.state, &replica.worker) {
            (ReplicaState::Starting, _) => {
                let launch = pool.launcher.launch(self.replica, &pool.model);
                Next::Start(launch, pool.generation)
            }
            (ReplicaState::Down, _) => {
                let error = WorkerError {
                    code: ErrorKind::WorkerReset,
                    message: pool.last_error.clone().unwrap_or_default(),
                };
                Next::Ended(error, pool.generation)
            }
            (ReplicaState::Ready | ReplicaState::OtherVersion, Some(worker)) => {
                Next::Check(Arc::clone(worker), pool.generation)
            }
            _ => Next::Rest,
        })
    }

    /// The engine runs. One of an earlier model is dropped.
    fn answered(
        &mut self,
        worker: Arc<dyn Worker>,
        health: Health,
        generation: u64,
    ) -> Option<(WorkerError, u64)> {
        let core = self.core.upgrade()?;
        let mut state = core.state();
        let pool = state
            .pools
            .get_mut(self.pool)
            .filter(|pool| pool.generation == generation)?;
        let replica = pool.replicas.get(self.replica)?;
        if replica.state == ReplicaState::Starting {
            self.since = Instant::now();
        }
        pool.answered(self.replica, worker, health);
        run::dispatch(&core, &mut state, self.pool);
        None
    }

    /// The engine does not run. Its tasks notice themselves, since it says no more of them (OC-POOL-3003).
    async fn failed(&mut self, error: WorkerError, generation: u64) {
        if self.since.elapsed() >= STABLE {
            self.failures = 0;
        }
        self.failures += 1;
        let give_up = self.failures > ATTEMPTS;
        self.note(error, give_up, generation);
        if give_up {
            self.failures = 0;
            return;
        }
        let pause = FIRST_PAUSE * 2u32.saturating_pow(self.failures - 1);
        tokio::time::sleep(pause).await;
    }

    fn note(&self, error: WorkerError, give_up: bool, generation: u64) {
        let Some(core) = self.core.upgrade() else {
            return;
        };
        let mut state = core.state();
        let pool = state.pools.get_mut(self.pool);
        let Some(pool) = pool.filter(|pool| pool.generation == generation) else {
            return;
        };
        let next = if give_up {
            ReplicaState::Exhausted
        } else {
            ReplicaState::Starting
        };
        tracing::warn!(pool = %pool.settings.id, replica = self.replica, error = %error.message, give_up, "engine does not run");
        pool.failed(self.replica, next, error.message);
        if !pool.is_exhausted() {
            return;
        }
        // OC-POOL-3004
        let refusal = Refusal::new(
            ErrorKind::ReplicaExhausted,
            "no replica of the pool can be started",
        );
        let refusal = refusal.on(&pool.settings.engine);
        let waiting: Vec<_> = pool.queues.ahead(usize::MAX - 1).collect();
        for id in waiting {
            state.finish(id, Stop::Failed(refusal.clone()), Instant::now());
        }
    }
}

/// An engine counts as started once it has answered (OC-POOL-3001).
pub(super) async fn start(
    launch: Later<'static, Result<Arc<dyn Worker>, WorkerError>>,
) -> Result<(Arc<dyn Worker>, Health), WorkerError> {
    let worker = launch.await?;
    let health = worker.health().await?;
    Ok((worker, health))
}
