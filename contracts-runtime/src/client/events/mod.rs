//! Answers that come in pieces: server-sent events, JSON Lines and JSON text sequences.
//!
//! A generated client hands over [`Events`] for `text/event-stream` and [`Items`] for sequences of JSON values. Both
//! are `Stream`s, and have `next` for those who need no stream adapters:
//!
//! ```
//! # async fn read<E: contracts_runtime::client::Event + std::fmt::Debug>(
//! #     mut events: contracts_runtime::client::Events<E>,
//! # ) -> Result<(), contracts_runtime::client::EventError> {
//! while let Some(event) = events.next().await {
//!     println!("{:?}", event?);
//! }
//! # Ok(())
//! # }
//! ```

mod error;
mod items;
mod limits;
mod protocol;
mod received;
mod reconnect;
mod records;
mod source;
mod sse;
#[cfg(test)]
mod tests;
mod timer;
mod typed;

pub use error::{BrokenEvent, EventError};
pub use items::Items;
pub use limits::StreamLimits;
pub use protocol::{Protocol, State};
pub use received::{InvalidData, RawEvent, Received};
pub(super) use reconnect::LAST_EVENT_ID;
pub use reconnect::Reconnect;
pub use typed::{Event, Events};
