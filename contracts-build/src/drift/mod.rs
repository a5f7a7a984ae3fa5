//! Committed artifacts against what their sources generate: comparing and writing are one function
//! with a [`Mode`].

mod diff;
mod file;
mod lock;
mod reconcile;
mod report;
mod tools;

pub use lock::LOCK_FILE;
pub use reconcile::reconcile;
pub use report::{Cause, Entry, Mode, Report, Scope, State};
