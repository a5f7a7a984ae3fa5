//! The metrics contract: which metrics a service exposes, with which types, labels and buckets, and how many values a
//! label may take.
//!
//! ```json
//! {
//!   "required_metrics": [
//!     {
//!       "name": "model_loads_total",
//!       "type": "counter",
//!       "labels": ["model_id", "result"],
//!       "help": "Models that were loaded.",
//!       "values": { "result": ["loaded", "refused"] }
//!     },
//!     {
//!       "name": "model_load_seconds",
//!       "type": "histogram",
//!       "labels": ["model_id"],
//!       "unit": "seconds",
//!       "buckets": [0.1, 1, 10],
//!       "deprecated": { "replaced_by": "model_fetch_seconds", "until": "2027-03-31" }
//!     },
//!     { "name": "model_fetch_seconds", "type": "histogram", "labels": ["model_id"], "unit": "seconds", "buckets": [0.1, 1, 10] }
//!   ],
//!   "label_cardinality_budget": { "model_id": 100, "result": 2 }
//! }
//! ```
//!
//! [`load`] reads it and says what would break whatever is made of it. It knows no clock: what it says and what is
//! generated stay the same from day to day. With the feature `metrics` there is more: `conventions` are Prometheus'
//! rules for names, `exposition` reads what a service exposes, and `check` compares the two.

#[cfg(feature = "metrics")]
mod check;
#[cfg(feature = "metrics")]
mod convention;
mod date;
#[cfg(feature = "metrics")]
pub mod exposition;
mod model;
mod read;
mod rules;
mod unit;

#[cfg(feature = "metrics")]
pub use check::{LabelUse, MetricUse, Observed, check};
#[cfg(feature = "metrics")]
pub use convention::{conventions, expired};
pub use date::Date;
pub use model::{Contract, Deprecated, Kind, Label, Metric};
pub use read::load;
