//! From the queue to a replica, and from its engine to the task's output.

use std::sync::Arc;
use std::time::Duration;

use api_types::data::{Engine, ErrorKind, Priority};
use tokio::sync::Notify;
use tokio::time::Instant;
use uuid::Uuid;

use super::{Core, State};
use crate::pool_manager::ReplicaState;
use crate::refusal::Refusal;
use crate::task::{Phase, Stop, Task};
use crate::worker::{Job, Worker, WorkerEvent};

/// A task on its replica.
struct Run {
    core: Arc<Core>,
    id: Uuid,
    pool: usize,
    replica: usize,
    session: Uuid,
    priority: Priority,
    engine: Engine,
    worker: Arc<dyn Worker>,
    /// Rings when the task is over.
    stop: Arc<Notify>,
    deadline: Option<Instant>,
    wall: Duration,
    idle: Duration,
}

/// Starts waiting tasks while there are places.
pub(super) fn dispatch(core: &Arc<Core>, state: &mut State, at: usize) {
    let now = Instant::now();
    while let Some(id) = next(state, at) {
        if let Some((run, job)) = begin(core, state, at, id, now) {
            tokio::spawn(run.drive(job));
        }
    }
    core.tell_depths(state);
}

/// The next task, if a replica has a place for it.
fn next(state: &mut State, at: usize) -> Option<Uuid> {
    let pool = state.pools.get_mut(at)?;
    pool.place(None)?;
    pool.queues.pop()
}

fn begin(
    core: &Arc<Core>,
    state: &mut State,
    at: usize,
    id: Uuid,
    now: Instant,
) -> Option<(Run, Job)> {
    let task = state.tasks.get_mut(id)?;
    if task.deadline.is_some_and(|deadline| now >= deadline) {
        state.finish(id, Task::late(), now);
        return None;
    }
    let pool = state.pools.get_mut(at)?;
    let home = state
        .sessions
        .home(task.session)
        .filter(|home| home.0 == at);
    let index = pool.place(home.map(|home| home.1))?;
    let replica = pool.replicas.get_mut(index)?;
    let (worker, job) = (replica.worker.clone()?, task.job.take()?);
    replica.running.insert(id);
    let stop = Arc::new(Notify::new());
    task.phase = Phase::Running {
        replica: index,
        since: now,
        stop: Arc::clone(&stop),
    };
    state
        .sessions
        .run(task.session, (at, index), task.cold, task.tokens_in);
    core.observe
        .started(pool.spot(Some(index)), task.priority, task.tokens_in);
    task.changed.send_replace(());
    let run = Run {
        core: Arc::clone(core),
        id,
        pool: at,
        replica: index,
        session: task.session,
        priority: task.priority,
        engine: pool.settings.engine.clone(),
        worker,
        stop,
        deadline: task.deadline,
        wall: pool.settings.wall,
        idle: pool.settings.idle,
    };
    Some((run, job))
}

impl Run {
    /// Listens to the engine until the task is over, then gives the place to the next one.
    async fn drive(self, job: Job) {
        let mut from = self.worker.start(job);
        let begun = Instant::now();
        let (mut last, mut first) = (begun, None);
        let stop = loop {
            let (until, late) = self.limit(begun, last);
            let event = tokio::select! {
                biased;
                () = self.stop.notified() => break None,
                () = tokio::time::sleep_until(until) => break Some(late),
                event = from.recv() => event,
            };
            match event {
                Some(WorkerEvent::Started) => {}
                Some(WorkerEvent::Token(token)) => {
                    let now = Instant::now();
                    let took = now - last;
                    last = now;
                    first.get_or_insert(now);
                    if let Some(stop) = self.token(&token, now, took) {
                        break Some(stop);
                    }
                }
                Some(WorkerEvent::End) => break Some(Stop::Complete),
                Some(WorkerEvent::Failed(error)) => {
                    // OC-ADAPT-5011
                    let refusal = Refusal::new(error.code, error.message);
                    break Some(Stop::Failed(refusal.on(&self.engine)));
                }
                None => break Some(self.reset()),
            }
        };
        // OC-ADAPT-5020
        self.worker.cancel(self.id);
        self.leave(stop, first, last);
    }

    /// Until when the engine may be silent, and what happens then.
    fn limit(&self, begun: Instant, last: Instant) -> (Instant, Stop) {
        let timeout = |message: &str| {
            let refusal = Refusal::new(ErrorKind::DecodeTimeout, message);
            Stop::Failed(refusal.on(&self.engine))
        };
        // OC-ADAPT-5010
        let idle = (
            last + self.idle,
            timeout("no token within the idle timeout"),
        );
        let wall = (
            begun + self.wall,
            timeout("the task takes longer than it may"),
        );
        let deadline = self.deadline.map(|at| (at, Task::late()));
        let budget = self.core.state().sessions.budget(self.session, last).time;
        // OC-CORE-1041
        let budget = budget.map(|left| (last + left, Stop::Complete));
        let limits = [Some(wall), deadline, budget].into_iter().flatten();
        limits.fold(
            idle,
            |first, other| if other.0 < first.0 { other } else { first },
        )
    }

    /// Takes a token; the reason why there may be no further one.
    fn token(&self, token: &str, now: Instant, took: Duration) -> Option<Stop> {
        let mut state = self.core.state();
        let state = &mut *state;
        let task = state
            .tasks
            .get_mut(self.id)
            .filter(|task| !task.is_over())?;
        let first = task.output.is_empty().then(|| now - task.admitted);
        task.output.push(token);
        task.changed.send_replace(());
        if let Some(pool) = state.pools.get_mut(self.pool) {
            pool.learn(took);
            self.core
                .observe
                .token(pool.spot(Some(self.replica)), self.priority, first);
        }
        // OC-CORE-1041
        state
            .sessions
            .spend(self.session, took)
            .then_some(Stop::Complete)
    }

    /// The engine ended unexpectedly (OC-POOL-3003): it gets no further task, even before anybody asks it how it is.
    fn reset(&self) -> Stop {
        let mut state = self.core.state();
        let message = "the engine ended unexpectedly";
        if let Some(pool) = state.pools.get_mut(self.pool) {
            let replica = pool.replicas.get(self.replica);
            let mine = |worker: &Arc<dyn Worker>| Arc::ptr_eq(worker, &self.worker);
            if let Some(replica) = replica.filter(|one| one.worker.as_ref().is_some_and(mine)) {
                replica.poke.notify_one();
                pool.failed(self.replica, ReplicaState::Down, message.to_owned());
            }
        }
        let refusal = Refusal::new(ErrorKind::WorkerReset, message);
        Stop::Failed(refusal.on(&self.engine))
    }

    /// The task is over, and its place is free.
    fn leave(&self, stop: Option<Stop>, first: Option<Instant>, last: Instant) {
        let (mut state, now) = (self.core.state(), Instant::now());
        let complete = stop == Some(Stop::Complete);
        state.sessions.elapse(self.session, now - last);
        if let Some(stop) = stop {
            state.finish(self.id, stop, now);
        }
        if let Some(pool) = state.pools.get_mut(self.pool) {
            if let Some(replica) = pool.replicas.get_mut(self.replica) {
                replica.running.remove(&self.id);
            }
            if let Some(first) = first.filter(|_| complete) {
                let spot = pool.spot(Some(self.replica));
                self.core.observe.decoded(spot, self.priority, last - first);
            }
            pool.changed.send_replace(());
        }
        dispatch(&self.core, &mut state, self.pool);
    }
}
