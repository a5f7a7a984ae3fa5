use std::collections::BTreeMap;

use super::{Example, MediaType, encoding, items, model::Framing, operation, sweep};
use crate::{
    Code,
    event::{Automaton, EventStream, EventType, Grammar},
    nearest,
    read::{Node, Reader},
};

pub(super) fn read_all<'v>(cx: &mut Reader<'v>, content: &Node<'v>) -> Vec<MediaType> {
    cx.object(content);
    let members = content.members().collect::<Vec<_>>();
    let read = members.into_iter().filter_map(|(name, node)| {
        // Since 3.2 media types can be shared.
        let node = sweep::resolve(cx, node)?;
        Some(read(cx, name, &node))
    });
    read.collect()
}

fn read<'v>(cx: &mut Reader<'v>, name: &str, node: &Node<'v>) -> MediaType {
    if cx.object(node).is_some() {
        let keys = [
            "schema",
            "example",
            "examples",
            "encoding",
            "itemSchema",
            "itemEncoding",
            "prefixEncoding",
            "$ref",
        ];
        cx.known_keys(node, &keys);
    }
    let mut media = MediaType {
        name: name.to_owned(),
        pointer: node.pointer.clone(),
        schema: node.get("schema").map(|schema| schema.pointer),
        events: None,
        items: None,
        encoding: encoding::read_all(cx, node),
        examples: examples(cx, node),
        requirements: operation::requirements(cx, node),
    };
    let item = node.get("itemSchema");
    match media.framing() {
        Some(Framing::EventStream) => media.events = events(cx, node, item),
        _ => media.items = item.map(|item| item.pointer),
    }
    media
}

fn events<'v>(cx: &mut Reader<'v>, node: &Node<'v>, item: Option<Node<'v>>) -> Option<EventStream> {
    let grammar = node.get("x-sse-grammar");
    let events = match (node.get("x-sse-events"), item) {
        (Some(list), _) => listed(cx, &list),
        (None, Some(item)) => items::events(cx, item)?,
        (None, None) if grammar.is_some() => Vec::new(),
        (None, None) => return None,
    };
    let grammar = grammar.and_then(|grammar| read_grammar(cx, &grammar, &events));
    Some(EventStream { events, grammar })
}

/// The events of `x-sse-events`.
fn listed<'v>(cx: &mut Reader<'v>, list: &Node<'v>) -> Vec<EventType> {
    let mut events: Vec<EventType> = Vec::new();
    for item in cx.list(list) {
        cx.known_keys(&item, &["name", "schema", "description"]);
        let Some(name) = cx.require(&item, "name").and_then(|name| cx.text(&name)) else {
            continue;
        };
        if events.iter().any(|event| event.name == name) {
            cx.report(
                Code::EventGrammar,
                &item.pointer,
                format!("the event `{name}` is declared twice"),
            );
            continue;
        }
        events.push(EventType {
            name,
            description: cx.text_at(&item, "description"),
            schema: item.get("schema").map(|schema| schema.pointer),
        });
    }
    events
}

fn read_grammar<'v>(cx: &mut Reader<'v>, node: &Node<'v>, events: &[EventType]) -> Option<Grammar> {
    let text = cx.text(node)?;
    let grammar: Grammar = match text.parse() {
        Ok(grammar) => grammar,
        Err(error) => {
            let rest = text.get(error.at.start..).unwrap_or_default();
            let message = format!("{error}, at `{rest}`");
            cx.report(Code::EventGrammar, &node.pointer, message);
            return None;
        }
    };
    let declared: Vec<&str> = events.iter().map(|event| event.name.as_str()).collect();
    for name in grammar.names() {
        if !declared.contains(&name) {
            let message = format!("the event `{name}` is not declared in `x-sse-events`");
            let near = nearest(name, declared.iter().copied());
            cx.report(Code::EventGrammar, &node.pointer, message).help =
                near.map(|near| format!("did you mean `{near}`?"));
        }
    }
    if let Err(ambiguous) = Automaton::of(&grammar) {
        let [one, other] = ambiguous.at.each_ref().map(|at| &text[at.start..]);
        let message = format!("{ambiguous}, at `{one}` and at `{other}`");
        cx.report(Code::EventGrammar, &node.pointer, message).help = Some(
            "write it so that the next event tells where it belongs: `a (b | c)` for `a b | a c`"
                .to_owned(),
        );
    }
    Some(grammar)
}

fn examples<'v>(cx: &mut Reader<'v>, node: &Node<'v>) -> BTreeMap<String, Example> {
    let Some(examples) = node.get("x-examples") else {
        return BTreeMap::new();
    };
    let mut read = BTreeMap::new();
    for (name, example) in examples.members() {
        let Some(example) = sweep::resolve(cx, example) else {
            continue;
        };
        cx.known_keys(&example, &["value", "valid", "summary", "description"]);
        let value = cx.require(&example, "value");
        let valid = cx.flag_at(&example, "valid").unwrap_or(true);
        if let Some(value) = value {
            let value = value.value.clone();
            read.insert(name.to_owned(), Example { value, valid });
        }
    }
    read
}
