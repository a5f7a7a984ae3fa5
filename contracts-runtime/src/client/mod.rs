//! What generated HTTP clients call.
//!
//! A generated method fills a [`Call`] from its arguments; [`Call::send`] makes the request and hands
//! the [`Reply`] to the operation's `decode` function, which knows the declared statuses. People who
//! use a client meet [`Response`], [`UndeclaredResponse`], [`BrokenResponse`], [`TransportError`],
//! [`Events`], [`Items`] and [`ByteStream`]; the rest is for generated code.
//!
//! How a client works is said by its [`Settings`]: timeouts, [`Retry`], limits, [`Hook`]s. Who calls is said by a
//! [`Credential`] for each security scheme; a [`Secret`] is shown nowhere.
//!
//! HTTP is spoken by `reqwest`, without TLS unless the program that uses the client turns on one of
//! reqwest's TLS features; pass a client of your own to `with_http` for proxies, certificates or default headers.
//! In a browser (`wasm32-unknown-unknown`) it is spoken by the browser, and futures stay in their thread.

mod auth;
mod base;
mod body;
mod call;
mod date;
mod error;
mod events;
mod form;
mod headers;
mod hook;
mod json;
mod limit;
mod macros;
mod media;
mod multipart;
mod operation;
mod outcome;
mod page;
mod parameter;
mod peek;
mod platform;
mod reply;
mod retry;
mod secret;
mod send;
mod settings;
mod stream;
mod text;

pub use bytes::Bytes;
pub use http::{HeaderMap, StatusCode};
pub use reqwest;
pub use serde_json::{Map, Value};

pub use crate::{
    __client_failure as failure,
    style::{Place, Style},
};
pub use auth::{Carrier, Credential, CredentialError, SecurityScheme};
pub use base::{Client, server_url};
pub use body::{Body, StreamError};
pub use call::Call;
#[doc(hidden)]
pub use error::answered;
pub use error::{BrokenResponse, HeaderError, InvalidBaseUrl, TransportError, UndeclaredResponse};
pub use events::{
    BrokenEvent, Event, EventError, Events, InvalidData, Items, Protocol, RawEvent, Received,
    Reconnect, State, StreamLimits,
};
pub use headers::{FromHeaders, Headers};
pub use hook::{Attempt, Head, Hook};
pub use multipart::{Member, Part, Parts};
pub use operation::Operation;
pub use outcome::{done, done_as, failed, undeclared};
pub use page::{Next, PageItems, Pages, Paging};
pub use parameter::Parameter;
pub use platform::{BoxFuture, MaybeSend};
pub use reply::{Reply, Response};
pub use retry::Retry;
pub use secret::Secret;
pub use settings::Settings;
pub use stream::ByteStream;
