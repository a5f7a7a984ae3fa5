use std::{fmt, sync::Arc, time::Duration};

use super::{Hook, Retry};

/// How a client works: timeouts, retries, limits, hooks.
///
/// ```
/// use std::time::Duration;
/// use contracts_runtime::client::{Retry, Settings};
///
/// let settings = Settings::new()
///     .timeout(Duration::from_secs(5))
///     .retry(Retry::times(3))
///     .body_limit(1 << 20);
/// ```
#[derive(Clone)]
pub struct Settings {
    pub(super) timeout: Option<Duration>,
    pub(super) retry: Option<Retry>,
    pub(super) body_limit: usize,
    pub(super) hooks: Vec<Arc<dyn Hook>>,
}

/// How long an answer is waited for where nobody says.
const TIMEOUT: Duration = Duration::from_secs(60);

/// How long a body may be where nobody says.
const BODY_LIMIT: usize = 16 << 20;

impl Default for Settings {
    fn default() -> Self {
        Self {
            timeout: Some(TIMEOUT),
            retry: None,
            body_limit: BODY_LIMIT,
            hooks: Vec::new(),
        }
    }
}

impl Settings {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long a request may take: until the whole answer is there, or its headers where it is a stream. Each retry
    /// has that time again. `None` waits for ever. Defaults to 60 seconds.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.timeout = timeout.into();
        self
    }

    /// When a request is sent again. Defaults to never.
    pub fn retry(mut self, retry: impl Into<Option<Retry>>) -> Self {
        self.retry = retry.into();
        self
    }

    /// How many bytes of a body are read into memory. A longer one is a broken response, with its beginning; one of
    /// an undeclared status is cut off. Streams have no limit. Defaults to 16 MiB.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Adds a hook. They are called in the order in which they were added.
    pub fn hook(mut self, hook: impl Hook + 'static) -> Self {
        self.hooks.push(Arc::new(hook));
        self
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("timeout", &self.timeout)
            .field("retry", &self.retry)
            .field("body_limit", &self.body_limit)
            .field("hooks", &self.hooks.len())
            .finish()
    }
}
