//! One replica of a pool.

use std::collections::BTreeSet;
use std::sync::Arc;

use tokio::sync::Notify;
use uuid::Uuid;

use crate::worker::{Health, Worker};

/// How a replica lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplicaState {
    /// It waits for the first task.
    Cold,
    /// Its engine is being started, or has not answered yet.
    Starting,
    /// Its engine ended, and is to be started again.
    Down,
    /// Its engine has answered a health check (OC-POOL-3001).
    Ready,
    /// Its engine runs another version than the pool requires.
    OtherVersion,
    /// Its engine cannot be started any more.
    Exhausted,
}

/// One replica: an engine and the tasks that it runs.
pub struct Replica {
    /// Its id, unique in the pool.
    pub id: String,
    /// The devices that it runs on.
    pub devices: Vec<u32>,
    /// How it lives.
    pub state: ReplicaState,
    /// Its engine, while there is one.
    pub worker: Option<Arc<dyn Worker>>,
    /// What its engine said last.
    pub health: Option<Health>,
    /// The tasks that it runs.
    pub running: BTreeSet<Uuid>,
    /// Tells whoever watches it to look at once.
    pub poke: Arc<Notify>,
}

impl Replica {
    pub(super) fn new(index: usize, devices: Vec<u32>, cold: bool) -> Self {
        Self {
            id: format!("r{index}"),
            devices,
            state: if cold {
                ReplicaState::Cold
            } else {
                ReplicaState::Starting
            },
            worker: None,
            health: None,
            running: BTreeSet::new(),
            poke: Arc::default(),
        }
    }

    /// The engine's version; empty while it is not known.
    #[must_use]
    pub fn version(&self) -> &str {
        self.health.as_ref().map_or("", |health| &health.version)
    }

    /// Whether it can take a further task (OC-CORE-1010).
    #[must_use]
    pub fn has_place(&self, places: usize) -> bool {
        self.state == ReplicaState::Ready && self.running.len() < places
    }
}
