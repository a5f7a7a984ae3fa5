//! Answers that come in pieces: the enums of events, and what the others read.

use contracts_core::{
    Pointer,
    event::{Automaton, EventStream, EventType, Grammar},
    openapi::{Framing, MediaType, Operation},
};

use super::{Planner, Site, content::Body};
use crate::{
    emit::{docs, types::type_path},
    lower::ir::{Scalar, Type},
    name::{self, Scope},
    tokens::{Literal, TokenStream, format_ident, quote},
};

/// The events of a stream.
pub(super) struct Enum<'c> {
    stream: &'c EventStream,
    /// Whose events they are, in words.
    of: String,
    /// The variant of each event, and what its data is read as; text where there is no type.
    variants: Vec<(String, Option<Type>)>,
}

/// How a sequence of values is read.
pub(super) fn body<'c>(
    planner: &mut Planner<'c>,
    media: &'c MediaType,
    framing: Framing,
    (hint, of): (&str, String),
) -> Body {
    let lines = match framing {
        Framing::EventStream => {
            let event = media
                .events
                .as_ref()
                .map(|stream| named(planner, media, stream, (hint, of)));
            return Body::Events { event };
        }
        Framing::JsonLines => true,
        Framing::JsonSequence => false,
    };
    let types = &planner.client.ir.types;
    let of = |pointer: &Option<Pointer>| types.get(pointer.as_ref()?).cloned();
    // Where only the whole is described, people describe one of its values, or the list of them.
    let ty = of(&media.items).or_else(|| match of(&media.schema)? {
        Type::Array(item) => Some(*item),
        Type::Scalar(Scalar::Text) => None,
        one => Some(one),
    });
    let ty = ty.unwrap_or(Type::Any);
    Body::Items { lines, ty }
}

/// The enum of a stream's events.
fn named<'c>(
    planner: &mut Planner<'c>,
    media: &'c MediaType,
    stream: &'c EventStream,
    (hint, of): (&str, String),
) -> String {
    if let Some(name) = planner.events.name(&media.pointer) {
        return name;
    }
    let name = planner
        .names
        .take_type(name::type_case(&format!("{hint}-event")));
    let mut variants = Scope::with(["Unknown"]);
    let types = &planner.client.ir.types;
    let variant = |event: &EventType| {
        let name = variants.take_type(name::variant_case(&event.name));
        let schema = event.schema.as_ref();
        let ty = schema.map(|pointer| types.get(pointer).cloned().unwrap_or(Type::Any));
        (name, ty)
    };
    let variants = stream.events.iter().map(variant).collect();
    let item = Enum {
        stream,
        of,
        variants,
    };
    planner.events.keep(&media.pointer, name, item)
}

/// The code of an enum.
pub(super) fn emit(site: &Site, name: &str, item: &Enum<'_>) -> TokenStream {
    let ident = format_ident!("{name}");
    let doc = docs::attributes(&words(name, item));
    let events = item.stream.events.iter().zip(&item.variants);
    let (variants, arms): (Vec<_>, Vec<_>) = events
        .enumerate()
        .map(|(index, (event, (variant, ty)))| {
            let variant = format_ident!("{variant}");
            let index = Literal::usize_unsuffixed(index);
            let said = event.description.as_deref();
            let doc = said.map_or_else(
                || docs::attributes(&format!("The event `{}`.", event.name)),
                docs::attributes,
            );
            let (ty, read) = match ty {
                Some(ty) => (type_path(ty, &site.home), quote!(event.json()?)),
                None => (quote!(::std::string::String), quote!(event.text())),
            };
            (
                quote!(#doc #variant(#ty),),
                quote!(::std::option::Option::Some(#index) => Self::#variant(#read),),
            )
        })
        .unzip();
    let protocol = protocol(item.stream);
    quote! {
        #doc
        #[derive(Clone, Debug)]
        pub enum #ident {
            #(#variants)*
            /// An event that the contract does not declare.
            Unknown(rt::RawEvent),
        }

        impl rt::Event for #ident {
            const PROTOCOL: &'static rt::Protocol = &#protocol;

            #[inline]
            fn read(event: &rt::Received<'_>) -> ::std::result::Result<Self, rt::InvalidData> {
                ::std::result::Result::Ok(match event.declared() {
                    #(#arms)*
                    _ => Self::Unknown(event.raw()),
                })
            }
        }
    }
}

/// The setter of builders whose answer is a stream of events.
pub(super) fn setter(operation: &Operation) -> Option<TokenStream> {
    let responses = operation.responses.iter();
    let mut successes = responses.filter(|response| response.status.is_success());
    let is_stream = |media: &MediaType| media.framing() == Some(Framing::EventStream);
    let streams = successes.any(|response| response.content.iter().any(is_stream));
    streams.then(|| {
        quote! {
            /// Asks for the events after the one with this `id`, of a stream that was read before.
            #[inline]
            pub fn with_last_event_id(mut self, id: &str) -> Self {
                self.0.last_event_id(id);
                self
            }
        }
    })
}

/// The names of a stream's events, and the automaton of their order.
fn protocol(stream: &EventStream) -> TokenStream {
    let mut names: Vec<&str> = stream.events.iter().map(|it| it.name.as_str()).collect();
    // A document with mistakes may order events that it does not declare.
    let ordered = stream.grammar.iter().flat_map(Grammar::names);
    for name in ordered {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let states = stream.automaton().map(|it| states(&it, &names));
    quote!(rt::Protocol { events: &[#(#names),*], states: &[#states] })
}

fn states(automaton: &Automaton, names: &[&str]) -> TokenStream {
    let number = Literal::usize_unsuffixed;
    let states = automaton.states.iter().map(|state| {
        let accepting = state.accepting;
        let next = state.next.iter().filter_map(|(event, to)| {
            let event = number(names.iter().position(|name| name == event)?);
            let to = number(*to);
            Some(quote!((#event, #to)))
        });
        quote!(rt::State { accepting: #accepting, next: &[#(#next),*] })
    });
    quote!(#(#states),*)
}

/// What the events are, in which order they come, and how they are read.
fn words(name: &str, item: &Enum<'_>) -> String {
    let order = item.stream.grammar.as_ref().map_or_else(
        || "They come in any order.".to_owned(),
        |grammar| format!("They come in this order: `{grammar}`."),
    );
    let arms = item.variants.iter().map(|(variant, _)| {
        let value = name::snake_case(variant);
        format!("        {name}::{variant}({value}) => {{}}\n")
    });
    let arms: String = arms.collect();
    format!(
        "The events of {}.\n\n{order}\n\n```text\nwhile let Some(event) = answer.body.next().await {{\n    \
         match event? {{\n{arms}        {name}::Unknown(event) => {{}}\n    }}\n}}\n```",
        item.of
    )
}
