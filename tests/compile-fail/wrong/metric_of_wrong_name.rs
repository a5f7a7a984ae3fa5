use contracts_compile_fail::metrics::{Engine, Metrics, Reason};

fn count(metrics: &Metrics, engine: Engine<'_>, reason: Reason<'_>) {
    metrics.tasks_rejectd_total.with(engine, reason).inc();
}

fn main() {}
