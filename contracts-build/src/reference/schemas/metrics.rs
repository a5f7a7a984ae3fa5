use serde_json::{Value, json};

use super::{list_of, object, one_of, text, titled};

/// What `metrics check` prints to stdout.
pub(super) fn schema() -> Value {
    let count = |what: &str| json!({"type": "integer", "minimum": 0, "description": what});
    let metric = json!({
        "name": text("Its name, as it goes over the wire."),
        "type": one_of("Its type, by the contract.", &["counter", "gauge", "histogram"]),
        "exposed": {"type": "boolean", "description": "Whether the service exposes it, with or without samples."},
        "series": count("How many sets of labels have values; 0 where the type is wrong."),
    });
    let label = json!({
        "label": text("Its name."),
        "values": count("How many different values it had, over all metrics of the contract."),
        "budget": {
            "type": ["integer", "null"],
            "minimum": 1,
            "description": "How many it may have; null where the contract does not say.",
        },
    });
    titled(
        "Metrics",
        "What a service exposes of its metrics contract; what is wrong are findings.",
        object(json!({
            "metrics": list_of("The contract's metrics, in its order.", metric),
            "labels": list_of("Their labels, by name.", label),
        })),
    )
}
