//! One task.

use std::sync::Arc;
use std::time::Duration;

use api_types::data::{EndEvent, ErrorKind, Priority, TaskRequest};
use tokio::sync::{Notify, watch};
use tokio::time::Instant;
use uuid::Uuid;

use super::output::Output;
use crate::queue::Ticket;
use crate::refusal::{Refusal, count, ms};
use crate::worker::Job;

/// How far a task is.
#[derive(Debug)]
pub enum Phase {
    /// It waits.
    Waiting(Ticket),
    /// It runs on a replica of its pool.
    Running {
        /// The replica's index.
        replica: usize,
        /// Since when.
        since: Instant,
        /// Tells whoever drives it to stop.
        stop: Arc<Notify>,
    },
    /// It is over; its stream closes with this.
    Over(Outcome, Instant),
}

/// The last event of a task.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It is complete, was cancelled, or has used up a budget.
    Ended(EndEvent),
    /// It failed.
    Failed(Refusal),
}

/// Why a task stops before its engine is done with it.
#[derive(Debug, Clone, PartialEq)]
pub enum Stop {
    /// It was cancelled: what nobody has read yet is not read any more (ORCH-3026).
    Cancelled,
    /// It may not go on; what there is may still be read.
    Complete,
    /// It failed.
    Failed(Refusal),
}

/// One task. It has a prompt in it, and therefore no `Debug`.
pub struct Task {
    /// Its id.
    pub id: Uuid,
    /// Its session.
    pub session: Uuid,
    /// The index of its pool.
    pub pool: usize,
    /// Its priority.
    pub priority: Priority,
    /// When it was admitted.
    pub admitted: Instant,
    /// When it has to be done; never where the clock cannot hold that.
    pub deadline: Option<Instant>,
    /// What its engine is asked; taken when it starts.
    pub job: Option<Job>,
    /// Tokens of its prompt.
    pub tokens_in: u64,
    /// Tokens that it is expected to generate.
    pub expected: u64,
    /// Whether the session's cache is given up.
    pub cold: bool,
    /// How far it is.
    pub phase: Phase,
    /// What it has generated.
    pub output: Output,
    /// Streams that follow it.
    pub readers: usize,
    /// When the last of them left.
    pub left: Option<Instant>,
    /// Told whenever there is news.
    pub changed: watch::Sender<()>,
}

impl Task {
    /// A task that begins to wait.
    #[must_use]
    pub fn new(
        request: TaskRequest,
        pool: usize,
        ticket: Ticket,
        profile: Option<&str>,
        now: Instant,
    ) -> Self {
        let most = u64::try_from(request.max_tokens).unwrap_or(0);
        let expected = request
            .expected_tokens
            .and_then(|tokens| u64::try_from(tokens).ok());
        let expected = expected.unwrap_or(most).min(most);
        let prompt = request.prompt.unwrap_or_default();
        let inputs = request.inputs.unwrap_or_default();
        let tokens_in = words(&prompt) + inputs.iter().map(|input| words(input)).sum::<u64>();
        // Strict tasks without a seed must not differ; others may (OC-CORE-1030, OC-CORE-1032).
        let strict = request.determinism == Some(api_types::data::Determinism::Strict);
        #[allow(clippy::cast_possible_truncation, reason = "any number is a seed")]
        let chance = if strict {
            0
        } else {
            request.task_id.as_u128() as i64
        };
        let job = Job {
            task: request.task_id,
            workload: request.workload,
            prompt,
            inputs,
            tokens: usize::try_from(expected).unwrap_or(usize::MAX),
            seed: request.seed.unwrap_or(chance),
            sampler_profile: request
                .sampler_profile_version
                .or(profile.map(str::to_owned)),
        };
        Self {
            id: request.task_id,
            session: request.session_id,
            pool,
            priority: request.priority,
            admitted: now,
            deadline: now.checked_add(Duration::from_millis(
                u64::try_from(request.deadline_ms).unwrap_or(0),
            )),
            job: Some(job),
            tokens_in,
            expected,
            cold: request.kv_hint == Some(api_types::data::KvHint::Cold),
            phase: Phase::Waiting(ticket),
            output: Output::default(),
            readers: 0,
            left: None,
            changed: watch::Sender::new(()),
        }
    }

    /// Whether it is over.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Over(..))
    }

    /// Where it waits.
    #[must_use]
    pub fn ticket(&self) -> Option<Ticket> {
        match self.phase {
            Phase::Waiting(ticket) => Some(ticket),
            Phase::Running { .. } | Phase::Over(..) => None,
        }
    }

    /// The index of the replica that runs it.
    #[must_use]
    pub fn replica(&self) -> Option<usize> {
        match self.phase {
            Phase::Running { replica, .. } => Some(replica),
            Phase::Waiting(_) | Phase::Over(..) => None,
        }
    }

    /// The tokens that are still to come.
    #[must_use]
    pub fn remaining(&self) -> u64 {
        self.expected
            .saturating_sub(u64::try_from(self.output.len()).unwrap_or(u64::MAX))
    }

    /// Puts an end to it. Only the first end counts.
    pub fn finish(&mut self, stop: Stop, now: Instant) {
        let (took, engine) = match &self.phase {
            Phase::Over(..) => return,
            Phase::Running { since, stop, .. } => (
                now.saturating_duration_since(*since),
                Some(Arc::clone(stop)),
            ),
            Phase::Waiting(_) => (Duration::ZERO, None),
        };
        let end = EndEvent {
            tokens_out: count(self.output.len()),
            decode_ms: ms(took),
        };
        let outcome = match stop {
            Stop::Cancelled => {
                // ORCH-3027
                self.output = Output::default();
                Outcome::Ended(end)
            }
            Stop::Complete => Outcome::Ended(end),
            Stop::Failed(refusal) => Outcome::Failed(refusal),
        };
        self.job = None;
        self.phase = Phase::Over(outcome, now);
        if let Some(engine) = engine {
            engine.notify_one();
        }
        self.changed.send_replace(());
    }

    /// A failure after the deadline.
    #[must_use]
    pub fn late() -> Stop {
        Stop::Failed(Refusal::new(
            ErrorKind::DeadlineUnmet,
            "the deadline has passed",
        ))
    }
}

/// An estimate of a text's tokens.
fn words(text: &str) -> u64 {
    u64::try_from(text.split_whitespace().count()).unwrap_or(u64::MAX)
}
