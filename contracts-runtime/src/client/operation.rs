use super::{Carrier, SecurityScheme, media};

/// What a generated client knows about an operation before it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    /// `operationId`.
    pub id: &'static str,
    /// The HTTP method, in upper case.
    pub method: &'static str,
    /// The path template, such as `/v1/tasks/{id}`.
    pub path: &'static str,
    /// The value of `Accept`; no header when empty.
    pub accept: &'static str,
    /// The answers that are read while they come: first and last status, and the media types.
    pub streams: &'static [(u16, u16, &'static [&'static str])],
    /// First and last of the statuses that declare a `Retry-After`.
    pub retry_after: &'static [(u16, u16)],
    /// The alternatives of its security, each a set of schemes that are needed together.
    pub security: &'static [&'static [&'static SecurityScheme]],
}

impl Operation {
    /// An answer whose media type is missing may be one.
    pub(super) fn is_stream(&self, status: u16, media_type: Option<&str>) -> bool {
        self.streams.iter().any(|(low, high, media)| {
            let mut media = media.iter();
            (*low..=*high).contains(&status)
                && media_type.is_none_or(|found| media.any(|it| media::rank(it, found).is_some()))
        })
    }

    pub(super) fn declares_retry_after(&self, status: u16) -> bool {
        is_among(self.retry_after, status)
    }

    /// The parameters of a query that are keys.
    pub(super) fn query_keys(&self) -> impl Iterator<Item = &'static str> + use<> {
        let schemes = self.security.iter().copied().flatten();
        schemes.filter_map(|scheme| match scheme.carrier {
            Carrier::Query(name) => Some(name),
            _ => None,
        })
    }

    /// Whether it does the same however often it arrives (RFC 9110, section 9.2.2).
    pub(super) fn is_idempotent(&self) -> bool {
        let idempotent = ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "QUERY"];
        idempotent.contains(&self.method)
    }
}

fn is_among(ranges: &[(u16, u16)], status: u16) -> bool {
    ranges
        .iter()
        .any(|(low, high)| (*low..=*high).contains(&status))
}

#[cfg(test)]
pub(super) mod tests {
    use super::Operation;

    /// One that declares nothing.
    pub(in crate::client) fn operation(method: &'static str) -> Operation {
        Operation {
            id: "op",
            method,
            path: "/",
            accept: "",
            streams: &[],
            retry_after: &[],
            security: &[],
        }
    }
}
