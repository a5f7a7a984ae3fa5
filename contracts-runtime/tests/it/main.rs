//! The integration tests of contracts-runtime, one module per feature.

// `cfg(test)` tells clippy that helpers are test code too.
#[cfg(test)]
#[cfg(feature = "config")]
mod config;
#[cfg(test)]
#[cfg(feature = "config")]
mod formats;
