use std::time::Duration;

/// How much a request may ask of the server before anybody has looked at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a body; more is refused with 413. Defaults to 2 MiB.
    pub body_bytes: usize,
    /// Objects and lists of a JSON body in each other; more is a violation. Defaults to 64, and cannot be more than 120.
    pub depth: usize,
    /// How long a body may take to arrive; longer is refused with 408. Defaults to 30 seconds.
    pub body_time: Duration,
    /// Pairs of a query; more is refused with 400. Defaults to 1,000.
    pub query_pairs: usize,
    /// Parts of a multipart body; more is refused with 400. Defaults to 1,000.
    pub parts: usize,
    /// Bytes of the head of a part; more is refused with 400. Defaults to 8 KiB.
    pub part_head_bytes: usize,
    /// Bytes of a part; more is a violation. Defaults to 2 MiB, as much as a body may have.
    pub part_bytes: usize,
    /// Violations that a refusal names; the others are counted. Defaults to 100.
    pub violations: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 2 * 1024 * 1024,
            depth: 64,
            body_time: Duration::from_secs(30),
            query_pairs: 1_000,
            parts: 1_000,
            part_head_bytes: 8 * 1024,
            part_bytes: 2 * 1024 * 1024,
            violations: 100,
        }
    }
}
