//! What differs between a browser and everything else: threads, the clock, timers.

use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    task::Poll,
    time::Duration,
};

/// A future on the heap, so that generated methods need no type of their own. In a browser it stays in its thread.
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
pub type BoxFuture<'c, T> = Pin<Box<dyn Future<Output = T> + Send + 'c>>;

/// A future on the heap, so that generated methods need no type of their own. In a browser it stays in its thread.
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
pub type BoxFuture<'c, T> = Pin<Box<dyn Future<Output = T> + 'c>>;

/// `Send`, except in a browser.
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
pub trait MaybeSend: Send {}

#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
impl<T: Send + ?Sized> MaybeSend for T {}

/// `Send`, except in a browser.
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
pub trait MaybeSend {}

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
impl<T: ?Sized> MaybeSend for T {}

#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
pub(super) use std::time::Instant;
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
pub(super) use web_time::Instant;

/// Waits.
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
pub(super) async fn sleep(time: Duration) {
    tokio::time::sleep(time).await;
}

/// Waits.
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
pub(super) async fn sleep(time: Duration) {
    gloo_timers::future::sleep(time).await;
}

/// What `future` comes to, or nothing where it takes longer than `limit`.
pub(super) async fn within<T>(
    limit: Option<Duration>,
    mut future: Pin<&mut impl Future<Output = T>>,
) -> Option<T> {
    let Some(limit) = limit else {
        return Some(future.await);
    };
    let mut end = pin!(sleep(limit));
    poll_fn(|cx| match future.as_mut().poll(cx) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => end.as_mut().poll(cx).map(|()| None),
    })
    .await
}
