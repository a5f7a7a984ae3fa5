use std::{
    hash::{BuildHasher, RandomState},
    time::Duration,
};

use http::{HeaderMap, StatusCode, header};

use super::{Operation, TransportError, date, platform::Instant, reply::Reply};

/// When and how often a request is sent again.
///
/// Repeated are requests that do the same however often they arrive (RFC 9110, section 9.2.2): when the connection
/// fails or takes too long, and when they are answered with 408, 429, 502, 503 or 504. Any other request is repeated
/// only when its answer asks for that with a `Retry-After` that the contract declares. A request whose body is a stream
/// is never repeated, nor is one of whose answer something has been handed over already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retry {
    times: u32,
    first_wait: Duration,
    longest_wait: Duration,
    longest_retry_after: Duration,
    deadline: Duration,
}

impl Retry {
    /// Up to this many requests after the first one.
    pub fn times(times: u32) -> Self {
        Self {
            times,
            first_wait: Duration::from_millis(200),
            longest_wait: Duration::from_secs(10),
            longest_retry_after: Duration::from_secs(60),
            deadline: Duration::from_secs(300),
        }
    }

    /// The wait before the first retry. It doubles each time, and chance takes up to half of it away, so that callers
    /// that failed together do not come back together. Defaults to 200 ms.
    pub fn first_wait(mut self, wait: Duration) -> Self {
        self.first_wait = wait;
        self
    }

    /// Where doubling ends. Defaults to 10 seconds.
    pub fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest_wait = wait;
        self
    }

    /// The longest `Retry-After` that is waited for. An answer that asks for more is handed over at once. Defaults to
    /// 60 seconds.
    pub fn longest_retry_after(mut self, wait: Duration) -> Self {
        self.longest_retry_after = wait;
        self
    }

    /// How long after the first request another may begin. Defaults to 5 minutes.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }
}

/// The retries of one call.
pub(super) struct Retries<'c> {
    retry: Option<&'c Retry>,
    operation: &'static Operation,
    /// Nothing where no time is measured, because nothing is repeated.
    begun: Option<Instant>,
    pub(super) done: u32,
}

impl<'c> Retries<'c> {
    pub(super) fn new(retry: Option<&'c Retry>, operation: &'static Operation) -> Self {
        let retry =
            retry.filter(|_| operation.is_idempotent() || !operation.retry_after.is_empty());
        Self {
            retry,
            operation,
            begun: retry.map(|_| Instant::now()),
            done: 0,
        }
    }

    /// Whether the request may be needed once more.
    pub(super) fn are_left(&self) -> bool {
        self.retry.is_some_and(|retry| self.done < retry.times)
    }

    /// How long to wait before the next one; nothing where there is none.
    pub(super) fn wait(&mut self, outcome: &Result<Reply, TransportError>) -> Option<Duration> {
        let retry = self.retry.filter(|retry| self.done < retry.times)?;
        let wait = match outcome {
            Ok(reply) => self.wait_after(retry, reply.status(), reply.headers())?,
            Err(error) if error.is_fleeting() && self.operation.is_idempotent() => {
                self.backoff(retry)
            }
            Err(_) => return None,
        };
        if self.begun?.elapsed().saturating_add(wait) > retry.deadline {
            return None;
        }
        self.done += 1;
        Some(wait)
    }

    fn wait_after(
        &self,
        retry: &Retry,
        status: StatusCode,
        headers: &HeaderMap,
    ) -> Option<Duration> {
        let declared = self.operation.declares_retry_after(status.as_u16());
        let asked = retry_after(headers);
        let is_fleeting = matches!(status.as_u16(), 408 | 429 | 502 | 503 | 504);
        let may = self.operation.is_idempotent() && (is_fleeting || declared && asked.is_some())
            || declared && asked.is_some();
        match asked {
            _ if !may => None,
            Some(asked) => Some(asked).filter(|asked| *asked <= retry.longest_retry_after),
            None => Some(self.backoff(retry)),
        }
    }

    /// Between half of the wait and all of it.
    fn backoff(&self, retry: &Retry) -> Duration {
        let factor = 2_u32.checked_pow(self.done).unwrap_or(u32::MAX);
        let wait = retry
            .first_wait
            .saturating_mul(factor)
            .min(retry.longest_wait);
        wait / 2 + (wait / 2).mul_f64(chance())
    }
}

/// At least 0 and below 1. The standard library seeds its hashers by chance.
fn chance() -> f64 {
    let number = RandomState::new().hash_one(()) >> 32;
    // 32 bits are exact in a float.
    number as f64 / 4_294_967_296.0
}

/// `Retry-After` in seconds or as a date; that counts from the server's own `Date`, whatever the clock here says.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name| headers.get(name)?.to_str().ok().map(str::trim);
    let asked = text(header::RETRY_AFTER)?;
    if let Ok(seconds) = asked.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let (then, now) = (date::seconds(asked)?, date::seconds(text(header::DATE)?)?);
    Some(Duration::from_secs(then.saturating_sub(now)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::operation::tests::operation;
    use http::HeaderValue;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| {
                let name = http::HeaderName::from_static(name);
                (name, HeaderValue::from_static(value))
            })
            .collect()
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let of = |pairs: &[(&'static str, &'static str)]| retry_after(&headers(pairs));
        assert_eq!(of(&[("retry-after", " 7 ")]), Some(Duration::from_secs(7)));
        let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
        let then = |value| of(&[("retry-after", value), date]);
        assert_eq!(
            then("Sun, 06 Nov 1994 08:50:07 GMT"),
            Some(Duration::from_secs(30))
        );
        assert_eq!(then("Sun, 06 Nov 1994 08:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!(
            of(&[("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT")]),
            None
        );
        assert_eq!(of(&[("retry-after", "-1")]), None);
        assert_eq!(of(&[]), None);
    }

    #[track_caller]
    fn waits(method: &'static str, status: u16, asked: Option<&'static str>, expect: Option<u64>) {
        let retry = Retry::times(1)
            .first_wait(Duration::from_secs(4))
            .longest_retry_after(Duration::from_secs(60));
        let mut operation = operation(method);
        operation.retry_after = &[(429, 429), (200, 200)];
        let retries = Retries::new(Some(&retry), Box::leak(Box::new(operation)));
        let pairs: Vec<_> = asked
            .map(|value| ("retry-after", value))
            .into_iter()
            .collect();
        let status = StatusCode::from_u16(status).unwrap();
        let wait = retries.wait_after(&retry, status, &headers(&pairs));
        // Without being asked it is between two and four seconds.
        let wait = wait.map(|wait| match wait.as_millis() {
            2000..=4000 => 0,
            _ => wait.as_secs(),
        });
        assert_eq!(wait, expect, "{method} {status} {asked:?}");
    }

    #[test]
    fn what_is_repeated() {
        for status in [408, 429, 502, 503, 504] {
            waits("GET", status, None, Some(0));
            waits("GET", status, Some("9"), Some(9));
        }
        for method in ["HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "QUERY"] {
            waits(method, 503, None, Some(0));
        }
        for method in ["POST", "PATCH", "CONNECT", "LOCK"] {
            waits(method, 503, None, None);
        }
        for status in [200, 400, 404, 500, 501] {
            waits("GET", status, None, None);
            waits("GET", status, Some("9").filter(|_| status != 200), None);
        }
        waits("GET", 503, Some("61"), None);
        waits("GET", 200, Some("9"), Some(9));
        waits("POST", 503, None, None);
        waits("POST", 503, Some("9"), None);
        waits("POST", 429, None, None);
        waits("POST", 429, Some("9"), Some(9));
        waits("PATCH", 429, Some("9"), Some(9));
    }

    #[test]
    fn waits_double_up_to_the_longest() {
        let retry = Retry::times(99)
            .first_wait(Duration::from_secs(1))
            .longest_wait(Duration::from_secs(10));
        let mut retries = Retries::new(Some(&retry), Box::leak(Box::new(operation("GET"))));
        for (done, longest) in [(0, 1.0), (1, 2.0), (3, 8.0), (4, 10.0), (90, 10.0)] {
            retries.done = done;
            let wait = retries.backoff(&retry).as_secs_f64();
            assert!((longest / 2.0..=longest).contains(&wait), "{done}: {wait}");
        }
        let waits: std::collections::BTreeSet<_> =
            (0..20).map(|_| retries.backoff(&retry)).collect();
        assert!(waits.len() > 10, "chance has its part: {waits:?}");
    }
}
