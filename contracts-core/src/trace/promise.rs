use serde_json::Value;

use super::Site;
use crate::{Pointer, finding::Place, source::SourceId};

/// What the `x-req-id` of a document promise, wherever they stand in it: an id, or a list of them.
pub fn promises(source: &SourceId, document: &Value) -> Vec<Site> {
    let mut sites = Vec::new();
    let mut open = vec![(Pointer::root(), document)];
    while let Some((pointer, value)) = open.pop() {
        match value {
            Value::Object(members) => {
                for (key, value) in members {
                    let pointer = pointer.child(key);
                    match key.as_str() {
                        "x-req-id" => ids(source, &pointer, value, &mut sites),
                        // What callers send and get is no contract.
                        "example" | "examples" | "x-examples" => {}
                        _ => open.push((pointer, value)),
                    }
                }
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                open.extend(items.map(|(index, item)| (pointer.item(index), item)));
            }
            _ => {}
        }
    }
    sites
}

fn ids(source: &SourceId, pointer: &Pointer, value: &Value, sites: &mut Vec<Site>) {
    let mut site = |pointer: &Pointer, value: &Value| {
        let id = value.as_str().map(str::to_owned);
        let place = Place::value(source, pointer);
        sites.extend(id.map(|id| Site { id, place }));
    };
    match value {
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(index, item)| site(&pointer.item(index), item));
        }
        value => site(pointer, value),
    }
}
