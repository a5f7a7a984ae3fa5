//! What a service exposes: Prometheus' text format (0.0.4) and OpenMetrics (1.0), which are nearly one.
//!
//! ```
//! use contracts_core::{metrics::exposition, source::SourceId};
//!
//! let text = "# TYPE requests counter\nrequests_total{route=\"/\"} 3\n# EOF\n";
//! let exposition = exposition::parse(&SourceId::new("metrics.txt"), text).expect("it is well-formed");
//! assert_eq!(exposition.families["requests"].samples[0].labels["route"], "/");
//!
//! let broken = exposition::parse(&SourceId::new("metrics.txt"), "requests{route=/} 3\n");
//! assert!(broken.is_err());
//! ```

mod line;
mod read;

use std::collections::BTreeMap;

pub use read::parse;

/// Everything that was exposed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exposition {
    /// Metrics by the names of their families; in OpenMetrics a counter's is without `_total`.
    pub families: BTreeMap<String, Family>,
}

/// The samples of one metric.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Family {
    /// What `# TYPE` says; `None` where nothing does.
    pub kind: Option<String>,
    /// The samples, in their order.
    pub samples: Vec<Sample>,
}

/// A line with a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// What it is called: of a histogram, `x_bucket` and the like.
    pub name: String,
    /// Its labels and their values.
    pub labels: BTreeMap<String, String>,
    /// Its value.
    pub value: f64,
    /// Its line, counted from 1.
    pub line: usize,
}
