//! When to end.

use tokio::signal;

/// Waits for Ctrl-C or, where there is such a thing, the signal to terminate.
///
/// # Errors
///
/// When the signals cannot be listened to.
pub async fn requested() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let mut terminate = signal::unix::signal(signal::unix::SignalKind::terminate())?;
        tokio::select! {
            interrupt = signal::ctrl_c() => interrupt,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    signal::ctrl_c().await
}
