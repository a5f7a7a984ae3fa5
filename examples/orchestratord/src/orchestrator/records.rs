//! What callers store and look up: sessions, models, artifacts.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use api_types::control::{
    Artifact, ArtifactCreated, CatalogModel, CreateArtifactRequest, SetModelStateRequest,
};
use api_types::data::{ErrorKind, SessionInfo};
use tokio::time::Instant;
use uuid::Uuid;

use super::Orchestrator;
use crate::catalog::Verdict;
use crate::metrics::CancelReason;
use crate::refusal::{Refusal, ms};

impl Orchestrator {
    /// How a session is (ORCH-2004).
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn session(&self, id: Uuid) -> Result<SessionInfo, Refusal> {
        let info = self.core.state().sessions.info(id, Instant::now());
        info.ok_or_else(|| Refusal::not_found("session", id))
    }

    /// Ends a session and its tasks (ORCH-2005).
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn delete_session(&self, id: Uuid) -> Result<(), Refusal> {
        let mut state = self.core.state();
        let tasks = state
            .tasks
            .iter()
            .filter(|task| task.session == id && !task.is_over());
        for task in tasks.map(|task| task.id).collect::<Vec<_>>() {
            self.core
                .cancel(&mut state, task, CancelReason::SessionDeleted);
        }
        if state.sessions.delete(id, Instant::now()) {
            Ok(())
        } else {
            Err(Refusal::not_found("session", id))
        }
    }

    /// Registers a model (ORCH-3060).
    ///
    /// # Errors
    ///
    /// When it is refused.
    pub fn create_model(&self, model: CatalogModel) -> Result<CatalogModel, Refusal> {
        let mut state = self.core.state();
        let id = model.id.clone();
        let registered = state.catalog.register(model);
        if let Err(refusal) = &registered {
            tracing::info!(model = id, error = %refusal.message, "model refused");
        }
        let (model, verdict) = registered?;
        log_tolerated(&id, &verdict);
        if let Some(now) = state.catalog.state(&id) {
            self.core.observe.model_state(&id, now);
        }
        Ok(model)
    }

    /// The model with this id.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn model(&self, id: &str) -> Result<CatalogModel, Refusal> {
        self.core.state().catalog.get(id).cloned()
    }

    /// Checks a model against the trust policy (ORCH-3061).
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn verify_model(&self, id: &str) -> Result<(), Refusal> {
        let verdict = self.core.state().catalog.verify(id)?;
        log_tolerated(id, &verdict);
        let reason = verdict.refused.first().map_or("", String::as_str);
        self.core
            .observe
            .verified(verdict.refused.is_empty(), reason);
        tracing::info!(
            model = id,
            trusted = verdict.refused.is_empty(),
            reason,
            "model verified"
        );
        Ok(())
    }

    /// Sets the state of a model (ORCH-3072).
    ///
    /// # Errors
    ///
    /// When there is none, or it cannot have that state.
    pub fn set_model_state(&self, id: &str, request: SetModelStateRequest) -> Result<(), Refusal> {
        let deadline = request.deadline_ms.map(u64::try_from).transpose();
        let Ok(deadline) = deadline else {
            let message = "deadline_ms is at least 0";
            return Err(Refusal::new(ErrorKind::InvalidParams, message));
        };
        let mut state = self.core.state();
        let deadline = deadline.map(Duration::from_millis);
        state
            .catalog
            .set_state(id, request.state, deadline, Instant::now())?;
        self.core.observe.model_state(id, &request.state);
        tracing::info!(model = id, state = %request.state, "model state");
        Ok(())
    }

    /// Stores an artifact (OC-CTRL-2065).
    ///
    /// # Errors
    ///
    /// When there is no room.
    pub fn create_artifact(
        &self,
        request: CreateArtifactRequest,
    ) -> Result<ArtifactCreated, Refusal> {
        // The one clock that people read; everything else measures time.
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = since.map_or(0, ms);
        self.core.artifacts().create(request, now)
    }

    /// The artifact with this id (OC-CTRL-2066).
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn artifact(&self, id: &str) -> Result<Artifact, Refusal> {
        let artifact = self.core.artifacts().get(id);
        artifact.ok_or_else(|| Refusal::not_found("artifact", id))
    }
}

/// What a permissive policy lets pass is logged (ORCH-3063).
fn log_tolerated(id: &str, verdict: &Verdict) {
    for violation in &verdict.tolerated {
        tracing::warn!(
            model = id,
            violation,
            "tolerated by a permissive trust policy"
        );
    }
}
