//! Asking servers, by way of curl: it is everywhere, and knows proxies and certificates.

use std::process::{Command, Output, Stdio};

/// What curl says when it asks for an address. `instead` is what to do without it.
///
/// # Errors
///
/// There is no curl; the text says what to do.
pub(crate) fn ask(address: &str, arguments: &[&str], instead: &str) -> Result<Output, String> {
    Command::new("curl")
        .args(["--silent", "--location", "--max-time", "20"])
        .args(arguments)
        .args(["--", address])
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cannot run curl: {error}\n    help: install curl, or {instead}"))
}
