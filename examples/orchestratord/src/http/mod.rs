//! The HTTP surface: the generated traits of both documents, implemented.
//!
//! What a request has to be and what an answer may be stands in the contracts, and is checked by generated code. Here is
//! what happens in between, and nothing of it decides anything: that is the domain's.

mod answer;
mod control;
mod data;
mod expose;
mod serve;
mod service;

use std::sync::Arc;
use std::time::Duration;

use api_types::server;
use contracts_runtime::server::{Limits, Router};

use crate::auth::Keys;
use crate::orchestrator::Orchestrator;

pub use serve::serve;

/// What answers requests.
#[derive(Clone)]
pub struct Http {
    orchestrator: Orchestrator,
    keys: Keys,
}

impl Http {
    /// Answers for this orchestrator, to callers with these keys.
    #[must_use]
    pub fn new(orchestrator: Orchestrator, keys: Keys) -> Self {
        Self { orchestrator, keys }
    }

    /// Both planes, and `/metrics`.
    pub fn router(self) -> Router {
        let (http, exposed) = (Arc::new(self.clone()), self.orchestrator);
        let limits = Limits {
            body_bytes: 1024 * 1024,
            body_time: Duration::from_secs(10),
            ..Limits::default()
        };
        let data = server::data::routes(&http);
        let control = server::control::routes(&http).limits(limits);
        let router = data.limits(limits).and(control).router();
        serve::logged(expose::with_metrics(router, exposed))
    }
}
