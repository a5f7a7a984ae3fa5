//! The orchestrator's HTTP client, one module per OpenAPI document; its types are those of `api_types`.
//!
//! Each operation is a method that takes what is required and returns a builder for the rest. `send`
//! answers with the declared success, its headers typed, or with an error enum that has a variant for
//! each declared status (OC-CLIENT-4001, OC-CLIENT-4002).
//!
//! ```no_run
//! use openapi_client::data::{Client, CancelTaskError};
//!
//! # async fn cancel(id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::new(Client::SERVER)?.with_api_key("the caller's key");
//! match client.cancel_task(&id).x_correlation_id("my-trace").send().await {
//!     Ok(answer) => println!("cancelled: {}", answer.status),
//!     Err(CancelTaskError::NotFound(answer)) => println!("no such task: {}", answer.body.message),
//!     Err(other) => return Err(other.into()),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The answer of `stream_task` is a stream of typed events, which is checked for the contract's order while it is read
//! (OC-CLIENT-4006); it is a `Stream`, too.
//!
//! ```no_run
//! use openapi_client::data::{Client, StreamTaskEvent};
//!
//! # async fn follow(client: Client, id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
//! let mut events = client.stream_task(&id).send().await?.body;
//! while let Some(event) = events.next().await {
//!     match event? {
//!         StreamTaskEvent::Token(token) => print!("{}", token.t),
//!         StreamTaskEvent::Error(error) => println!("failed: {}", error.message),
//!         other => println!("{other:?}"),
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The API key is sent with every operation that asks for one, and shown nowhere. `Client::with_settings` has timeouts,
//! retries, limits and hooks.

#[allow(
    clippy::all,
    rustdoc::all,
    reason = "descriptions and names are the documents'"
)]
#[cfg(contracts_fresh)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/generated.rs"));
}
#[allow(clippy::all, deprecated, rustdoc::all, reason = "descriptions and names are the documents'")]
#[cfg(not(contracts_fresh))]
#[rustfmt::skip]
mod generated;

pub use generated::{control, data};
