//! What the oracle knows of a document: its component schemas, the examples it gives of them, and its words.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use contracts_benches::Failure;
use contracts_core::{
    Pointer,
    openapi::{self, Contract},
    schema::{Target, follow},
    source::{SourceId, Sources},
};
use serde_json::Value;

pub(crate) struct Document {
    pub(crate) contract: Contract,
    /// The document's own values of component schemas.
    pub(crate) examples: BTreeMap<Pointer, Vec<Value>>,
    /// The words of its enums, and its tags.
    pub(crate) words: Vec<String>,
}

impl Document {
    pub(crate) fn load(path: &Path) -> Result<Self, Failure> {
        let folder = path.parent().unwrap_or(Path::new("."));
        let name = path.file_name().and_then(|name| name.to_str());
        let id = SourceId::new(name.ok_or("the document has no name")?);
        let (contract, _) = openapi::load(&mut Sources::disk(folder), &id)?;
        let contract = contract.ok_or_else(|| format!("{id:?} is no OpenAPI document"))?;
        let mut examples = BTreeMap::new();
        let mut words = BTreeSet::new();
        for pointer in contract.schemas.values() {
            if let Some(schema) = pointer.find(&contract.document) {
                let own: &mut Vec<Value> = examples.entry(pointer.clone()).or_default();
                own.extend(schema.get("example").cloned());
                let more = schema.get("examples").and_then(Value::as_array);
                own.extend(more.into_iter().flatten().cloned());
            }
        }
        let document = &contract.document;
        walk(document, &mut |node| {
            in_message(document, node, &mut examples);
            words_of(node, &mut words);
        });
        let words = words.into_iter().collect();
        Ok(Self {
            contract,
            examples,
            words,
        })
    }
}

fn walk(value: &Value, each: &mut impl FnMut(&Value)) {
    each(value);
    match value {
        Value::Array(items) => items.iter().for_each(|item| walk(item, each)),
        Value::Object(members) => members.values().for_each(|item| walk(item, each)),
        _ => {}
    }
}

/// The examples of a media type or parameter whose schema is a component.
fn in_message(document: &Value, node: &Value, examples: &mut BTreeMap<Pointer, Vec<Value>>) {
    let reference = node.get("schema").and_then(|schema| schema.get("$ref"));
    let Some(Target::Found(schema)) = reference
        .and_then(Value::as_str)
        .map(|reference| follow(document, reference))
    else {
        return;
    };
    let Some(own) = examples.get_mut(&schema) else {
        return;
    };
    own.extend(node.get("example").cloned());
    let named = node.get("examples").and_then(Value::as_object);
    for example in named.into_iter().flat_map(|named| named.values()) {
        let reference = example.get("$ref").and_then(Value::as_str);
        let target = match reference.map(|reference| follow(document, reference)) {
            Some(Target::Found(pointer)) => pointer.find(document),
            _ => Some(example),
        };
        own.extend(target.and_then(|example| example.get("value")).cloned());
    }
}

fn words_of(node: &Value, words: &mut BTreeSet<String>) {
    let values = node.get("enum").and_then(Value::as_array);
    let values = values.into_iter().flatten().chain(node.get("const"));
    words.extend(values.filter_map(|value| value.as_str().map(str::to_owned)));
    let mapping = node.get("discriminator").and_then(|it| it.get("mapping"));
    let mapping = mapping.and_then(Value::as_object);
    words.extend(
        mapping
            .into_iter()
            .flat_map(|mapping| mapping.keys().cloned()),
    );
}
