//! What happens, as the metrics of the contract.
//!
//! The metrics are generated: a wrong name or label does not compile (OC-METRICS-7101).

use std::time::Duration;

use api_types::control;
use api_types::data::{self, ErrorKind, PolicyLabel};
use contracts_runtime::metrics::CONTENT_TYPE;

use super::generated::{
    Device, Engine, EngineVersion, Metrics, ModelId, Policy, PoolId, Priority, Reason, ReplicaId,
    Result, State,
};
use super::{CancelReason, Load, Observe, Spot};
use crate::settings::PoolSettings;

/// Counts and measures in Prometheus' way.
#[derive(Debug, Default)]
pub struct Prometheus {
    metrics: Metrics,
}

/// A label whose value is not known (OC-METRICS-7112).
const UNKNOWN: &str = "";

impl Prometheus {
    /// Zero for what is known before it happens (OC-METRICS-7103).
    #[must_use]
    pub fn new(pools: &[PoolSettings]) -> Self {
        let metrics = Metrics::new();
        for pool in pools {
            let (engine, version, id) = (
                Engine(pool.engine.as_str()),
                EngineVersion(UNKNOWN),
                PoolId(&pool.id),
            );
            for level in &pool.levels {
                let priority = Priority(level.priority.as_str());
                let enqueued = &metrics.tasks_enqueued_total;
                enqueued.with(engine, version, id, ReplicaId(UNKNOWN), priority);
                metrics.queue_depth.with(engine, version, id, priority);
            }
        }
        Self { metrics }
    }
}

/// The labels of a place.
struct Labels<'a> {
    engine: Engine<'a>,
    version: EngineVersion<'a>,
    pool: PoolId<'a>,
    replica: ReplicaId<'a>,
}

impl<'a> From<Spot<'a>> for Labels<'a> {
    fn from(spot: Spot<'a>) -> Self {
        Self {
            engine: Engine(spot.engine.as_str()),
            version: EngineVersion(spot.version),
            pool: PoolId(spot.pool),
            replica: ReplicaId(spot.replica),
        }
    }
}

impl Observe for Prometheus {
    fn exposition(&self) -> (&'static str, String) {
        (CONTENT_TYPE, self.metrics.encode())
    }

    fn enqueued(&self, spot: Spot<'_>, priority: data::Priority) {
        let at = Labels::from(spot);
        let priority = Priority(priority.as_str());
        let family = &self.metrics.tasks_enqueued_total;
        family
            .with(at.engine, at.version, at.pool, at.replica, priority)
            .inc();
    }

    fn started(&self, spot: Spot<'_>, priority: data::Priority, tokens_in: u64) {
        let at = Labels::from(spot);
        let priority = Priority(priority.as_str());
        self.metrics
            .tasks_started_total
            .with(at.engine, at.version, at.pool, at.replica, priority)
            .inc();
        self.metrics
            .tokens_in_total
            .with(at.engine, at.version, at.pool, at.replica)
            .inc_by(tokens_in);
    }

    fn canceled(&self, spot: Spot<'_>, reason: CancelReason) {
        let at = Labels::from(spot);
        let reason = Reason(match reason {
            CancelReason::Caller => "caller",
            CancelReason::SessionDeleted => "session_deleted",
            CancelReason::Abandoned => "abandoned",
        });
        let family = &self.metrics.tasks_canceled_total;
        family
            .with(at.engine, at.version, at.pool, at.replica, reason)
            .inc();
    }

    fn rejected(&self, engine: &data::Engine, reason: &ErrorKind) {
        // OC-METRICS-7111
        self.metrics
            .tasks_rejected_total
            .with(Engine(engine.as_str()), Reason(reason.as_str()))
            .inc();
    }

    fn backpressure(&self, engine: &data::Engine, policy: &PolicyLabel) {
        // OC-METRICS-7111
        self.metrics
            .admission_backpressure_events_total
            .with(Engine(engine.as_str()), Policy(policy.as_str()))
            .inc();
    }

    fn token(&self, spot: Spot<'_>, priority: data::Priority, first_after: Option<Duration>) {
        let at = Labels::from(spot);
        self.metrics
            .tokens_out_total
            .with(at.engine, at.version, at.pool, at.replica)
            .inc();
        if let Some(after) = first_after {
            let family = &self.metrics.latency_first_token_ms;
            family
                .with(at.engine, at.version, at.pool, Priority(priority.as_str()))
                .observe(ms(after));
        }
    }

    fn decoded(&self, spot: Spot<'_>, priority: data::Priority, took: Duration) {
        let at = Labels::from(spot);
        let family = &self.metrics.latency_decode_ms;
        family
            .with(at.engine, at.version, at.pool, Priority(priority.as_str()))
            .observe(ms(took));
    }

    #[allow(clippy::cast_precision_loss, reason = "queues are bounded")]
    fn depth(&self, spot: Spot<'_>, priority: data::Priority, depth: usize) {
        let at = Labels::from(spot);
        // The version comes and goes with replicas; a queue has none.
        let version = EngineVersion(UNKNOWN);
        let family = &self.metrics.queue_depth;
        family
            .with(at.engine, version, at.pool, Priority(priority.as_str()))
            .set(depth as f64);
    }

    #[allow(clippy::cast_precision_loss, reason = "a gauge is a float")]
    fn load(&self, spot: Spot<'_>, load: Load<'_>) {
        let Labels {
            engine,
            version,
            pool,
            replica,
        } = spot.into();
        self.metrics
            .kv_cache_usage_ratio
            .with(engine, version, pool, replica)
            .set(load.kv_ratio);
        for device in load.devices {
            let device = device.to_string();
            let busy =
                self.metrics
                    .gpu_utilization
                    .with(engine, version, pool, replica, Device(&device));
            busy.set(load.busy_ratio);
            let held =
                self.metrics
                    .vram_used_bytes
                    .with(engine, version, pool, replica, Device(&device));
            held.set(load.vram_bytes as f64);
        }
    }

    fn verified(&self, trusted: bool, _reason: &str) {
        let (result, reason) = match trusted {
            true => ("trusted", UNKNOWN),
            false => ("refused", "trust_policy"),
        };
        let family = &self.metrics.catalog_verifications_total;
        family
            .with(Result(result), Reason(reason), Engine(UNKNOWN))
            .inc();
    }

    fn model_state(&self, model: &str, state: &control::ModelState) {
        for (each, label) in [
            (control::ModelState::Draft, State::Draft),
            (control::ModelState::Active, State::Active),
            (control::ModelState::Canary, State::Canary),
            (control::ModelState::Deprecated, State::Deprecated),
            (control::ModelState::Retired, State::Retired),
        ] {
            let value = if each == *state { 1.0 } else { 0.0 };
            self.metrics
                .model_state
                .with(ModelId(model), label)
                .set(value);
        }
    }
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
