//! The integration tests of the configuration.

// `cfg(test)` tells clippy that helpers are test code too.
#[cfg(test)]
mod formats;
#[cfg(test)]
mod load;
#[cfg(test)]
mod schema;
