//! What time does: deadlines pass, sessions end, what is over is forgotten.

use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::time::Instant;
use uuid::Uuid;

use super::{Core, State};
use crate::metrics::{CancelReason, Load};
use crate::pool_manager::Pool;
use crate::task::Task;

/// How often it is looked after.
const EVERY: Duration = Duration::from_millis(200);

/// How long a task goes on after the last stream that followed it broke off; one that nobody ever followed goes on to
/// its end.
const ABANDONED_AFTER: Duration = Duration::from_secs(5);

pub(super) fn begin(core: &Arc<Core>) {
    let (core, mut closed) = (Arc::downgrade(core), core.closed.subscribe());
    tokio::spawn(async move {
        while tokio::time::timeout(EVERY, closed.changed()).await.is_err() {
            if tidy(&core).is_none() {
                break;
            }
        }
    });
}

fn tidy(core: &Weak<Core>) -> Option<()> {
    let (core, now) = (core.upgrade()?, Instant::now());
    let mut state = core.state();
    for id in state.late(now) {
        state.finish(id, Task::late(), now);
    }
    for id in state.abandoned(now) {
        core.cancel(&mut state, id, CancelReason::Abandoned);
    }
    state.tasks.sweep(now);
    state.sessions.sweep(now);
    for pool in &state.pools {
        tell_load(&core, pool);
    }
    core.tell_depths(&state);
    Some(())
}

impl State {
    /// Tasks that wait although their deadline has passed; those that run are watched where they run.
    fn late(&self, now: Instant) -> Vec<Uuid> {
        let late =
            |task: &&Task| task.ticket().is_some() && task.deadline.is_some_and(|at| now >= at);
        self.tasks.iter().filter(late).map(|task| task.id).collect()
    }

    fn abandoned(&self, now: Instant) -> Vec<Uuid> {
        let abandoned = |task: &&Task| {
            let long_ago = task.left.is_some_and(|left| now >= left + ABANDONED_AFTER);
            !task.is_over() && task.readers == 0 && long_ago
        };
        self.tasks
            .iter()
            .filter(abandoned)
            .map(|task| task.id)
            .collect()
    }
}

#[allow(clippy::cast_precision_loss, reason = "it is a ratio of small numbers")]
fn tell_load(core: &Core, pool: &Pool) {
    let places = pool.settings.flags.parallel as f64;
    for (at, replica) in pool.replicas.iter().enumerate() {
        let Some(health) = &replica.health else {
            continue;
        };
        let load = Load {
            kv_ratio: health.kv_ratio,
            devices: &replica.devices,
            busy_ratio: replica.running.len() as f64 / places,
            vram_bytes: health.vram_bytes,
        };
        core.observe.load(pool.spot(Some(at)), load);
    }
}
