//! CPU time, as the kernel counts it. On a machine that others use, user time is what says most.

use std::time::Duration;

use nix::sys::{
    resource::{Usage, UsageWho, getrusage},
    time::TimeVal,
};

use crate::Failure;

/// CPU time that was spent.
#[derive(Clone, Copy, Debug)]
pub struct Spent {
    /// In programs.
    pub user: Duration,
    /// In the kernel, for them.
    pub system: Duration,
}

impl Spent {
    /// By all children of this process that have ended, and by theirs.
    ///
    /// # Errors
    ///
    /// The kernel does not say.
    pub fn by_children() -> Result<Self, Failure> {
        Ok(Self::of(getrusage(UsageWho::RUSAGE_CHILDREN)?))
    }

    /// By all threads of this process.
    ///
    /// # Errors
    ///
    /// The kernel does not say.
    pub fn by_this_process() -> Result<Self, Failure> {
        Ok(Self::of(getrusage(UsageWho::RUSAGE_SELF)?))
    }

    fn of(usage: Usage) -> Self {
        let duration = |time: TimeVal| {
            let micros = time.tv_sec() * 1_000_000 + time.tv_usec();
            Duration::from_micros(u64::try_from(micros).unwrap_or(0))
        };
        Self {
            user: duration(usage.user_time()),
            system: duration(usage.system_time()),
        }
    }
}

/// User time of what `work` starts and waits for.
///
/// # Errors
///
/// Those of `work`.
pub fn of_children<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<(T, Duration), Failure> {
    let before = Spent::by_children()?.user;
    let done = work()?;
    Ok((done, Spent::by_children()?.user.saturating_sub(before)))
}

/// The most memory this process has had resident, in bytes.
///
/// Linux counts what stood in the process that started this one, too, until it became this program: start it
/// from a small one.
///
/// # Errors
///
/// The kernel does not say.
pub fn peak_memory() -> Result<u64, Failure> {
    let unit = if cfg!(target_vendor = "apple") {
        1
    } else {
        1024
    };
    Ok(u64::try_from(getrusage(UsageWho::RUSAGE_SELF)?.max_rss())? * unit)
}

/// Measures each candidate so many times, turn by turn, and keeps the least of each.
///
/// # Errors
///
/// The first of `measure`.
///
/// ```
/// use contracts_benches::cpu;
/// let mut samples = [3, 9, 1, 5].into_iter();
/// let least = cpu::least_of(2, &["a", "b"], |_| Ok(samples.next().unwrap())).unwrap();
/// assert_eq!(least, [1, 5]);
/// ```
pub fn least_of<C, T: Ord>(
    rounds: usize,
    candidates: &[C],
    mut measure: impl FnMut(&C) -> Result<T, Failure>,
) -> Result<Vec<T>, Failure> {
    let mut samples: Vec<Vec<T>> = candidates.iter().map(|_| Vec::new()).collect();
    for _ in 0..rounds {
        for (candidate, samples) in candidates.iter().zip(&mut samples) {
            samples.push(measure(candidate)?);
        }
    }
    let least = samples.into_iter().map(|it| it.into_iter().min());
    let least: Option<Vec<T>> = least.collect();
    least.ok_or_else(|| "there were no rounds".into())
}
