//! All tasks that are not forgotten yet.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::Instant;
use uuid::Uuid;

use super::lifecycle::{Phase, Task};

/// How long a task that is over can still be followed or cancelled.
pub const KEPT: Duration = Duration::from_secs(30);

/// Tasks that are over and kept; the oldest go first. Those that wait or run are bounded by queues and replicas.
pub const MOST_FINISHED: usize = 512;

/// All tasks that are not forgotten yet.
#[derive(Default)]
pub struct Tasks {
    all: BTreeMap<Uuid, Task>,
}

impl Tasks {
    /// The task with this id.
    #[must_use]
    pub fn get(&self, id: Uuid) -> Option<&Task> {
        self.all.get(&id)
    }

    /// The task with this id.
    pub fn get_mut(&mut self, id: Uuid) -> Option<&mut Task> {
        self.all.get_mut(&id)
    }

    /// Whether the id is taken.
    #[must_use]
    pub fn has(&self, id: Uuid) -> bool {
        self.all.contains_key(&id)
    }

    /// Adds a task.
    pub fn insert(&mut self, task: Task) {
        self.all.insert(task.id, task);
    }

    /// All tasks.
    pub fn iter(&self) -> impl Iterator<Item = &Task> {
        self.all.values()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Forgets tasks that were over long enough, and the oldest where there are too many; none that is followed.
    pub fn sweep(&mut self, now: Instant) {
        let over = |task: &Task| match task.phase {
            Phase::Over(_, at) if task.readers == 0 => Some((at, task.id)),
            _ => None,
        };
        let mut ends: Vec<(Instant, Uuid)> = self.all.values().filter_map(over).collect();
        ends.sort_unstable();
        let excess = ends.len().saturating_sub(MOST_FINISHED);
        for (nth, (at, id)) in ends.into_iter().enumerate() {
            if nth < excess || now >= at + KEPT {
                self.all.remove(&id);
            }
        }
    }
}
