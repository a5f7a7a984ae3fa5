//! The flags of the mock engine, in place of those that a real engine takes on its command line.

use std::time::Duration;

/// How a mock engine behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flags {
    /// Tasks that a replica runs at once: `--parallel=N`. Defaults to 4.
    pub parallel: usize,
    /// Time that a token takes: `--token-ms=N`. Defaults to 10 ms.
    pub token: Duration,
    /// Time that loading a model takes: `--load-ms=N`. Defaults to 20 ms.
    pub load: Duration,
    /// The version of each replica's engine, the last one for all further: `--engine-version=A,B`. Defaults to `mock-1`.
    pub versions: Vec<String>,
    /// After so many tokens of a task the engine ends unexpectedly: `--crash-after=N`. Defaults to never.
    pub crash_after: Option<usize>,
    /// After so many tokens of a task it yields none any more: `--stall-after=N`. Defaults to never.
    pub stall_after: Option<usize>,
    /// After so many tokens of a task it reports an error of its own: `--fail-after=N`. Defaults to never.
    pub fail_after: Option<usize>,
    /// The model that cannot be loaded: `--fail-load=MODEL`. Defaults to none.
    pub fail_load: Option<String>,
}

impl Default for Flags {
    fn default() -> Self {
        Self {
            parallel: 4,
            token: Duration::from_millis(10),
            load: Duration::from_millis(20),
            versions: vec!["mock-1".to_owned()],
            crash_after: None,
            stall_after: None,
            fail_after: None,
            fail_load: None,
        }
    }
}

impl Flags {
    /// Reads flags.
    ///
    /// # Errors
    ///
    /// With the index of the first flag that is wrong, and what is wrong with it.
    pub(super) fn parse(flags: &[String]) -> Result<Self, (usize, String)> {
        let mut read = Self::default();
        for (at, flag) in flags.iter().enumerate() {
            read.set(flag).map_err(|message| (at, message))?;
        }
        Ok(read)
    }

    fn set(&mut self, flag: &str) -> Result<(), String> {
        let (name, value) = flag.split_once('=').unwrap_or((flag, ""));
        match name {
            "--parallel" => self.parallel = number(name, value, 1, 1024)?,
            "--token-ms" => self.token = duration(name, value)?,
            "--load-ms" => self.load = duration(name, value)?,
            "--engine-version" => self.versions = value.split(',').map(str::to_owned).collect(),
            "--crash-after" => self.crash_after = Some(number(name, value, 0, 1_000_000)?),
            "--stall-after" => self.stall_after = Some(number(name, value, 0, 1_000_000)?),
            "--fail-after" => self.fail_after = Some(number(name, value, 0, 1_000_000)?),
            "--fail-load" => self.fail_load = Some(value.to_owned()),
            _ => return Err(format!("the mock engine has no flag `{flag}`")),
        }
        Ok(())
    }
}

fn number(name: &str, value: &str, least: usize, most: usize) -> Result<usize, String> {
    let number = value.parse().ok().filter(|n| (least..=most).contains(n));
    number.ok_or_else(|| format!("`{name}` is a number from {least} to {most}"))
}

fn duration(name: &str, value: &str) -> Result<Duration, String> {
    let ms = number(name, value, 0, 600_000)?;
    Ok(Duration::from_millis(u64::try_from(ms).unwrap_or(u64::MAX)))
}
