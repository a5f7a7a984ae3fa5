//! A document's examples through its generated types and back.
//!
//! [`Trial`] takes the examples of a document, judges them by the document's own schemas, and knows the text of a program
//! that reads each as its type and writes it again. Whoever has compiled and run that program hands in what it said, and
//! learns what is not the same. Nothing here compiles or runs anything.

mod cases;
pub mod compare;
mod dialect;
pub mod examples;
mod instant;
mod judge;
pub mod program;
mod reason;
mod trial;
mod types;

pub use trial::{Exception, Trial, Verdict};
