//! From a requirement to what promises, implements and verifies it.
//!
//! - *Promised*: its id stands in an `x-req-id` of a document ([`promises`]).
//! - *Implemented*: its id stands in a comment of code that is no test.
//! - *Claimed*: its id stands in a comment or attribute of a test, on the function or in it, or in the
//!   code of a doc test. Only whoever runs the test knows whether it is *verified*; see [`Outcome`].
//!
//! Here is what can be seen in the sources. Running tests is not.

mod change;
mod doctest;
mod model;
mod promise;
mod report;
mod test_fn;
mod unknown;
mod walk;

pub use change::{Change, changes};
pub use model::{Claim, Listed, Outcome, Site, Sites, Target, Test};
pub use promise::promises;
pub use report::{Coverage, Report, Story, report};
pub use unknown::unknown;
pub use walk::{code, functions};
