use std::time::Duration;

use http::{HeaderMap, StatusCode};
use reqwest::Request;

use super::{Operation, TransportError};

/// Looks on while a client works: traces, metrics, headers that every request has.
///
/// ```
/// use contracts_runtime::client::{Attempt, Hook, Operation, reqwest::Request};
///
/// struct Timings;
///
/// impl Hook for Timings {
///     fn after(&self, operation: &'static Operation, attempt: &Attempt<'_>) {
///         println!("{}: {:?} in {:?}", operation.id, attempt.status(), attempt.duration);
///     }
/// }
/// ```
pub trait Hook: Send + Sync {
    /// Sees a request before it is sent, and may change it. Credentials are not in it yet, so that what is logged
    /// here holds no secret of the client's.
    fn before(&self, operation: &'static Operation, request: &mut Request) {
        let _ = (operation, request);
    }

    /// Sees what a request came to. Each retry is a request of its own.
    fn after(&self, operation: &'static Operation, attempt: &Attempt<'_>) {
        let _ = (operation, attempt);
    }
}

/// What a request came to.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// How many requests came before it in the same call.
    pub retries: u32,
    /// From the request until the whole answer was there; for an answer that is a stream, until its headers were.
    pub duration: Duration,
    /// The answer, or why there is none.
    pub answer: Result<Head<'a>, &'a TransportError>,
}

/// The status and the headers of an answer.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Head<'a> {
    /// The status.
    pub status: StatusCode,
    /// All headers.
    pub headers: &'a HeaderMap,
}

impl Attempt<'_> {
    /// The status of the answer, where there is one.
    pub fn status(&self) -> Option<StatusCode> {
        self.answer.ok().map(|head| head.status)
    }
}

impl std::fmt::Debug for Head<'_> {
    /// Shows how many headers there are: they may be secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Head")
            .field("status", &self.status)
            .field("headers", &self.headers.len())
            .finish()
    }
}
