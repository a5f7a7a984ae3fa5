//! Who gets in: everything that is checked before a task waits.

use std::time::Duration;

use api_types::data::{
    AdmissionResponse, ErrorKind, Preparation, PreparationStep, PreparationStepKind,
    PreparationStepStatus, SessionInfo, Streams, TaskRequest,
};
use tokio::time::Instant;

use super::{Core, Orchestrator, State, run};
use crate::pool_manager::{Pool, Unfit};
use crate::refusal::{Refusal, count, ms};
use crate::task::{Stop, Task};

/// The least that a caller is told to wait.
const SHORTEST_WAIT: Duration = Duration::from_millis(100);

impl Orchestrator {
    /// Admits a task or refuses it (ORCH-2001).
    ///
    /// # Errors
    ///
    /// Why it is refused.
    pub fn create_task(
        &self,
        request: TaskRequest,
    ) -> Result<(AdmissionResponse, Option<SessionInfo>), Refusal> {
        let (engine, session, now) = (request.engine.clone(), request.session_id, Instant::now());
        let mut state = self.core.state();
        let admitted = state.admit(&self.core, request, now);
        match admitted {
            Ok((response, pool)) => {
                let info = state.sessions.info(session, now);
                run::dispatch(&self.core, &mut state, pool);
                Ok((response, info))
            }
            Err(refusal) => {
                self.core.observe.rejected(&engine, &refusal.code);
                if let Some(policy) = &refusal.policy {
                    self.core.observe.backpressure(&engine, policy);
                }
                Err(refusal)
            }
        }
    }
}

impl State {
    fn admit(
        &mut self,
        core: &Core,
        request: TaskRequest,
        now: Instant,
    ) -> Result<(AdmissionResponse, usize), Refusal> {
        if self.closing {
            let message = "the orchestrator is shutting down";
            return Err(Refusal::new(ErrorKind::PoolUnavailable, message));
        }
        // ORCH-2008
        check_numbers(&request)?;
        if self.tasks.has(request.task_id) {
            let message = format!("there is a task `{}` already", request.task_id);
            return Err(Refusal::new(ErrorKind::Conflict, message));
        }
        self.catalog
            .admits(&request.model_ref, now)
            .map_err(|refusal| refusal.on(&request.engine))?;
        let (pool, start) = self
            .choose(&request)
            .map_err(|refusal| refusal.on(&request.engine))?;
        self.check_session(&request, now)?;
        let late = i64::try_from(start.as_millis()).unwrap_or(i64::MAX) > request.deadline_ms;
        if late {
            // OC-CORE-1023
            let message = format!("the task would start in {} ms", start.as_millis());
            return Err(Refusal::new(ErrorKind::DeadlineUnmet, message)
                .on(&request.engine)
                .retry(start));
        }
        self.enqueue(core, request, pool, start, now)
            .map(|response| (response, pool))
    }

    /// The pool in which the task starts first, and when it does.
    fn choose(&self, request: &TaskRequest) -> Result<(usize, Duration), Refusal> {
        let pools = self.pools.iter().enumerate();
        // OC-CORE-1012
        let fits =
            |pool: &Pool| pool.settings.engine == request.engine && pool.model == request.model_ref;
        let fit: Vec<(usize, &Pool)> = pools.filter(|(_, pool)| fits(pool)).collect();
        if fit.is_empty() {
            // OC-CORE-1022
            let message = format!("no pool runs `{}` on this engine", request.model_ref);
            return Err(Refusal::new(ErrorKind::PoolUnavailable, message));
        }
        let ctx = u32::try_from(request.ctx).unwrap_or(0);
        let longest = fit
            .iter()
            .map(|(_, pool)| pool.settings.ctx)
            .max()
            .unwrap_or(0);
        if ctx > longest {
            // OC-CORE-1020
            let message = format!("ctx {ctx} is above the limit of {longest}");
            return Err(Refusal::new(ErrorKind::InvalidParams, message));
        }
        let able = |pool: &Pool| {
            pool.launcher
                .abilities()
                .workloads
                .contains(&request.workload)
        };
        if !fit.iter().any(|(_, pool)| able(pool)) {
            // OC-CORE-1021
            let message = format!(
                "the engine does not support the workload `{}`",
                request.workload
            );
            return Err(Refusal::new(ErrorKind::InvalidParams, message));
        }
        let fit = fit
            .into_iter()
            .filter(|(_, pool)| pool.settings.ctx >= ctx && able(pool));
        let mut unfit = None;
        let mut best: Option<(usize, Duration)> = None;
        for (at, pool) in fit {
            match pool.takes_tasks() {
                Ok(()) => {
                    // OC-CORE-1013
                    let start = self.predicted_start(pool, pool.settings.rank(request.priority));
                    if best.is_none_or(|(_, other)| start < other) {
                        best = Some((at, start));
                    }
                }
                Err(why) => unfit = unfit.or(Some((why, pool))),
            }
        }
        best.ok_or_else(|| unready(unfit))
    }

    /// When a task of this rank would start: after what runs, and after what waits before it.
    fn predicted_start(&self, pool: &Pool, rank: usize) -> Duration {
        let waits = pool.queues.ahead(rank).filter_map(|id| self.tasks.get(id));
        let waiting: u64 = waits.map(Task::remaining).sum();
        let load = if pool.needs_warmup() {
            pool.settings.flags.load
        } else {
            Duration::ZERO
        };
        if waiting == 0 && pool.place(None).is_some() {
            return load;
        }
        load + pool.time(waiting + self.running_tokens(pool))
    }

    fn running_tokens(&self, pool: &Pool) -> u64 {
        pool.running()
            .into_iter()
            .filter_map(|id| self.tasks.get(id))
            .map(Task::remaining)
            .sum()
    }

    /// A session whose budget is used up gets no further task until it ends.
    fn check_session(&self, request: &TaskRequest, now: Instant) -> Result<(), Refusal> {
        if !self.sessions.budget(request.session_id, now).is_used_up() {
            return Ok(());
        }
        let info = self.sessions.info(request.session_id, now);
        let left = info.map_or(0, |info| u64::try_from(info.ttl_ms_remaining).unwrap_or(0));
        let message = "a budget of the session is used up";
        let refusal = Refusal::new(ErrorKind::AdmissionReject, message).on(&request.engine);
        Err(refusal.retry(Duration::from_millis(left)))
    }

    fn enqueue(
        &mut self,
        core: &Core,
        request: TaskRequest,
        at: usize,
        start: Duration,
        now: Instant,
    ) -> Result<AdmissionResponse, Refusal> {
        let running: Vec<u64> = self
            .pools
            .get(at)
            .map(|pool| self.running_tokens(pool))
            .into_iter()
            .collect();
        let Some(pool) = self.pools.get_mut(at) else {
            return Err(Refusal::new(ErrorKind::Internal, "the pool is gone"));
        };
        let rank = pool.settings.rank(request.priority);
        if let Some(wait) = pool.rate_wait(rank, now) {
            let message = format!("the rate limit of {} tasks is reached", request.priority);
            return Err(Refusal::new(ErrorKind::AdmissionReject, message)
                .on(&request.engine)
                .retry(wait));
        }
        let Ok(pushed) = pool.queues.push(rank, request.task_id) else {
            // ORCH-2007
            let message = format!(
                "the {} queue of {} is full",
                request.priority, pool.settings.id
            );
            let wait = pool.time(running.iter().sum()).max(SHORTEST_WAIT);
            let refusal = Refusal::new(ErrorKind::AdmissionReject, message).on(&request.engine);
            return Err(refusal.retry(wait).under(pool.settings.policy_label()));
        };
        pool.rate_admit(rank, now);
        core.observe.enqueued(pool.spot(None), request.priority);
        let preparation = pool.needs_warmup().then(|| warmup(pool));
        pool.warm();
        let crowded = (pool.queues.depth(rank)) * 2 > pool.queues.capacity(rank);
        let (task_id, session) = (request.task_id, request.session_id);
        let profile = pool.settings.sampler_profile.clone();
        let task = Task::new(request, at, pushed.ticket, profile.as_deref(), now);
        let backoff = if crowded {
            pool.time(task.remaining()).max(SHORTEST_WAIT)
        } else {
            Duration::ZERO
        };
        let dropped = pushed.dropped.map(|id| (id, dropped(pool)));
        self.tasks.insert(task);
        self.sessions.begin(session, now);
        if let Some((id, refusal)) = dropped {
            if let Some(policy) = &refusal.policy {
                core.observe.backpressure(
                    self.pools
                        .get(at)
                        .map_or(&api_types::data::Engine::Llamacpp, |p| &p.settings.engine),
                    policy,
                );
            }
            self.finish(id, Stop::Failed(refusal), now);
        }
        core.tell_depths(self);
        Ok(AdmissionResponse {
            task_id,
            queue_position: count(pushed.position),
            predicted_start_ms: ms(start),
            backoff_ms: ms(backoff),
            streams: Some(Streams {
                sse: Some(format!("/v1/tasks/{task_id}/stream")),
                sse_verbose: None,
            }),
            preparation,
        })
    }
}

fn check_numbers(request: &TaskRequest) -> Result<(), Refusal> {
    let least = |name: &str, value: i64, least: i64| {
        let message = format!("{name} is {value}; it is at least {least}");
        if value < least {
            Err(Refusal::new(ErrorKind::InvalidParams, message))
        } else {
            Ok(())
        }
    };
    least("ctx", request.ctx.into(), 1)?;
    least("max_tokens", request.max_tokens.into(), 1)?;
    least("deadline_ms", request.deadline_ms, 1)?;
    least(
        "expected_tokens",
        request.expected_tokens.unwrap_or(0).into(),
        0,
    )
}

/// No pool takes the task, for the reason of the first one.
fn unready(unfit: Option<(Unfit, &Pool)>) -> Refusal {
    let (why, id) = unfit.map_or((Unfit::Unready, ""), |(why, pool)| {
        (why, pool.settings.id.as_str())
    });
    // OC-CORE-1022
    let (code, message) = match why {
        Unfit::Unready => (ErrorKind::PoolUnready, format!("{id} is not ready")),
        Unfit::Draining => (ErrorKind::PoolUnready, format!("{id} drains")),
        Unfit::Exhausted => (
            ErrorKind::ReplicaExhausted,
            format!("{id} has no replica that can be started"),
        ),
    };
    let refusal = Refusal::new(code, message);
    if why == Unfit::Exhausted {
        refusal
    } else {
        refusal.retry(Duration::from_secs(1))
    }
}

/// What has to happen before a task of a cold pool can start (OC-CORE-1025).
fn warmup(pool: &Pool) -> Preparation {
    Preparation {
        steps: vec![PreparationStep {
            id: format!("warm-{}", pool.settings.id),
            kind: PreparationStepKind::PoolWarmup,
            description: Some(format!("Load `{}`.", pool.model)),
            estimated_ms: Some(ms(pool.settings.flags.load)),
            bytes_total: None,
            status: PreparationStepStatus::Running,
        }],
    }
}

/// How a task ends that had to make room.
fn dropped(pool: &Pool) -> Refusal {
    let code = match pool.settings.policy {
        config_schema::FullPolicy::DropLru => ErrorKind::QueueFullDropLru,
        config_schema::FullPolicy::Reject | config_schema::FullPolicy::ShedLowPriority => {
            ErrorKind::AdmissionReject
        }
    };
    let message = "the queue was full, and the task made room for another one";
    let refusal = Refusal::new(code, message).on(&pool.settings.engine);
    refusal.under(pool.settings.policy_label())
}
