//! Loading another model.

use std::sync::Arc;

use api_types::data::ErrorKind;
use tokio::task::JoinSet;

use super::{Core, Orchestrator, run, supervise};
use crate::pool_manager::Life;
use crate::refusal::Refusal;
use crate::worker::{Health, Worker, WorkerError};

/// An engine that has answered.
type Answered = (Arc<dyn Worker>, Health);

impl Orchestrator {
    /// Begins to load another model (ORCH-2102). Tasks that wait keep their places and run on the old one.
    ///
    /// # Errors
    ///
    /// When there is no such pool, or it cannot reload at the moment.
    pub fn reload(&self, id: &str, model: &str) -> Result<(), Refusal> {
        if model.is_empty() {
            let message = "new_model_ref is empty";
            return Err(Refusal::new(ErrorKind::InvalidParams, message));
        }
        let mut state = self.core.state();
        let at = state.pool_index(id)?;
        let Some(pool) = state.pools.get_mut(at) else {
            return Err(Refusal::not_found("pool", id));
        };
        if !pool.life.can_reload() {
            let why = if pool.life == Life::Reloading {
                "reloads already"
            } else {
                "drains"
            };
            let message = format!("{id} {why}");
            return Err(Refusal::new(ErrorKind::Conflict, message).on(&pool.settings.engine));
        }
        let before = std::mem::replace(&mut pool.life, Life::Reloading);
        tracing::info!(pool = id, model, "reload");
        let reload = Reload {
            core: Arc::clone(&self.core),
            at,
            model: model.to_owned(),
            before,
        };
        tokio::spawn(reload.go());
        Ok(())
    }
}

struct Reload {
    core: Arc<Core>,
    at: usize,
    model: String,
    /// What the pool did before, and does again when the model cannot be loaded.
    before: Life,
}

impl Reload {
    /// All replicas get the new model, or none does (OC-POOL-3011).
    async fn go(self) {
        let mut closed = self.core.closed.subscribe();
        tokio::select! {
            _ = closed.changed() => {}
            () = async {
                match self.engines().await {
                    Ok(engines) => {
                        self.idle().await;
                        self.replace(engines);
                    }
                    Err(error) => self.give_up(error),
                }
            } => {}
        }
    }

    /// Starts an engine for each replica beside those that run.
    async fn engines(&self) -> Result<Vec<Answered>, WorkerError> {
        let mut starts = JoinSet::new();
        let replicas = {
            let state = self.core.state();
            let Some(pool) = state.pools.get(self.at) else {
                return Ok(Vec::new());
            };
            for index in 0..pool.replicas.len() {
                let launch = pool.launcher.launch(index, &self.model);
                starts.spawn(async move { (index, supervise::start(launch).await) });
            }
            pool.replicas.len()
        };
        let mut engines: Vec<Option<Answered>> = Vec::new();
        engines.resize_with(replicas, || None);
        while let Some(started) = starts.join_next().await {
            let (index, engine) = started.map_err(|error| WorkerError {
                code: ErrorKind::Internal,
                message: error.to_string(),
            })?;
            if let Some(place) = engines.get_mut(index) {
                *place = Some(engine?);
            }
        }
        Ok(engines.into_iter().flatten().collect())
    }

    /// Waits until the tasks for the old model are over (OC-POOL-3012).
    async fn idle(&self) {
        loop {
            let mut changed = {
                let state = self.core.state();
                match state.pools.get(self.at).filter(|pool| !pool.is_idle()) {
                    Some(pool) => pool.changed.subscribe(),
                    None => return,
                }
            };
            if changed.changed().await.is_err() {
                return;
            }
        }
    }

    fn replace(self, engines: Vec<Answered>) {
        let mut state = self.core.state();
        let Some(pool) = state.pools.get_mut(self.at) else {
            return;
        };
        pool.model = self.model;
        pool.generation += 1;
        pool.life = Life::Serving;
        pool.last_error = None;
        for (index, (worker, health)) in engines.into_iter().enumerate() {
            pool.answered(index, worker, health);
            if let Some(replica) = pool.replicas.get(index) {
                replica.poke.notify_one();
            }
        }
        run::dispatch(&self.core, &mut state, self.at);
    }

    fn give_up(self, error: WorkerError) {
        let mut state = self.core.state();
        if let Some(pool) = state.pools.get_mut(self.at) {
            tracing::warn!(pool = %pool.settings.id, error = %error.message, "reload failed");
            pool.life = self.before;
            pool.last_error = Some(error.message);
            pool.changed.send_replace(());
        }
    }
}
