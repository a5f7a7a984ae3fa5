//! An engine that has no model and behaves as its flags say.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use api_types::data::{Engine, ErrorKind, Workload};
use config_schema::ModelFiles;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use uuid::Uuid;

use super::words::Words;
use super::{Abilities, Health, Job, Later, Launcher, Worker, WorkerError, WorkerEvent, provision};
use crate::settings::{Flags, PoolSettings};

/// Tokens that wait for whoever listens to a job.
const BUFFER: usize = 16;

/// Starts mock engines.
#[derive(Debug, Clone)]
pub struct MockLauncher {
    engine: Engine,
    flags: Flags,
    files: Option<ModelFiles>,
}

impl MockLauncher {
    /// For the replicas of one pool.
    #[must_use]
    pub fn new(pool: &PoolSettings) -> Self {
        Self {
            engine: pool.engine.clone(),
            flags: pool.flags.clone(),
            files: pool.files.clone(),
        }
    }
}

impl Launcher for MockLauncher {
    fn launch(
        &self,
        replica: usize,
        model: &str,
    ) -> Later<'static, Result<Arc<dyn Worker>, WorkerError>> {
        let (launcher, model) = (self.clone(), model.to_owned());
        Box::pin(async move {
            if let Some(files) = launcher
                .files
                .clone()
                .filter(|files| files.checksum.is_some())
            {
                let checked =
                    tokio::task::spawn_blocking(move || provision::check_files(&files)).await;
                checked.unwrap_or_else(|_| Err(ended("checking the model's files ended")))?;
            }
            tokio::time::sleep(launcher.flags.load).await;
            if launcher.flags.fail_load.as_deref() == Some(model.as_str()) {
                return Err(WorkerError {
                    code: ErrorKind::PoolUnavailable,
                    message: format!("the engine cannot load `{model}`"),
                });
            }
            let engine: Arc<dyn Worker> = Arc::new(MockEngine::new(&launcher, replica, model));
            Ok(engine)
        })
    }

    fn abilities(&self) -> Abilities {
        let workloads = match self.engine {
            Engine::Llamacpp | Engine::Vllm => vec![Workload::Completion, Workload::Embedding],
            Engine::Triton => vec![Workload::Completion, Workload::Embedding, Workload::Rerank],
            Engine::Tgi | Engine::Unknown(_) => vec![Workload::Completion],
        };
        Abilities {
            workloads,
            features: vec!["streaming", "cancellation", "determinism"],
        }
    }
}

/// A mock engine.
pub struct MockEngine {
    abilities: Abilities,
    flags: Flags,
    version: String,
    model: String,
    state: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// It ended unexpectedly.
    dead: AtomicBool,
    running: Mutex<BTreeMap<Uuid, AbortHandle>>,
}

impl Shared {
    fn running(&self) -> MutexGuard<'_, BTreeMap<Uuid, AbortHandle>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All its jobs end with it, without a word.
    fn die(&self) {
        self.dead.store(true, Ordering::Release);
        for job in std::mem::take(&mut *self.running()).values() {
            job.abort();
        }
    }
}

fn ended(message: &str) -> WorkerError {
    WorkerError {
        code: ErrorKind::WorkerReset,
        message: message.to_owned(),
    }
}

impl MockEngine {
    fn new(launcher: &MockLauncher, replica: usize, model: String) -> Self {
        let versions = &launcher.flags.versions;
        let version = versions.get(replica).or(versions.last());
        Self {
            abilities: launcher.abilities(),
            flags: launcher.flags.clone(),
            version: version.cloned().unwrap_or_default(),
            model,
            state: Arc::default(),
        }
    }

    /// Jobs that it runs at the moment.
    #[must_use]
    pub fn running(&self) -> usize {
        self.state.running().len()
    }
}

impl Drop for MockEngine {
    fn drop(&mut self) {
        self.state.die();
    }
}

impl Worker for MockEngine {
    fn abilities(&self) -> Abilities {
        self.abilities.clone()
    }

    fn health(&self) -> Later<'_, Result<Health, WorkerError>> {
        Box::pin(async move {
            if self.state.dead.load(Ordering::Acquire) {
                return Err(ended("the engine does not answer"));
            }
            let busy = u32::try_from(self.running()).unwrap_or(u32::MAX);
            let places = u32::try_from(self.flags.parallel).unwrap_or(u32::MAX);
            Ok(Health {
                version: self.version.clone(),
                kv_ratio: (f64::from(busy) / f64::from(places)).min(1.0),
                vram_bytes: 4 << 30,
            })
        })
    }

    fn start(&self, job: Job) -> mpsc::Receiver<WorkerEvent> {
        let (to, from) = mpsc::channel(BUFFER);
        if self.state.dead.load(Ordering::Acquire) {
            return from;
        }
        let task = job.task;
        let words = Words::new(&job, &self.model, &self.version);
        let (flags, state) = (self.flags.clone(), Arc::clone(&self.state));
        // The job cannot leave the list before it is in it.
        let mut running = self.state.running();
        let run = tokio::spawn(async move {
            run(job, words, flags, &to, &state).await;
            state.running().remove(&task);
        });
        running.insert(task, run.abort_handle());
        from
    }

    fn cancel(&self, task: Uuid) {
        if let Some(job) = self.state.running().remove(&task) {
            job.abort();
        }
    }
}

/// Runs one job. Nobody listening any more is as good as a cancel.
async fn run(
    job: Job,
    mut words: Words,
    flags: Flags,
    to: &mpsc::Sender<WorkerEvent>,
    state: &Shared,
) {
    if to.send(WorkerEvent::Started).await.is_err() {
        return;
    }
    let tokens = match job.workload {
        Workload::Completion => job.tokens,
        Workload::Embedding | Workload::Rerank => job.inputs.len().min(job.tokens),
    };
    for at in 0..=tokens {
        if flags.crash_after == Some(at) {
            state.die();
            return;
        }
        if flags.stall_after == Some(at) {
            to.closed().await;
            return;
        }
        if flags.fail_after == Some(at) {
            let message = "the engine ran out of memory".to_owned();
            let code = ErrorKind::Internal;
            let _ = to
                .send(WorkerEvent::Failed(WorkerError { code, message }))
                .await;
            return;
        }
        if at == tokens {
            break;
        }
        tokio::time::sleep(flags.token).await;
        let token = match job.workload {
            Workload::Completion => words.word(),
            Workload::Embedding => words.vector(4),
            Workload::Rerank => words.vector(1),
        };
        if to.send(WorkerEvent::Token(token)).await.is_err() {
            return;
        }
    }
    let _ = to.send(WorkerEvent::End).await;
}
