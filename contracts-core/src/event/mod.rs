//! Event streams: which events a response sends, and in which order.
//!
//! The order is a *grammar*, a string such as `started (token | metrics)* (end | error)`.
//! This module parses it; the automaton that clients and servers follow will be made from it.

mod grammar;

pub use grammar::{Grammar, GrammarError, Item, Repeat, Sequence};

use crate::Pointer;

/// The events of one media type of a response.
#[derive(Clone, Debug, PartialEq)]
pub struct EventStream {
    /// The declared events, in the document's order.
    pub events: Vec<EventType>,
    /// Which orders of events are allowed; any order where it is missing.
    pub grammar: Option<Grammar>,
}

/// One kind of event.
#[derive(Clone, Debug, PartialEq)]
pub struct EventType {
    /// The value of the event's `event:` field.
    pub name: String,
    /// What it means.
    pub description: Option<String>,
    /// The schema of the JSON in the event's `data:` field; anything where it is missing.
    pub schema: Option<Pointer>,
}
