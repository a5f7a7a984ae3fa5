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
    /// First and last status of each range whose body is streamed instead of buffered.
    pub streams: &'static [(u16, u16)],
}

impl Operation {
    pub(super) fn is_stream(&self, status: u16) -> bool {
        self.streams
            .iter()
            .any(|(low, high)| (*low..=*high).contains(&status))
    }
}
