//! From the closed representation to Rust code. Emitters read the IR, the operation model and the metrics contract,
//! and nothing else.

pub(crate) mod client;
mod docs;
mod headers;
#[cfg(test)]
mod hostile;
mod limits;
pub(crate) mod metrics;
mod parameter;
mod parts;
mod registry;
pub(crate) mod server;
pub(crate) mod types;
