//! Whether a running service keeps its contracts: told by what goes over the wire, and by the documents' own schemas in
//! a validator that knows nothing of what is generated of them.
//!
//! Nothing here knows the example's provider but [`Process`], which starts it.

mod book;
mod declared;
mod events;
mod exchange;
mod member;
mod process;
mod schema;
mod service;

pub use book::Book;
pub use declared::{Exception, judged};
pub use events::Event;
pub use exchange::Exchange;
pub use process::Process;
pub use service::{Answer, Ask, Service, Stream};

/// What can go wrong before anything is verified.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
