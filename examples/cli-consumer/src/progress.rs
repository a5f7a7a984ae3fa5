//! What people see while they wait: on a terminal only.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// How often the spinner turns.
const TURN: Duration = Duration::from_millis(100);

/// A spinner with words about the queue. It is gone when tokens come.
pub(crate) struct Spinner(ProgressBar);

impl Spinner {
    pub(crate) fn new(quiet: bool) -> Self {
        if quiet || !std::io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(TURN);
        Self(bar)
    }

    pub(crate) fn say(&self, words: impl Into<String>) {
        self.0.set_message(words.into());
    }

    /// How many tasks are ahead, and when it is this one's turn where that is known.
    pub(crate) fn waits(&self, ahead: i64, start_ms: Option<i64>) {
        self.say(words(ahead, start_ms));
    }

    pub(crate) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        self.clear();
    }
}

fn words(ahead: i64, start_ms: Option<i64>) -> String {
    let start = start_ms.and_then(|ms| u64::try_from(ms).ok());
    let place = match (ahead, start) {
        // Nobody is ahead and nothing has to be waited for: it runs.
        (..=0, Some(0)) => return "waiting for the first token".to_owned(),
        (..=0, _) => "next in the queue".to_owned(),
        (1, _) => "in the queue, 1 task ahead".to_owned(),
        (more, _) => format!("in the queue, {more} tasks ahead"),
    };
    match start {
        Some(ms) => {
            let wait = Duration::from_millis(ms);
            format!("{place}, starts in about {wait:.1?}")
        }
        None => place,
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn the_place_in_the_queue_is_told_in_words() {
        for (ahead, start, expect) in [
            (0, Some(0), "waiting for the first token"),
            (0, Some(5000), "next in the queue, starts in about 5.0s"),
            (0, None, "next in the queue"),
            (1, None, "in the queue, 1 task ahead"),
            (
                3,
                Some(1250),
                "in the queue, 3 tasks ahead, starts in about 1.2s",
            ),
            (2, Some(-1), "in the queue, 2 tasks ahead"),
        ] {
            assert_eq!(words(ahead, start), expect);
        }
    }
}
