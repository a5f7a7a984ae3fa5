//! Pools: their queues, their replicas, and how they start, drain and reload.
//!
//! What is here is state and what it allows; nothing waits. The futures that change it are in `orchestrator`.

mod life;
mod pace;
mod pool;
mod rate;
mod replica;

#[cfg(test)]
mod tests;

pub use life::{Life, Unfit};
pub use pool::Pool;
pub use replica::{Replica, ReplicaState};
