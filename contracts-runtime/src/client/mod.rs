//! What generated HTTP clients call.
//!
//! A generated method fills a [`Call`] from its arguments; [`Call::send`] makes the request and hands
//! the [`Reply`] to the operation's `decode` function, which knows the declared statuses. People who
//! use a client meet [`Response`], [`UndeclaredResponse`], [`BrokenResponse`], [`TransportError`],
//! [`Events`], [`Items`] and [`ByteStream`]; the rest is for generated code.
//!
//! HTTP is spoken by `reqwest`, without TLS unless the program that uses the client turns on one of
//! reqwest's TLS features; pass a client of your own to `with_http` for timeouts, proxies or default headers.

mod body;
mod call;
mod error;
mod events;
mod form;
mod headers;
mod json;
mod media;
mod multipart;
mod operation;
mod parameter;
mod reply;
mod stream;
mod text;

pub use bytes::Bytes;
pub use http::{HeaderMap, StatusCode};
pub use reqwest;
pub use serde_json::{Map, Value};

pub use body::{Body, StreamError};
pub use call::{BoxFuture, Call, Client};
pub use error::{BrokenResponse, HeaderError, InvalidBaseUrl, TransportError, UndeclaredResponse};
pub use events::{
    BrokenEvent, Event, EventError, Events, InvalidData, Items, Protocol, RawEvent, Received,
    State, StreamLimits,
};
pub use headers::{FromHeaders, Headers};
pub use multipart::{Member, Part, Parts};
pub use operation::Operation;
pub use parameter::{Parameter, Place, Style};
pub use reply::{Reply, Response};
pub use stream::ByteStream;
