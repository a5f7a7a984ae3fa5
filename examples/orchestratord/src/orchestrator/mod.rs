//! Everything together: one state behind one lock, and the futures that change it.
//!
//! The lock is never held while waiting. Whatever has to happen at once, such as cancelling a task and taking away what
//! nobody has read of it, happens under it.

mod admission;
mod close;
mod drain;
mod follow;
mod housekeeping;
mod records;
mod reload;
mod run;
mod supervise;

#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;
use tokio::time::Instant;
use uuid::Uuid;

use crate::artifact::{Artifacts, MOST_BYTES};
use crate::catalog::Catalog;
use crate::metrics::{CancelReason, Observe};
use crate::pool_manager::Pool;
use crate::refusal::Refusal;
use crate::session::Sessions;
use crate::settings::Settings;
use crate::task::{Stop, Tasks};
use crate::worker::MockLauncher;

pub use follow::{Follow, Step};

/// The orchestrator. Clones are the same one.
#[derive(Clone)]
pub struct Orchestrator {
    core: Arc<Core>,
}

struct Core {
    state: Mutex<State>,
    artifacts: Mutex<Artifacts>,
    observe: Arc<dyn Observe>,
    /// Set when it is over; dropped with the core, which says the same.
    closed: watch::Sender<bool>,
}

/// What changes.
struct State {
    pools: Vec<Pool>,
    tasks: Tasks,
    sessions: Sessions,
    catalog: Catalog,
    /// No task is admitted any more.
    closing: bool,
}

impl Orchestrator {
    /// Starts the engines of all pools that load their model at once. Needs a runtime of tokio.
    #[must_use]
    pub fn start(settings: Settings, observe: Arc<dyn Observe>) -> Self {
        let pool = |settings| {
            let launcher = Arc::new(MockLauncher::new(&settings));
            Pool::new(settings, launcher)
        };
        let core = Arc::new(Core {
            state: Mutex::new(State {
                pools: settings.pools.into_iter().map(pool).collect(),
                tasks: Tasks::default(),
                sessions: Sessions::new(settings.sessions),
                catalog: Catalog::new(settings.trust_policy),
                closing: false,
            }),
            artifacts: Mutex::new(Artifacts::new(MOST_BYTES)),
            observe,
            closed: watch::Sender::new(false),
        });
        supervise::all(&core);
        housekeeping::begin(&core);
        Self { core }
    }

    /// Cancels a task that waits or runs (ORCH-2003). When this returns, no stream yields a token of it any more.
    ///
    /// # Errors
    ///
    /// When there is no such task.
    pub fn cancel(&self, id: Uuid) -> Result<(), Refusal> {
        let mut state = self.core.state();
        if !state.tasks.has(id) {
            return Err(Refusal::not_found("task", id));
        }
        self.core.cancel(&mut state, id, CancelReason::Caller);
        Ok(())
    }

    /// Waits until no stream follows a task any more.
    pub async fn unfollowed(&self, id: Uuid) {
        loop {
            let mut changed = {
                let state = self.core.state();
                match state.tasks.get(id).filter(|task| task.readers > 0) {
                    Some(task) => task.changed.subscribe(),
                    None => return,
                }
            };
            if changed.changed().await.is_err() {
                return;
            }
        }
    }

    /// What `/metrics` answers: its content type and text.
    #[must_use]
    pub fn exposition(&self) -> (&'static str, String) {
        self.core.observe.exposition()
    }

    /// Tasks and sessions that are not forgotten yet.
    #[must_use]
    pub fn held(&self) -> (usize, usize) {
        let state = self.core.state();
        (state.tasks.len(), state.sessions.len())
    }
}

impl Core {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn artifacts(&self) -> MutexGuard<'_, Artifacts> {
        self.artifacts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn cancel(&self, state: &mut State, id: Uuid, reason: CancelReason) {
        let Some(task) = state.tasks.get(id).filter(|task| !task.is_over()) else {
            return;
        };
        if let Some(pool) = state.pools.get(task.pool) {
            self.observe.canceled(pool.spot(task.replica()), reason);
        }
        state.finish(id, Stop::Cancelled, Instant::now());
        self.tell_depths(state);
    }

    /// Tells how many tasks wait.
    fn tell_depths(&self, state: &State) {
        for pool in &state.pools {
            for (rank, level) in pool.settings.levels.iter().enumerate() {
                let depth = pool.queues.depth(rank);
                self.observe.depth(pool.spot(None), level.priority, depth);
            }
        }
    }
}

impl State {
    /// Puts an end to a task, wherever it is. Only the first end counts.
    fn finish(&mut self, id: Uuid, stop: Stop, now: Instant) {
        let Some(task) = self.tasks.get_mut(id).filter(|task| !task.is_over()) else {
            return;
        };
        let ticket = task.ticket();
        task.finish(stop, now);
        self.sessions.end(task.session, now);
        if let Some(pool) = self.pools.get_mut(task.pool) {
            // OC-CORE-1005
            if let Some(ticket) = ticket {
                pool.queues.remove(ticket);
            }
            pool.changed.send_replace(());
        }
    }

    fn pool_index(&self, id: &str) -> Result<usize, Refusal> {
        let at = self.pools.iter().position(|pool| pool.settings.id == id);
        at.ok_or_else(|| Refusal::not_found("pool", id))
    }
}
