//! Spec documents: Markdown in which each normative sentence has an id.
//!
//! A *requirement* is a sentence with an id; its level is the strongest RFC 2119 word in it, written
//! in capitals (RFC 8174). The id opens the sentence, set off by a colon, brackets or bold type, or
//! closes it in parentheses; anywhere else it refers to a requirement:
//!
//! ```markdown
//! ## Queues
//!
//! - REQ-1001: Each pool MUST keep one bounded queue for each priority.
//! - A cancelled task MUST NOT be dispatched (REQ-1005).
//!
//! ## Not implemented
//!
//! - REQ-1001
//!
//! ## Retired
//!
//! - REQ-1003: REQ-1002 says it now.
//! ```
//!
//! - Code, HTML and images are no text: what stands in them is neither normative nor an id. An id in
//!   inline code is one.
//! - Quotes are somebody else's words: ids in them are references.
//! - A row of a table is one text; its first cell may be the id.
//! - A sentence that ends with a colon goes on in the list below it.
//! - Ids that open an item below a heading `Retired` are given up and never used again. Ids that open
//!   one below `Not implemented` are requirements that nothing implements yet.
//!
//! Nothing here judges; that is [`lint`](crate::lint).

mod anchor;
mod block;
mod ids;
mod level;
mod load;
mod model;
mod next;
mod read;
mod sentence;

pub use anchor::{Anchors, anchors};
pub use ids::Ids;
pub use level::Level;
pub use load::{files, load, parse, prefix};
pub use model::{Heading, Mention, Requirement, SpecDocument, Specs};
pub use next::next_ids;
