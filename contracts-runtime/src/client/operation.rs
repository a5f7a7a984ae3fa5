use super::media;

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
}
