//! What generated servers call.
//!
//! A generated module has a trait with one method per operation, a request struct and a response enum for each, and
//! `router`, which makes an [`axum::Router`] of whoever implements the trait. Everything that is the same for all
//! operations is here: finding the operation, refusing what does not fit the contract before anybody sees it, and
//! writing answers.
//!
//! Whoever implements a generated trait implements [`Service`] too, which says what becomes of refusals, who may
//! call what, and who hears of broken answers; all of it has a default.
//!
//! What people meet: [`Service`], [`Refusal`], [`Violation`], [`Denied`], [`Credentials`], [`Secret`], [`Head`],
//! [`Accept`], [`Part`], [`Limits`], [`Routes`],
//! [`SendError`], [`Unfinished`]. The rest is for generated code.

mod accept;
mod body;
mod content;
mod credentials;
mod events;
mod form;
mod format;
mod head;
mod input;
mod limits;
mod multipart;
mod operation;
mod parameter;
mod parts;
mod path;
mod query;
mod refusal;
mod reply;
mod routes;
mod service;
mod shape;
mod style;

pub use axum::{
    self, Router,
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, Method, StatusCode},
    response::Response,
};
pub use serde_json::{Map, Value};
pub use std::sync::Arc;

pub use crate::style::{Place, Style};
pub use crate::wire::{Bound, CountRule, NumberRule, Pattern, TextRule};
pub use accept::Accept;
pub use content::Content;
pub use credentials::{Credentials, Scheme, SchemeKind, Secret};
pub use events::{
    EventGrammar, EventSender, EventState, Events, ItemSender, Items, SendError, Sent, Unfinished,
    data,
};
pub use head::Head;
pub use input::{Input, Refused};
pub use limits::Limits;
pub use multipart::Part;
pub use operation::{BodyKind, Encoding, Media, Operation, Parameter, RequestBody};
pub use refusal::{Refusal, RefusalKind, Violation, Where};
pub use reply::Reply;
pub use routes::{Answering, BoxFuture, Handler, Routes};
pub use service::{Denied, Service};
pub use shape::{Member, Rest, Shape, fits};
