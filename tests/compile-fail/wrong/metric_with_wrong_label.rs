use contracts_compile_fail::metrics::{Engine, Metrics, PoolId};

fn count(metrics: &Metrics, engine: Engine<'_>, pool_id: PoolId<'_>) {
    metrics.tasks_rejected_total.with(engine, pool_id).inc();
}

fn main() {}
