//! The catalog of models: what is known of them, whether they are trusted, and how far they are in their life.

#[cfg(test)]
mod example;
mod models;
mod trust;

#[cfg(test)]
pub(crate) use example::model;
pub use models::{Catalog, MOST};
pub use trust::{Verdict, judge};
