//! How a pool lives: whether it takes tasks, drains or reloads.

use tokio::time::Instant;

/// What a pool is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    /// It takes tasks.
    Serving,
    /// It finishes its tasks until the deadline and takes none (OC-CORE-1011).
    Draining(Instant),
    /// Its tasks are over; it takes none.
    Drained,
    /// It finishes its tasks and loads another model meanwhile; it takes no tasks.
    Reloading,
}

/// Why a pool takes no task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It will be ready again.
    Unready,
    /// It drains, or has done so.
    Draining,
    /// No replica can be started any more.
    Exhausted,
}

impl Life {
    /// Whether a reload may begin (ORCH-2102): not beside another one, and not before draining is done.
    #[must_use]
    pub fn can_reload(self) -> bool {
        matches!(self, Self::Serving | Self::Drained)
    }

    /// Whether the pool counts as draining.
    #[must_use]
    pub fn is_draining(self) -> bool {
        matches!(self, Self::Draining(_) | Self::Drained)
    }
}
