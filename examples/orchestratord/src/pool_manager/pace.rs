//! How fast a pool is, for predictions.

use std::time::Duration;

/// A moving average of the time that a token takes.
#[derive(Debug)]
pub(super) struct Pace(f64);

impl Pace {
    /// Nothing is known yet but what is expected.
    pub(super) fn new(expected: Duration) -> Self {
        Self(expected.as_secs_f64())
    }

    /// A token took so long.
    pub(super) fn learn(&mut self, took: Duration) {
        self.0 += (took.as_secs_f64() - self.0) / 16.0;
    }

    /// How long so many tokens take.
    #[allow(clippy::cast_precision_loss, reason = "it is an estimate")]
    pub(super) fn time(&self, tokens: u64) -> Duration {
        Duration::try_from_secs_f64(self.0 * tokens as f64).unwrap_or(Duration::MAX)
    }
}
