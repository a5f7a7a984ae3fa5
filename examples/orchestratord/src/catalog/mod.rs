//! The catalog of models: what is known of them, whether they are trusted, and how far they are in their life.

mod models;
mod trust;

pub use models::{Catalog, MOST};
pub use trust::{Verdict, judge};
