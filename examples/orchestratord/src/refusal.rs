//! Why something is refused or fails.

use std::time::Duration;

use api_types::data::{Engine, ErrorEvent, ErrorKind, PolicyLabel};

/// A refusal or failure, as callers are told (ORCH-2006, ORCH-2012).
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The code, for programs.
    pub code: ErrorKind,
    /// What went wrong, for people.
    pub message: String,
    /// The engine, where the task had reached one.
    pub engine: Option<Engine>,
    /// After how long the caller may try again, where that makes sense.
    pub retry_after: Option<Duration>,
    /// The policy of the full queue.
    pub policy: Option<PolicyLabel>,
}

impl Refusal {
    /// A refusal that trying again does not mend.
    #[must_use]
    pub fn new(code: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            engine: None,
            retry_after: None,
            policy: None,
        }
    }

    /// Names the engine.
    #[must_use]
    pub fn on(mut self, engine: &Engine) -> Self {
        self.engine = Some(engine.clone());
        self
    }

    /// Says after how long the caller may try again.
    #[must_use]
    pub fn retry(mut self, after: Duration) -> Self {
        self.retry_after = Some(after);
        self
    }

    /// Names the policy of the full queue.
    #[must_use]
    pub fn under(mut self, policy: PolicyLabel) -> Self {
        self.policy = Some(policy);
        self
    }

    /// Nothing has the id (ORCH-2013).
    #[must_use]
    pub fn not_found(what: &str, id: impl std::fmt::Display) -> Self {
        Self::new(ErrorKind::NotFound, format!("there is no {what} `{id}`"))
    }

    /// The last event of a task that failed.
    #[must_use]
    pub fn event(&self) -> ErrorEvent {
        ErrorEvent {
            code: self.code.clone(),
            message: self.message.clone(),
            engine: self.engine.clone(),
        }
    }
}

/// Milliseconds as the contract has them.
#[must_use]
pub fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// A count as the contract has it.
#[must_use]
pub fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
