use std::{
    task::{Context, Poll},
    time::Duration,
};

use crate::client::platform::{BoxFuture, sleep};

/// Waits; it begins when it is first asked.
#[derive(Default)]
pub(super) struct Timer(Option<BoxFuture<'static, ()>>);

impl Timer {
    pub(super) fn poll(&mut self, cx: &mut Context<'_>, after: Duration) -> Poll<()> {
        let wait = self.0.get_or_insert_with(|| Box::pin(sleep(after)));
        wait.as_mut().poll(cx)
    }

    pub(super) fn stop(&mut self) {
        self.0 = None;
    }
}
