//! What a family has one of for each set of labels.

use std::{
    fmt,
    sync::atomic::{AtomicU64, Ordering},
};

use prometheus_client::{
    encoding::{EncodeMetric, MetricEncoder},
    metrics::{TypedMetric, counter, gauge},
};

pub use prometheus_client::metrics::histogram::Histogram;

/// Counts whole things.
pub type Counter = counter::Counter<u64, AtomicU64>;

/// Adds up what comes in parts, such as seconds.
pub type FloatCounter = counter::Counter<f64, AtomicU64>;

/// Holds a number that goes up and down.
pub type Gauge = gauge::Gauge<f64, AtomicU64>;

/// A counter, gauge or histogram. Clones are the same one.
pub trait Child: EncodeMetric + TypedMetric + Clone + fmt::Debug + Send + Sync + 'static {
    /// One that nothing happened to yet; histograms have these buckets, and one up to infinity.
    fn with_buckets(buckets: &'static [f64]) -> Self;

    /// Writes its samples without adding anything to the name.
    ///
    /// # Errors
    ///
    /// The encoder's.
    fn encode_as_named(&self, encoder: MetricEncoder<'_>) -> fmt::Result {
        self.encode(encoder)
    }
}

impl Child for Counter {
    fn with_buckets(_: &'static [f64]) -> Self {
        Self::default()
    }

    fn encode_as_named(&self, mut encoder: MetricEncoder<'_>) -> fmt::Result {
        encoder.encode_gauge(&self.get())
    }
}

impl Child for FloatCounter {
    fn with_buckets(_: &'static [f64]) -> Self {
        Self::default()
    }

    fn encode_as_named(&self, mut encoder: MetricEncoder<'_>) -> fmt::Result {
        let value = f64::from_bits(self.inner().load(Ordering::Relaxed));
        encoder.encode_gauge(&value)
    }
}

impl Child for Gauge {
    fn with_buckets(_: &'static [f64]) -> Self {
        Self::default()
    }
}

impl Child for Histogram {
    fn with_buckets(buckets: &'static [f64]) -> Self {
        Self::new(buckets.iter().copied())
    }
}
