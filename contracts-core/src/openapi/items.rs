//! Event streams as OpenAPI 3.2 describes them: the `itemSchema` of a media type is one event.

use super::sweep;
use crate::{
    event::EventType,
    read::{Node, Reader},
};

/// The events of `text/event-stream`. Each alternative of the item with a constant `event` is one, with the fields that
/// stand beside the alternatives; an item without the fields of an event is the JSON of a nameless event's data.
pub(super) fn events<'v>(cx: &Reader<'v>, item: Node<'v>) -> Option<Vec<EventType>> {
    // The alternatives may stand beside a `$ref` to what they have in common.
    let whole = sweep::resolve(cx, item.clone())?;
    let listed = [&item, &whole].into_iter().find_map(|node| {
        let list = ["oneOf", "anyOf"].into_iter();
        let mut list = list.filter_map(|keyword| node.get(keyword));
        list.next().map(|list| list.items().collect())
    });
    let alternatives: Vec<Node<'v>> = listed.unwrap_or_else(|| vec![item.clone()]);
    let mut events: Vec<EventType> = Vec::new();
    for alternative in alternatives {
        if let Some(event) = event(cx, alternative, &[&item, &whole])
            && events.iter().all(|known| known.name != event.name)
        {
            events.push(event);
        }
    }
    Some(events)
}

/// What the WHATWG calls an event without a name.
const NAMELESS: &str = "message";

fn event<'v>(cx: &Reader<'v>, schema: Node<'v>, common: &[&Node<'v>]) -> Option<EventType> {
    let place = schema.pointer.clone();
    let schema = sweep::resolve(cx, schema)?;
    let field = |name: &str| {
        let nodes = std::iter::once(&schema).chain(common.iter().copied());
        let mut fields = nodes.filter_map(|node| node.get("properties")?.get(name));
        fields.next()
    };
    let (name, data) = (field("event"), field("data"));
    let description = schema
        .get("description")
        .and_then(|text| Some(text.value.as_str()?.to_owned()));
    if name.is_none() && data.is_none() {
        return Some(EventType {
            name: NAMELESS.to_owned(),
            description,
            schema: Some(place),
        });
    }
    let name = name
        .and_then(|name| constant(&name))
        .unwrap_or_else(|| NAMELESS.to_owned());
    // JSON in a string says so by its contentSchema; another string is text.
    let data = data.and_then(|data| match data.get("contentSchema") {
        None if data.value.get("type").is_some_and(|ty| ty == "string") => None,
        schema => Some(schema.unwrap_or(data)),
    });
    let schema = data.map(|data| data.pointer);
    Some(EventType {
        name,
        description,
        schema,
    })
}

fn constant(schema: &Node<'_>) -> Option<String> {
    let value = schema.value.get("const").or_else(|| {
        match schema.value.get("enum")?.as_array()?.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    })?;
    value.as_str().map(str::to_owned)
}
