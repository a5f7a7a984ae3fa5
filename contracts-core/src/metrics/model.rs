use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde_json::Value;

use super::{Date, unit};
use crate::{Finding, Pointer, accept, source::SourceId};

/// What a metrics contract says.
#[derive(Clone, Debug)]
pub struct Contract {
    /// The file it was read from.
    pub source: SourceId,
    /// The metrics, in the file's order.
    pub metrics: Vec<Metric>,
    /// How many values each label may take, over all metrics.
    pub budgets: BTreeMap<String, u64>,
    /// The parsed file.
    pub document: Value,
}

/// A metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// Its name, exactly as it goes over the wire; of a counter as its samples are called.
    pub name: String,
    /// What it measures.
    pub kind: Kind,
    /// The labels that each of its samples has, in the file's order.
    pub labels: Vec<Label>,
    /// What it is, for people.
    pub help: Option<String>,
    /// The unit of its values.
    pub unit: Option<String>,
    /// The upper bounds of a histogram's buckets, ascending; the last one, infinity, is left out.
    pub buckets: Vec<f64>,
    /// Whether and until when it is exposed although nobody should use it any more.
    pub deprecated: Option<Deprecated>,
    /// Where the contract lists it.
    pub pointer: Pointer,
}

/// What a metric measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something that only grows.
    Counter,
    /// Something that goes up and down.
    Gauge,
    /// How often values fell into each bucket.
    Histogram,
}

/// A label of a metric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its name.
    pub name: String,
    /// Its values, where the contract lists them; it has no others then.
    pub values: Option<Vec<String>>,
}

/// What is said of a metric that goes away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deprecated {
    /// The metric to use instead.
    pub replaced_by: Option<String>,
    /// The last day on which it is exposed.
    pub until: Date,
}

impl Kind {
    /// Every kind with its word, which is Prometheus' too.
    pub const WORDS: [(&'static str, Self); 3] = [
        ("counter", Self::Counter),
        ("gauge", Self::Gauge),
        ("histogram", Self::Histogram),
    ];

    /// `counter`, `gauge` or `histogram`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Metric {
    /// The name of its family in OpenMetrics, where counters go without their `_total`.
    pub fn family(&self) -> &str {
        match self.kind {
            Kind::Counter => self.name.strip_suffix("_total").unwrap_or(&self.name),
            Kind::Gauge | Kind::Histogram => &self.name,
        }
    }

    /// What its samples are called, of a histogram three names.
    pub fn series(&self) -> Vec<String> {
        match self.kind {
            Kind::Counter | Kind::Gauge => vec![self.name.clone()],
            Kind::Histogram => ["_bucket", "_sum", "_count"]
                .map(|suffix| format!("{}{suffix}", self.name))
                .to_vec(),
        }
    }

    /// The names of its labels, in the file's order.
    pub fn label_names(&self) -> Vec<&str> {
        self.labels
            .iter()
            .map(|label| label.name.as_str())
            .collect()
    }

    /// The unit of its values: the declared one, or the one that its name ends with.
    pub fn measured_in(&self) -> Option<&str> {
        let last = self.family().rsplit('_').next()?;
        let known = unit::base(last).map(|_| last);
        self.unit.as_deref().or(known)
    }

    /// Whether its values can be parts of one: seconds can, and what is only counted cannot.
    pub fn is_fractional(&self) -> bool {
        let unit = self.measured_in().and_then(unit::base);
        unit.is_some_and(|base| base != "bytes")
    }

    /// Whether a value of one is a value of the other: the same type, unit, labels and buckets.
    pub fn measures_like(&self, other: &Self) -> bool {
        let labels = |metric: &Self| -> BTreeMap<String, Option<BTreeSet<String>>> {
            let labels = metric.labels.iter().map(|label| {
                let values = label.values.as_ref();
                (
                    label.name.clone(),
                    values.map(|values| values.iter().cloned().collect()),
                )
            });
            labels.collect()
        };
        self.kind == other.kind
            && self.measured_in() == other.measured_in()
            && self.buckets == other.buckets
            && labels(self) == labels(other)
    }
}

impl Contract {
    /// The metric of a name.
    pub fn metric(&self, name: &str) -> Option<&Metric> {
        self.metrics.iter().find(|metric| metric.name == name)
    }

    /// The metric that a deprecated one is another name of: the one that replaces it, where both measure the same.
    pub fn alias_of(&self, metric: &Metric) -> Option<&Metric> {
        let name = metric.deprecated.as_ref()?.replaced_by.as_ref()?;
        let new = self.metric(name)?;
        metric.measures_like(new).then_some(new)
    }

    /// Whether the contract accepts a finding about it, by an `x-contracts-allow` at its place or around it.
    pub fn accepts(&self, finding: &Finding) -> bool {
        accept::accepts(&self.document, &self.source, finding)
    }
}
