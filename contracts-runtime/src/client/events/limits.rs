use std::time::Duration;

/// How much a stream may ask for before reading stops with an error.
///
/// ```
/// use std::time::Duration;
/// use contracts_runtime::client::StreamLimits;
///
/// let patient = StreamLimits {
///     idle: None,
///     ..StreamLimits::default()
/// };
/// assert_eq!(StreamLimits::default().idle, Some(Duration::from_secs(300)));
/// # drop(patient);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamLimits {
    /// Bytes of a line, or of a JSON value; 1 MiB.
    pub line: usize,
    /// Bytes of an event, all its lines together; 4 MiB.
    pub event: usize,
    /// How long nothing at all may come, comments included; five minutes.
    pub idle: Option<Duration>,
    /// How long, after the last event that the contract allows, the connection is watched for what comes all the
    /// same; a second.
    pub after_end: Duration,
}

impl Default for StreamLimits {
    fn default() -> Self {
        Self {
            line: 1 << 20,
            event: 4 << 20,
            idle: Some(Duration::from_secs(300)),
            after_end: Duration::from_secs(1),
        }
    }
}
