//! What the programs and benchmarks of this package share: documents, peers, nested builds, and CPU seconds.

pub mod corpus;
pub mod cpu;
pub mod nested;
pub mod peers;
mod synthetic;

pub use synthetic::{document, operations};

/// Why a measurement could not be made.
pub type Failure = Box<dyn std::error::Error>;
