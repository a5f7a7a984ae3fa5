use std::time::{Duration, Instant};

/// How long the steps of generating took.
///
/// Code is emitted and printed on all cores where there is much of it. Those two are the times of all threads
/// together, the others go by the clock on the wall.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timings {
    /// Reading and checking documents.
    pub load: Duration,
    /// From schemas to types with names.
    pub lower: Duration,
    /// From types and operations to tokens.
    pub emit: Duration,
    /// From tokens to text.
    pub print: Duration,
    /// Comparing the text with the files there are, and writing those that differ.
    pub write: Duration,
}

impl Timings {
    /// The steps by name, in their order.
    pub fn steps(&self) -> [(&'static str, Duration); 5] {
        [
            ("load", self.load),
            ("lower", self.lower),
            ("emit", self.emit),
            ("print", self.print),
            ("write", self.write),
        ]
    }

    /// Adds the times of somebody else.
    pub fn add(&mut self, other: &Self) {
        self.load += other.load;
        self.lower += other.lower;
        self.emit += other.emit;
        self.print += other.print;
        self.write += other.write;
    }
}

/// Adds the time that `run` takes to a step.
pub(crate) fn timed<T>(step: &mut Duration, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = run();
    *step += start.elapsed();
    done
}
