//! The queues of one pool: bounded, first in first out, one for each priority.
//!
//! What a full queue does is decided here; who may enter at all is decided by `admission`. Nothing here knows the time:
//! which task was asked for last is a matter of order.

mod full;
mod levels;

#[cfg(test)]
mod model;
#[cfg(test)]
mod tests;

pub use levels::{Full, Level, Pushed, Queues, Ticket};
