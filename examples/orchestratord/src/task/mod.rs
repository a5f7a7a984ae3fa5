//! Tasks: what is known of each from its admission until it is forgotten.

mod lifecycle;
mod output;
mod tasks;

pub use lifecycle::{Outcome, Phase, Stop, Task};
pub use output::Output;
pub use tasks::{KEPT, MOST_FINISHED, Tasks};
