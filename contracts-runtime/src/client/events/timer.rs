use std::{
    task::{Context, Poll},
    time::Duration,
};

/// Waits; it begins when it is first asked.
#[derive(Debug, Default)]
pub(super) struct Timer {
    #[cfg(not(target_arch = "wasm32"))]
    sleep: Option<std::pin::Pin<Box<tokio::time::Sleep>>>,
    #[cfg(not(target_arch = "wasm32"))]
    waiting: bool,
}

#[cfg(not(target_arch = "wasm32"))]
impl Timer {
    pub(super) fn poll(&mut self, cx: &mut Context<'_>, after: Duration) -> Poll<()> {
        let sleep = self
            .sleep
            .get_or_insert_with(|| Box::pin(tokio::time::sleep(after)));
        // Made once and set again, as a stream waits between any two of its chunks.
        if !std::mem::replace(&mut self.waiting, true) {
            match tokio::time::Instant::now().checked_add(after) {
                Some(end) => sleep.as_mut().reset(end),
                None => return Poll::Pending,
            }
        }
        sleep.as_mut().poll(cx)
    }

    pub(super) fn stop(&mut self) {
        self.waiting = false;
    }
}

/// There is no timer; nobody waits.
#[cfg(target_arch = "wasm32")]
impl Timer {
    pub(super) fn poll(&mut self, _: &mut Context<'_>, _: Duration) -> Poll<()> {
        Poll::Pending
    }

    pub(super) fn stop(&mut self) {}
}
