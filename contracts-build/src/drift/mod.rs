//! Committed artifacts against what their sources generate: comparing and writing are one function
//! with a [`Mode`].

mod diff;
mod file;
mod lock;
mod reconcile;
mod report;
mod tools;

pub(crate) use file::{is_generated, read as read_text, remove_leftovers, write as write_text};
pub use lock::LOCK_FILE;
pub use reconcile::reconcile;
pub use report::{Cause, Entry, Mode, Report, Scope, State};
