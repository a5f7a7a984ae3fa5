use std::{
    task::{Context, Poll},
    time::Duration,
};

/// Waits; it begins when it is first asked.
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
#[derive(Debug, Default)]
pub(super) struct Timer {
    sleep: Option<std::pin::Pin<Box<tokio::time::Sleep>>>,
    waiting: bool,
}

#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
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

/// Waits; it begins when it is first asked.
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
#[derive(Default)]
pub(super) struct Timer(Option<crate::client::BoxFuture<'static, ()>>);

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
impl Timer {
    pub(super) fn poll(&mut self, cx: &mut Context<'_>, after: Duration) -> Poll<()> {
        let new = || Box::pin(crate::client::platform::sleep(after)) as _;
        self.0.get_or_insert_with(new).as_mut().poll(cx)
    }

    pub(super) fn stop(&mut self) {
        self.0 = None;
    }
}

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
impl std::fmt::Debug for Timer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Timer").finish()
    }
}
