//! One pool.

use std::sync::Arc;
use std::time::Duration;

use api_types::control::PoolHealth;
use api_types::data::Priority;
use tokio::sync::watch;
use tokio::time::Instant;
use uuid::Uuid;

use super::life::{Life, Unfit};
use super::pace::Pace;
use super::rate::Rate;
use super::replica::{Replica, ReplicaState};
use crate::metrics::Spot;
use crate::queue::Queues;
use crate::settings::PoolSettings;
use crate::worker::{Health, Launcher, Worker};

/// One pool: replicas of one model behind one set of queues.
pub struct Pool {
    /// What is configured.
    pub settings: Arc<PoolSettings>,
    /// Brings its engines up.
    pub launcher: Arc<dyn Launcher>,
    /// The model that it runs.
    pub model: String,
    /// The tasks that wait.
    pub queues: Queues,
    /// Its replicas.
    pub replicas: Vec<Replica>,
    /// What it is doing.
    pub life: Life,
    /// Its latest error.
    pub last_error: Option<String>,
    /// How often its model was replaced; an engine that was started for an earlier one is not used.
    pub generation: u64,
    /// Told when a task leaves the pool or a replica changes.
    pub changed: watch::Sender<()>,
    pace: Pace,
    rates: Vec<Option<Rate>>,
}

impl Pool {
    /// A pool whose engines do not run yet.
    #[must_use]
    pub fn new(settings: PoolSettings, launcher: Arc<dyn Launcher>) -> Self {
        let levels: Vec<_> = settings.levels.iter().map(|level| level.level).collect();
        let replicas = settings.replicas.iter().enumerate();
        let replica = |(index, devices): (usize, &Vec<u32>)| {
            Replica::new(index, devices.clone(), !settings.preload)
        };
        Self {
            model: settings.model.clone(),
            queues: Queues::new(&levels, settings.policy),
            replicas: replicas.map(replica).collect(),
            life: Life::Serving,
            generation: 0,
            last_error: None,
            changed: watch::Sender::new(()),
            pace: Pace::new(settings.flags.token),
            rates: settings
                .levels
                .iter()
                .map(|level| level.rate_limit.map(Rate::new))
                .collect(),
            launcher,
            settings: Arc::new(settings),
        }
    }

    /// Whether it takes tasks. A cold pool does: its engines start with the first one.
    ///
    /// # Errors
    ///
    /// Why it takes none.
    pub fn takes_tasks(&self) -> Result<(), Unfit> {
        match self.life {
            Life::Draining(_) | Life::Drained => return Err(Unfit::Draining),
            Life::Reloading => return Err(Unfit::Unready),
            Life::Serving => {}
        }
        let any = |wanted: &[ReplicaState]| {
            self.replicas
                .iter()
                .any(|replica| wanted.contains(&replica.state))
        };
        if any(&[ReplicaState::Ready, ReplicaState::Cold])
            || (any(&[ReplicaState::Starting, ReplicaState::Down]) && self.warms_up())
        {
            Ok(())
        } else if any(&[ReplicaState::Starting, ReplicaState::Down]) {
            Err(Unfit::Unready)
        } else {
            Err(Unfit::Exhausted)
        }
    }

    /// Whether it starts because a task came, and has not failed at it.
    fn warms_up(&self) -> bool {
        !self.settings.preload && self.last_error.is_none()
    }

    /// Whether its engines still have to start before a task can.
    #[must_use]
    pub fn needs_warmup(&self) -> bool {
        !self
            .replicas
            .iter()
            .any(|replica| replica.state == ReplicaState::Ready)
    }

    /// Marks its cold replicas as starting; true when there are any.
    pub fn warm(&mut self) -> bool {
        let cold = self
            .replicas
            .iter_mut()
            .filter(|r| r.state == ReplicaState::Cold);
        let mut any = false;
        for replica in cold {
            replica.state = ReplicaState::Starting;
            replica.poke.notify_one();
            any = true;
        }
        any
    }

    /// A ready replica with a free place; the one with the session's cache if it has one, else the least busy one.
    #[must_use]
    pub fn place(&self, home: Option<usize>) -> Option<usize> {
        let places = self.settings.flags.parallel;
        // OC-CORE-1014
        let homely = |at: &usize| {
            self.replicas
                .get(*at)
                .is_some_and(|one| one.has_place(places))
        };
        // OC-CORE-1032
        let free = || {
            let ready = self
                .replicas
                .iter()
                .enumerate()
                .filter(|(_, one)| one.has_place(places));
            ready
                .min_by_key(|(_, one)| one.running.len())
                .map(|(at, _)| at)
        };
        home.filter(homely).or_else(free)
    }

    /// A replica's engine has answered its health check.
    pub fn answered(&mut self, at: usize, worker: Arc<dyn Worker>, health: Health) {
        let fits = self.fits_version(at, &health.version);
        if let Some(replica) = self.replicas.get_mut(at) {
            // OC-POOL-3001, OC-CORE-1031
            replica.state = if fits {
                ReplicaState::Ready
            } else {
                ReplicaState::OtherVersion
            };
            replica.worker = Some(worker);
            replica.health = Some(health);
        }
        if !fits {
            let id = self.replicas.get(at).map_or("", |replica| &replica.id);
            self.last_error = Some(format!(
                "the engine of {id} has another version than the others"
            ));
        }
        self.changed.send_replace(());
    }

    /// The first ready replica decides which version the others must have.
    fn fits_version(&self, at: usize, version: &str) -> bool {
        let ready = |one: &&Replica| one.state == ReplicaState::Ready;
        let mut others = self
            .replicas
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at);
        let first = others
            .find(|(_, one)| ready(one))
            .map(|(_, one)| one.version());
        !self.settings.same_version || first.is_none_or(|first| first == version)
    }

    /// A replica's engine does not run, for this reason.
    pub fn failed(&mut self, at: usize, state: ReplicaState, why: String) {
        if let Some(replica) = self.replicas.get_mut(at) {
            replica.state = state;
            replica.worker = None;
            replica.health = None;
        }
        self.last_error = Some(why);
        self.changed.send_replace(());
    }

    /// Whether no replica can be started any more.
    #[must_use]
    pub fn is_exhausted(&self) -> bool {
        self.replicas
            .iter()
            .all(|replica| replica.state == ReplicaState::Exhausted)
    }

    /// Whether no task waits or runs.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.queues.is_empty()
            && self
                .replicas
                .iter()
                .all(|replica| replica.running.is_empty())
    }

    /// The tasks that run.
    #[must_use]
    pub fn running(&self) -> Vec<Uuid> {
        self.replicas
            .iter()
            .flat_map(|one| one.running.iter().copied())
            .collect()
    }

    /// A token took so long.
    pub fn learn(&mut self, took: Duration) {
        self.pace.learn(took);
    }

    /// How long so many tokens take when all ready replicas share them.
    #[must_use]
    pub fn time(&self, tokens: u64) -> Duration {
        let ready = self
            .replicas
            .iter()
            .filter(|one| one.state == ReplicaState::Ready)
            .count();
        let places = ready.max(1) * self.settings.flags.parallel;
        self.pace
            .time(tokens.div_ceil(u64::try_from(places).unwrap_or(u64::MAX)))
    }

    /// How long one task of so many tokens takes.
    #[must_use]
    pub fn task_time(&self, tokens: u64) -> Duration {
        self.pace.time(tokens)
    }

    /// How long a priority's rate limit makes the next task wait.
    pub fn rate_wait(&mut self, rank: usize, now: Instant) -> Option<Duration> {
        self.rates.get_mut(rank)?.as_mut()?.wait(now)
    }

    /// A task of this priority is admitted.
    pub fn rate_admit(&mut self, rank: usize, now: Instant) {
        if let Some(Some(rate)) = self.rates.get_mut(rank) {
            rate.admit(now);
        }
    }

    /// Where something happens in this pool.
    #[must_use]
    pub fn spot(&self, replica: Option<usize>) -> Spot<'_> {
        let replica = replica.and_then(|at| self.replicas.get(at));
        let any = || {
            self.replicas
                .iter()
                .map(Replica::version)
                .find(|version| !version.is_empty())
        };
        Spot {
            engine: &self.settings.engine,
            version: replica
                .map(Replica::version)
                .or_else(any)
                .unwrap_or_default(),
            pool: &self.settings.id,
            replica: replica.map_or("", |replica| &replica.id),
        }
    }

    /// How it is (ORCH-2103).
    #[must_use]
    pub fn health(&self) -> PoolHealth {
        let count = |wanted| {
            self.replicas
                .iter()
                .filter(|one| one.state == wanted)
                .count()
        };
        let depth = |priority: Priority| self.queues.depth(self.settings.rank(priority));
        let kv: Vec<f64> = self
            .replicas
            .iter()
            .filter_map(|one| Some(one.health.as_ref()?.kv_ratio))
            .collect();
        let mut metrics = serde_json::Map::new();
        metrics.insert("replicas".to_owned(), self.replicas.len().into());
        metrics.insert(
            "replicas_ready".to_owned(),
            count(ReplicaState::Ready).into(),
        );
        metrics.insert("running".to_owned(), self.running().len().into());
        metrics.insert("queue_depth".to_owned(), self.queues.len().into());
        metrics.insert(
            "queue_depth_interactive".to_owned(),
            depth(Priority::Interactive).into(),
        );
        metrics.insert(
            "queue_depth_batch".to_owned(),
            depth(Priority::Batch).into(),
        );
        let kv = kv.iter().copied().fold(0.0, f64::max);
        metrics.insert("kv_cache_usage_ratio".to_owned(), kv.into());
        metrics.insert("model".to_owned(), self.model.clone().into());
        PoolHealth {
            live: !self.is_exhausted(),
            ready: self.takes_tasks().is_ok(),
            draining: self.life.is_draining(),
            metrics,
            last_error: self.last_error.clone(),
        }
    }
}
