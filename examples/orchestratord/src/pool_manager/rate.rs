//! How many tasks are admitted in a second.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// Remembers the latest admissions, so that no second has more than the limit, wherever it begins (OC-CORE-1024).
#[derive(Debug)]
pub(super) struct Rate {
    most: usize,
    window: Duration,
    admitted: VecDeque<Instant>,
}

impl Rate {
    /// A limit below one is one task in more than a second.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "floats become integers with saturation, and the schema has refused what is not positive"
    )]
    pub(super) fn new(limit: f64) -> Self {
        let most = (limit.floor() as usize).max(1);
        let window = (1.0 / limit).clamp(1.0, 86_400.0);
        Self {
            most,
            window: Duration::from_secs_f64(window),
            admitted: VecDeque::new(),
        }
    }

    /// How long to wait until the next task may be admitted; none for now.
    pub(super) fn wait(&mut self, now: Instant) -> Option<Duration> {
        while self
            .admitted
            .front()
            .is_some_and(|at| now >= *at + self.window)
        {
            self.admitted.pop_front();
        }
        let first = self
            .admitted
            .front()
            .filter(|_| self.admitted.len() >= self.most)?;
        Some((*first + self.window).saturating_duration_since(now))
    }

    pub(super) fn admit(&mut self, now: Instant) {
        self.admitted.push_back(now);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::Rate;

    /// When tasks are admitted that come every 100 ms for 3 seconds.
    fn admissions(limit: f64) -> Vec<u64> {
        let (mut rate, start) = (Rate::new(limit), Instant::now());
        let mut admitted = Vec::new();
        for ms in (0..3000).step_by(100) {
            let now = start + Duration::from_millis(ms);
            if rate.wait(now).is_none() {
                rate.admit(now);
                admitted.push(ms);
            }
        }
        admitted
    }

    #[test]
    fn no_second_has_more_than_the_limit() {
        // OC-CORE-1024
        assert_eq!(admissions(2.0), [0, 100, 1000, 1100, 2000, 2100]);
        assert_eq!(admissions(2.9), admissions(2.0));
        assert_eq!(admissions(0.5), [0, 2000]);
        assert_eq!(admissions(1000.0).len(), 30);
    }

    #[test]
    fn the_wait_is_until_there_is_room() {
        let (mut rate, start) = (Rate::new(1.0), Instant::now());
        rate.admit(start);
        let at = |ms| start + Duration::from_millis(ms);
        assert_eq!(rate.wait(at(300)), Some(Duration::from_millis(700)));
        assert_eq!(rate.wait(at(1000)), None);
        assert!(
            rate.admitted.is_empty(),
            "nothing is kept longer than needed"
        );
    }
}
