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
                pool.engine.to_string(),
                EngineVersion(UNKNOWN),
                PoolId(&pool.id),
            );
            for level in &pool.levels {
                let priority = level.priority.to_string();
                let replica = ReplicaId(UNKNOWN);
                metrics.tasks_enqueued_total.with(
                    Engine(&engine),
                    version,
                    id,
                    replica,
                    Priority(&priority),
                );
                metrics
                    .queue_depth
                    .with(Engine(&engine), version, id, Priority(&priority));
            }
        }
        Self { metrics }
    }
}

impl Observe for Prometheus {
    fn exposition(&self) -> (&'static str, String) {
        (CONTENT_TYPE, self.metrics.encode())
    }

    fn enqueued(&self, spot: Spot<'_>, priority: data::Priority) {
        let Spot {
            engine,
            version,
            pool,
            replica,
        } = spot;
        let (engine, priority) = (engine.to_string(), priority.to_string());
        let family = &self.metrics.tasks_enqueued_total;
        family
            .with(
                Engine(&engine),
                EngineVersion(version),
                PoolId(pool),
                ReplicaId(replica),
                Priority(&priority),
            )
            .inc();
    }

    fn started(&self, spot: Spot<'_>, priority: data::Priority, tokens_in: u64) {
        let Spot {
            engine,
            version,
            pool,
            replica,
        } = spot;
        let (engine, priority) = (engine.to_string(), priority.to_string());
        let (engine, version, pool, replica) = (
            Engine(&engine),
            EngineVersion(version),
            PoolId(pool),
            ReplicaId(replica),
        );
        self.metrics
            .tasks_started_total
            .with(engine, version, pool, replica, Priority(&priority))
            .inc();
        self.metrics
            .tokens_in_total
            .with(engine, version, pool, replica)
            .inc_by(tokens_in);
    }

    fn canceled(&self, spot: Spot<'_>, reason: CancelReason) {
        let Spot {
            engine,
            version,
            pool,
            replica,
        } = spot;
        let engine = engine.to_string();
        let reason = Reason(match reason {
            CancelReason::Caller => "caller",
            CancelReason::SessionDeleted => "session_deleted",
            CancelReason::Abandoned => "abandoned",
        });
        let family = &self.metrics.tasks_canceled_total;
        family
            .with(
                Engine(&engine),
                EngineVersion(version),
                PoolId(pool),
                ReplicaId(replica),
                reason,
            )
            .inc();
    }

    fn rejected(&self, engine: &data::Engine, reason: &ErrorKind) {
        // OC-METRICS-7111
        let (engine, reason) = (engine.to_string(), reason.to_string());
        self.metrics
            .tasks_rejected_total
            .with(Engine(&engine), Reason(&reason))
            .inc();
    }

    fn backpressure(&self, engine: &data::Engine, policy: &PolicyLabel) {
        // OC-METRICS-7111
        let (engine, policy) = (engine.to_string(), policy.to_string());
        self.metrics
            .admission_backpressure_events_total
            .with(Engine(&engine), Policy(&policy))
            .inc();
    }

    fn token(&self, spot: Spot<'_>, priority: data::Priority, first_after: Option<Duration>) {
        let Spot {
            engine,
            version,
            pool,
            replica,
        } = spot;
        let (engine, priority) = (engine.to_string(), priority.to_string());
        let (engine, version, pool) = (Engine(&engine), EngineVersion(version), PoolId(pool));
        self.metrics
            .tokens_out_total
            .with(engine, version, pool, ReplicaId(replica))
            .inc();
        if let Some(after) = first_after {
            let family = &self.metrics.latency_first_token_ms;
            family
                .with(engine, version, pool, Priority(&priority))
                .observe(ms(after));
        }
    }

    fn decoded(&self, spot: Spot<'_>, priority: data::Priority, took: Duration) {
        let Spot {
            engine,
            version,
            pool,
            ..
        } = spot;
        let (engine, priority) = (engine.to_string(), priority.to_string());
        let family = &self.metrics.latency_decode_ms;
        family
            .with(
                Engine(&engine),
                EngineVersion(version),
                PoolId(pool),
                Priority(&priority),
            )
            .observe(ms(took));
    }

    #[allow(clippy::cast_precision_loss, reason = "queues are bounded")]
    fn depth(&self, spot: Spot<'_>, priority: data::Priority, depth: usize) {
        // The version comes and goes with replicas; a queue has none.
        let Spot { engine, pool, .. } = spot;
        let (engine, priority) = (engine.to_string(), priority.to_string());
        let family = &self.metrics.queue_depth;
        family
            .with(
                Engine(&engine),
                EngineVersion(UNKNOWN),
                PoolId(pool),
                Priority(&priority),
            )
            .set(depth as f64);
    }

    #[allow(clippy::cast_precision_loss, reason = "a gauge is a float")]
    fn load(&self, spot: Spot<'_>, load: Load<'_>) {
        let Spot {
            engine,
            version,
            pool,
            replica,
        } = spot;
        let engine = engine.to_string();
        let (engine, version, pool, replica) = (
            Engine(&engine),
            EngineVersion(version),
            PoolId(pool),
            ReplicaId(replica),
        );
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
