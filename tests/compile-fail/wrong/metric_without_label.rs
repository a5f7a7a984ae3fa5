use contracts_compile_fail::metrics::{Engine, Metrics};

fn count(metrics: &Metrics, engine: Engine<'_>) {
    metrics.tasks_rejected_total.with(engine).inc();
}

fn main() {}
