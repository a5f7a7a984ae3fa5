//! A document as JSON text in the order in which people wrote it.
//!
//! The tree forgets the order of keys, and everything else here is glad of it. But progenitor's methods stand in
//! the order of the document, and what it makes here has to be what it makes elsewhere.

use contracts_core::{
    Pointer,
    finding::Place,
    source::{SourceId, Sources},
};
use serde_json::Value;

pub(super) fn json(document: &Value, sources: &Sources, id: &SourceId) -> String {
    let mut text = String::new();
    let order = Order { sources, id };
    order.write(document, &Pointer::root(), &mut text);
    text
}

struct Order<'s> {
    sources: &'s Sources,
    id: &'s SourceId,
}

impl Order<'_> {
    fn write(&self, value: &Value, at: &Pointer, text: &mut String) {
        match value {
            Value::Object(members) => {
                let mut members: Vec<(&String, &Value, Pointer)> = members
                    .iter()
                    .map(|(key, value)| (key, value, at.child(key)))
                    .collect();
                // Keys that nobody wrote have the place of what is around them: they come first, by name.
                members.sort_by_cached_key(|(key, _, at)| (self.start(at), (*key).clone()));
                text.push('{');
                for (index, (key, value, at)) in members.iter().enumerate() {
                    if index > 0 {
                        text.push(',');
                    }
                    text.push_str(&Value::from(key.as_str()).to_string());
                    text.push(':');
                    self.write(value, at, text);
                }
                text.push('}');
            }
            Value::Array(items) => {
                text.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        text.push(',');
                    }
                    self.write(item, &at.item(index), text);
                }
                text.push(']');
            }
            scalar => text.push_str(&scalar.to_string()),
        }
    }

    fn start(&self, at: &Pointer) -> usize {
        let range = self.sources.range(&Place::key(self.id, at));
        range.map_or(0, |range| range.start)
    }
}
