//! Links of Markdown documents and of rustdoc comments, and whether they lead anywhere.
//!
//! - A *link* leads to a file, a folder, an anchor or the web, in Markdown or in HTML within it.
//! - A *path* is inline code that claims to be a file or folder: it has a `/` and ends with one, or
//!   with a well-known extension. It counts from the document's folder or from any folder above it.
//! - In rustdoc, links to items are rustdoc's business; those to files are checked here.
//!
//! What is in blocks of code is an example and leads nowhere. Placeholders are no paths: anything with
//! other characters than names have, `path/to/…`, folders in capitals. A folder's name alone, as in
//! `src/`, is any folder of that name. A Markdown comment accepts what the paragraph, list or table
//! below it says, and why. Right below a heading it is about the whole section, and at the beginning
//! about the whole document:
//!
//! ```markdown
//! <!-- contracts-allow: broken-path it is a file of another project -->
//! ```
//!
//! Nothing here touches a disk or the web: a [`Tree`] says which files there are.

mod allow;
mod check;
mod markdown;
mod model;
mod online;
mod path;
mod rustdoc;
mod tree;

pub use check::check;
pub use model::{Link, Page, Target};
pub use online::{answered, is_example};
pub use tree::Tree;

use crate::source::SourceId;

/// Reads the links of a file: Markdown, or the doc comments of Rust. Other files have none.
pub fn read(source: &SourceId, text: &str) -> Option<Page> {
    match source.as_str().rsplit_once('.')?.1 {
        "md" | "markdown" => Some(markdown::page(source, text)),
        "rs" => Some(rustdoc::page(source, text)),
        _ => None,
    }
}
