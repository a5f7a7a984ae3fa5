//! The end: no further tasks, and streams that finish.

use std::time::Duration;

use api_types::data::ErrorKind;
use tokio::time::Instant;
use uuid::Uuid;

use super::{Orchestrator, State};
use crate::refusal::Refusal;
use crate::task::Stop;

/// How often it is looked whether tasks are over.
const LOOK_EVERY: Duration = Duration::from_millis(20);

impl Orchestrator {
    /// Admits no task any more, lets those that there are finish for so long, ends the rest and stops the engines.
    pub async fn close(&self, grace: Duration) {
        self.core.state().closing = true;
        let until = Instant::now() + grace;
        while !self.core.state().unfinished().is_empty() && Instant::now() < until {
            tokio::time::sleep(LOOK_EVERY).await;
        }
        let mut state = self.core.state();
        let stop = Stop::Failed(Refusal::new(
            ErrorKind::PoolUnavailable,
            "the orchestrator shuts down",
        ));
        for id in state.unfinished() {
            state.finish(id, stop.clone(), Instant::now());
        }
        self.core.closed.send_replace(true);
    }
}

impl State {
    fn unfinished(&self) -> Vec<Uuid> {
        self.tasks
            .iter()
            .filter(|task| !task.is_over())
            .map(|task| task.id)
            .collect()
    }
}
