//! Following a task.

use std::sync::Arc;
use std::time::Duration;

use api_types::data::{EndEvent, ErrorEvent, MetricsEvent, SessionInfo, StartedEvent, TokenEvent};
use tokio::sync::watch;
use tokio::time::Instant;
use uuid::Uuid;

use super::{Core, Orchestrator, State};
use crate::refusal::{Refusal, count, ms};
use crate::task::{Outcome, Phase, Task};

/// Between two tokens with metrics before them.
const METRICS_EVERY: usize = 16;

/// How often a task that waits looks at its position.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// What comes after `started` (ORCH-2002).
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// One token.
    Token(TokenEvent),
    /// Progress, load and budgets.
    Metrics(MetricsEvent),
    /// The task is complete or was cancelled. Nothing follows.
    End(EndEvent),
    /// The task failed. Nothing follows.
    Error(ErrorEvent),
}

/// A stream that follows a task from its start. The task notices when it is dropped.
pub struct Follow {
    core: Arc<Core>,
    id: Uuid,
    /// The index of the next token.
    next: usize,
    /// The token before which metrics were told.
    told: Option<usize>,
    /// The position that was told last.
    position: usize,
    over: bool,
    changed: watch::Receiver<()>,
}

enum Look {
    Step(Step),
    /// Nothing is new yet; it waits in its queue.
    Waits,
    /// Nothing is new yet; it runs.
    Runs,
    Gone,
}

impl Orchestrator {
    /// Follows a task: the first event, the state of its session, and what comes then.
    ///
    /// # Errors
    ///
    /// When there is no such task.
    pub fn follow(&self, id: Uuid) -> Result<(StartedEvent, Option<SessionInfo>, Follow), Refusal> {
        let (mut state, now) = (self.core.state(), Instant::now());
        let state = &mut *state;
        let Some(task) = state.tasks.get_mut(id) else {
            return Err(Refusal::not_found("task", id));
        };
        task.readers += 1;
        task.left = None;
        let (changed, session) = (task.changed.subscribe(), task.session);
        let (position, start) = state.ahead(id);
        if let Some((pool, ticket)) = state.waiting(id)
            && let Some(pool) = state.pools.get_mut(pool)
        {
            pool.queues.asked(ticket);
        }
        let started = StartedEvent {
            queue_position: count(position),
            predicted_start_ms: ms(start),
        };
        let follow = Follow {
            core: Arc::clone(&self.core),
            id,
            next: 0,
            told: None,
            position,
            over: false,
            changed,
        };
        Ok((started, state.sessions.info(session, now), follow))
    }
}

impl State {
    fn waiting(&self, id: Uuid) -> Option<(usize, crate::queue::Ticket)> {
        let task = self.tasks.get(id)?;
        Some((task.pool, task.ticket()?))
    }

    /// How many tasks are ahead of this one, and how long they take.
    fn ahead(&self, id: Uuid) -> (usize, Duration) {
        let found = self.waiting(id).and_then(|(pool, ticket)| {
            let pool = self.pools.get(pool)?;
            let position = pool.queues.position(ticket)?;
            let rank = pool.settings.rank(self.tasks.get(id)?.priority);
            let before = pool.queues.ahead(rank).take_while(|other| *other != id);
            let running = pool.running();
            let tokens = before
                .chain(running)
                .filter_map(|other| self.tasks.get(other));
            Some((position, pool.time(tokens.map(Task::remaining).sum())))
        });
        found.unwrap_or_default()
    }

    /// Progress, load and budgets of a task's session (ORCH-2009).
    fn metrics(&self, task: &Task, now: Instant) -> MetricsEvent {
        let info = self.sessions.info(task.session, now);
        let pool = self.pools.get(task.pool);
        let depth = pool.map(|pool| pool.queues.depth(pool.settings.rank(task.priority)));
        let left = pool.map(|pool| pool.task_time(task.remaining()) + self.ahead(task.id).1);
        let time = task
            .deadline
            .map(|deadline| deadline.saturating_duration_since(now));
        let in_time = left.zip(time).map(|(left, time)| on_time(left, time));
        let mut extra = serde_json::Map::new();
        if matches!(task.phase, Phase::Waiting(_)) {
            extra.insert("queue_position".to_owned(), self.ahead(task.id).0.into());
        }
        MetricsEvent {
            on_time_probability: in_time,
            queue_depth: depth.map(count),
            kv_warmth: info.as_ref().map(|info| info.kv_warmth),
            tokens_budget_remaining: info.as_ref().and_then(|info| info.tokens_budget_remaining),
            time_budget_remaining_ms: info.as_ref().and_then(|info| info.time_budget_remaining_ms),
            cost_budget_remaining: info.as_ref().and_then(|info| info.cost_budget_remaining),
            extra,
        }
    }
}

/// Certain with twice the time that is needed, hopeless with none.
fn on_time(needed: Duration, there_is: Duration) -> f32 {
    if needed.is_zero() {
        return 1.0;
    }
    (there_is.as_secs_f32() / needed.as_secs_f32() / 2.0).clamp(0.0, 1.0)
}

impl Follow {
    /// What comes next; nothing after an end. Cancel-safe: what was not returned is not lost.
    pub async fn next(&mut self) -> Option<Step> {
        while !self.over {
            self.changed.borrow_and_update();
            let look = self.look();
            let waits = matches!(look, Look::Waits);
            match look {
                Look::Step(step) => return Some(step),
                Look::Gone => break,
                Look::Waits | Look::Runs => {}
            }
            tokio::select! {
                changed = self.changed.changed() => if changed.is_err() {
                    break;
                },
                () = tokio::time::sleep(LOOK_EVERY), if waits => {}
            }
        }
        self.over = true;
        None
    }

    /// Under the lock, so that a cancel comes before or after a token and never between (ORCH-3026).
    fn look(&mut self) -> Look {
        let state = self.core.state();
        let Some(task) = state.tasks.get(self.id) else {
            return Look::Gone;
        };
        if let Some(token) = task.output.get(self.next) {
            if self.next.is_multiple_of(METRICS_EVERY) && self.told != Some(self.next) {
                self.told = Some(self.next);
                return Look::Step(Step::Metrics(state.metrics(task, Instant::now())));
            }
            let token = TokenEvent {
                t: token.to_owned(),
                i: count(self.next),
            };
            self.next += 1;
            return Look::Step(Step::Token(token));
        }
        match &task.phase {
            Phase::Over(outcome, _) => {
                self.over = true;
                Look::Step(match outcome {
                    Outcome::Ended(end) => Step::End(end.clone()),
                    Outcome::Failed(refusal) => Step::Error(refusal.event()),
                })
            }
            Phase::Waiting(_) => {
                let position = state.ahead(self.id).0;
                if position == self.position {
                    return Look::Waits;
                }
                self.position = position;
                Look::Step(Step::Metrics(state.metrics(task, Instant::now())))
            }
            Phase::Running { .. } => Look::Runs,
        }
    }
}

impl Drop for Follow {
    fn drop(&mut self) {
        if let Some(task) = self.core.state().tasks.get_mut(self.id) {
            task.readers = task.readers.saturating_sub(1);
            if task.readers == 0 {
                task.left = Some(Instant::now());
                task.changed.send_replace(());
            }
        }
    }
}
