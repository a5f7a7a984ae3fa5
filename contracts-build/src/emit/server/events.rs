//! The sender of a stream: a type per state of the grammar, whose methods send an event and give the next state.

use contracts_core::event::{Automaton, EventStream, State};

use super::{Planner, Server};
use crate::{
    emit::{docs, types::type_path},
    lower::ir::Type,
    name::{self, Scope},
    tokens::{Ident, Literal, TokenStream, format_ident, quote},
};

/// Grammars with more states are followed when they run.
const MOST_STATES: usize = 16;

/// The event that ends a stream that failed.
const FAILURE: &str = "error";

/// A stream, with every name decided.
pub(super) struct Stream {
    /// What an answer holds.
    pub(super) events_type: String,
    grammar: String,
    automaton: Automaton,
    /// The type of each state; one for all where there are too many.
    states: Vec<String>,
    /// The enum of the events, where the order is followed when it runs.
    any: Option<String>,
    events: Vec<Event>,
    /// The failure event, where it is declared, may come anywhere and ends the stream there.
    pub(super) failure: Option<String>,
}

struct Event {
    name: String,
    doc: String,
    method: String,
    variant: String,
    /// Its data; text where it has no schema.
    ty: Option<Type>,
}

impl Stream {
    pub(super) fn failure_type(&self) -> Option<&Type> {
        let failure = self.failure.as_ref()?;
        let event = self.events.iter().find(|event| event.name == *failure);
        event.and_then(|event| event.ty.as_ref())
    }

    fn fails(&self, state: &State) -> bool {
        let after = state
            .next
            .get(FAILURE)
            .and_then(|next| self.automaton.states.get(*next));
        self.failure.is_some() && after.is_some_and(|after| after.accepting)
    }
}

pub(super) fn plan(planner: &mut Planner<'_>, stream: &EventStream, base: &str) -> Stream {
    let events = events(planner, stream);
    let automaton = stream.automaton().unwrap_or_else(|| any_order(&events));
    let names = &mut planner.names;
    let events_type = names.take_type(name::type_case(&format!("{base}Events")));
    let grammar = names.take(name::constant_case(&format!("{base}-grammar")));
    let is_typed = automaton.states.len() <= MOST_STATES;
    let states = match is_typed {
        true => state_names(names, &automaton, base),
        false => vec![names.take_type(name::type_case(&format!("{base}Sender")))],
    };
    let any = (!is_typed).then(|| names.take_type(name::type_case(&format!("{base}Event"))));
    let mut planned = Stream {
        events_type,
        grammar,
        automaton,
        states,
        any,
        events,
        failure: Some(FAILURE.to_owned()),
    };
    let typed = planned.failure_type().is_some();
    if !typed
        || !planned
            .automaton
            .states
            .iter()
            .any(|state| planned.fails(state))
    {
        planned.failure = None;
    }
    planned
}

fn events(planner: &Planner<'_>, stream: &EventStream) -> Vec<Event> {
    let ir = planner.server.ir;
    let mut methods = Scope::with(["finish", "gone", "is_gone", "send", "with_id"]);
    let mut variants = Scope::default();
    let mut events: Vec<Event> = Vec::new();
    for event in &stream.events {
        if events.iter().any(|other| other.name == event.name) {
            continue;
        }
        events.push(Event {
            name: event.name.clone(),
            doc: event
                .description
                .clone()
                .unwrap_or_else(|| format!("The event `{}`.", event.name)),
            method: methods.take(name::snake_case(&event.name)),
            variant: variants.take(name::type_case(&event.name)),
            ty: event
                .schema
                .as_ref()
                .map(|schema| ir.types.get(schema).cloned().unwrap_or(Type::Any)),
        });
    }
    events
}

/// Without a grammar, anything may come at any time.
fn any_order(events: &[Event]) -> Automaton {
    let next = events.iter().map(|event| (event.name.clone(), 0)).collect();
    let states = vec![State {
        accepting: true,
        next,
    }];
    Automaton { states }
}

/// The first state is the sender, the others are called by the event that leads there first.
fn state_names(names: &mut Scope, automaton: &Automaton, base: &str) -> Vec<String> {
    let mut states = vec![String::new(); automaton.states.len()];
    states[0] = names.take_type(name::type_case(&format!("{base}Sender")));
    for state in &automaton.states {
        for (event, next) in &state.next {
            if states[*next].is_empty() && !automaton.states[*next].is_end() {
                states[*next] = names.take_type(name::type_case(&format!("{base}-after-{event}")));
            }
        }
    }
    states
}

pub(super) fn emit(server: &Server<'_>, stream: &Stream) -> TokenStream {
    let [events, grammar, first] = [&stream.events_type, &stream.grammar, &stream.states[0]]
        .map(|name| format_ident!("{name}"));
    let table = table(stream);
    let senders = match &stream.any {
        Some(any) => checked(server, stream, &first, &format_ident!("{any}")),
        None => {
            let states = stream
                .automaton
                .states
                .iter()
                .zip(&stream.states)
                .enumerate();
            let states = states.filter(|(_, (_, name))| !name.is_empty());
            let states = states.map(|(at, (state, name))| typed(server, stream, (at, state), name));
            quote!(#(#states)*)
        }
    };
    quote! {
        static #grammar: rt::EventGrammar = #table;

        /// The events of an answer. They come from the sender that was made with it.
        #[derive(Debug)]
        pub struct #events(rt::Events<#first>);

        impl #events {
            /// A sender, and the events it sends; whoever sends more than `room` at once waits for the caller to read.
            #[inline]
            pub fn channel(room: usize) -> (#first, Self) {
                let (sender, events) = rt::Events::channel(&#grammar, room, #first);
                (sender, Self(events))
            }
        }

        #senders
    }
}

fn table(stream: &Stream) -> TokenStream {
    let states = stream.automaton.states.iter().map(|state| {
        let (accepting, fails) = (state.accepting, stream.fails(state));
        let next = state.next.iter().map(|(event, next)| {
            let next = Literal::usize_unsuffixed(*next);
            quote!((#event, #next))
        });
        quote!(rt::EventState { accepting: #accepting, fails: #fails, next: &[#(#next),*] })
    });
    quote!(rt::EventGrammar { states: &[#(#states),*] })
}

/// The type of a state.
fn typed(
    server: &Server<'_>,
    stream: &Stream,
    (at, state): (usize, &State),
    name: &str,
) -> TokenStream {
    let ident = format_ident!("{name}");
    let allowed: Vec<String> = state
        .next
        .keys()
        .map(|event| format!("`{event}`"))
        .collect();
    let doc = docs::attributes(&match at {
        0 => format!(
            "Sends the events of a stream. The first is one of {}.",
            allowed.join(", ")
        ),
        _ => format!("A stream that goes on with one of {}.", allowed.join(", ")),
    });
    let methods = stream.events.iter().filter_map(|event| {
        let next = *state.next.get(&event.name)?;
        Some(send(server, stream, (at, next), event))
    });
    let finish = state.accepting.then(|| {
        quote! {
            /// Ends the stream here.
            #[inline]
            pub fn finish(self) -> rt::Sent {
                rt::Sent::now(self.0)
            }
        }
    });
    let common = common();
    quote! {
        #doc
        #[derive(Debug)]
        #[must_use = "a stream whose sender is dropped before its end has failed"]
        pub struct #ident(rt::EventSender);

        impl #ident {
            #(#methods)*
            #finish
            #common
        }
    }
}

/// What every sender can do.
fn common() -> TokenStream {
    quote! {
        /// Gives the next event an id, which a caller that comes back repeats as `Last-Event-ID`.
        #[inline]
        pub fn with_id(mut self, id: impl ::std::convert::Into<::std::string::String>) -> Self {
            self.0.set_id(id);
            self
        }

        /// Waits until the caller has gone away.
        #[inline]
        pub async fn gone(&self) {
            self.0.gone().await;
        }

        /// Whether the caller has gone away.
        #[inline]
        pub fn is_gone(&self) -> bool {
            self.0.is_gone()
        }
    }
}

/// The type of an event's data as it is given, and the runtime's method that sends it.
fn data(server: &Server<'_>, event: &Event) -> (TokenStream, Ident) {
    match &event.ty {
        Some(ty) => {
            let ty = type_path(ty, &server.home());
            (quote!(&#ty), format_ident!("json"))
        }
        None => (quote!(&str), format_ident!("text")),
    }
}

/// The method that sends an event in a state.
fn send(
    server: &Server<'_>,
    stream: &Stream,
    (at, next): (usize, usize),
    event: &Event,
) -> TokenStream {
    let (method, wire) = (format_ident!("{}", event.method), &event.name);
    let doc = docs::attributes(&event.doc);
    let (ty, send) = data(server, event);
    let (next, value) = match stream.states.get(next) {
        Some(_) if next == at => (quote!(Self), quote!(self)),
        Some(name) if !name.is_empty() => {
            let name = format_ident!("{name}");
            (quote!(#name), quote!(#name(self.0)))
        }
        _ => (quote!(rt::Sent), quote!(rt::Sent::now(self.0))),
    };
    quote! {
        #doc
        #[inline]
        pub async fn #method(
            mut self,
            data: #ty,
        ) -> ::std::result::Result<#next, rt::SendError> {
            self.0.#send(#wire, data).await?;
            ::std::result::Result::Ok(#value)
        }
    }
}

/// One sender for all states, which follows the order when it runs.
fn checked(server: &Server<'_>, stream: &Stream, sender: &Ident, any: &Ident) -> TokenStream {
    let variants = stream.events.iter().map(|event| {
        let (variant, doc) = (
            format_ident!("{}", event.variant),
            docs::attributes(&event.doc),
        );
        let ty = match &event.ty {
            Some(ty) => type_path(ty, &server.home()),
            None => quote!(::std::string::String),
        };
        quote!(#doc #variant(#ty),)
    });
    let arms = stream.events.iter().map(|event| {
        let (variant, wire) = (format_ident!("{}", event.variant), &event.name);
        let (_, send) = data(server, event);
        quote!(#any::#variant(data) => self.0.#send(#wire, data).await,)
    });
    let common = common();
    quote! {
        /// An event of a stream.
        #[derive(Clone, Debug)]
        pub enum #any { #(#variants)* }

        /// Sends the events of a stream. Their order is checked when they are sent; dropping it where the stream may end
        /// ends it.
        #[derive(Debug)]
        pub struct #sender(rt::EventSender);

        impl #sender {
            /// Sends an event.
            ///
            /// # Errors
            ///
            /// It may not come here, or the caller went away.
            #[inline]
            pub async fn send(&mut self, event: &#any) -> ::std::result::Result<(), rt::SendError> {
                match event { #(#arms)* }
            }

            #common
        }
    }
}
