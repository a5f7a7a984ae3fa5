//! Event streams: which events a response sends, and in which order.
//!
//! The order is a *grammar*, a string such as `started (token | metrics)* (end | error)`.
//! This module parses it, and makes the [`Automaton`] of it that clients and servers follow.

mod automaton;
mod grammar;

pub use automaton::{Ambiguous, Automaton, State};
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
    /// The schema of the JSON in the event's `data:` field; text where it is missing.
    pub schema: Option<Pointer>,
}

impl EventStream {
    /// The automaton of the grammar; none where any order is allowed, or the grammar is ambiguous (which loading has
    /// reported).
    pub fn automaton(&self) -> Option<Automaton> {
        Automaton::of(self.grammar.as_ref()?).ok()
    }
}
