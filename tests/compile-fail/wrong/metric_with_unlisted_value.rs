use contracts_compile_fail::metrics::{Metrics, ModelId, State};

fn activate(metrics: &Metrics, model_id: ModelId<'_>) {
    metrics.model_state.with(model_id, State::Sleeping).set(1.0);
}

fn main() {}
