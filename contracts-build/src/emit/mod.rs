//! From the closed representation to Rust code. Emitters read the IR and the operation model, and
//! nothing else.

pub(crate) mod client;
mod docs;
#[cfg(test)]
mod hostile;
mod limits;
pub(crate) mod server;
pub(crate) mod types;
