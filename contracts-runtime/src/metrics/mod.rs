//! What generated metrics are made of: families of prometheus-client's counters, gauges and histograms whose names go
//! over the wire exactly as the contract writes them.
//!
//! A family is announced from the start, with its type and help; a set of labels exists once somebody asked for it.
//! What is exposed stands in a fixed order, by the values of labels.
//!
//! ```
//! use contracts_runtime::metrics::{Counter, Descriptor, Family, Registry, encode};
//!
//! static LOADS: Descriptor<1> = Descriptor {
//!     name: "model_loads_total",
//!     help: "Models that were loaded.",
//!     unit: None,
//!     labels: ["result"],
//!     buckets: &[],
//! };
//!
//! let mut registry = Registry::default();
//! let loads = Family::<1, Counter>::registered(&LOADS, &mut registry);
//! loads.with(["refused"]).inc();
//! let text = encode(&registry);
//! assert!(text.ends_with("\nmodel_loads_total{result=\"refused\"} 1\n# EOF\n"));
//! ```

mod child;
mod exposed;
mod family;
mod key;

pub use child::{Child, Counter, FloatCounter, Gauge, Histogram};
pub use family::{Descriptor, Family};
pub use prometheus_client::registry::Registry;

/// The content type of what [`encode`] makes.
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Everything that is registered, as OpenMetrics text.
pub fn encode(registry: &Registry) -> String {
    let mut text = String::new();
    // Writing into memory does not fail, and neither does any metric of ours.
    let _ = prometheus_client::encoding::text::encode(&mut text, registry);
    text
}
