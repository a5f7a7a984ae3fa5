//! From the closed representation to Rust code. Emitters read the IR and the operation model, and
//! nothing else.

pub(crate) mod client;
mod docs;
#[cfg(test)]
mod hostile;
#[cfg(feature = "progenitor")]
pub(crate) mod stock;
pub(crate) mod types;
