//! What the oracle knows of a document: its component schemas, the examples it gives of them, and its words.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use contracts_benches::Failure;
use contracts_build::roundtrip::examples;
use contracts_core::{
    Pointer,
    openapi::{self, Contract},
    schema::{Target, follow},
    source::{SourceId, Sources},
};
use serde_json::Value;

pub(crate) struct Document {
    pub(crate) contract: Contract,
    /// The document's own values, by the schemas that they are examples of.
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
        let document = &contract.document;
        let mut examples: BTreeMap<Pointer, Vec<Value>> = BTreeMap::new();
        for example in examples::of(&contract) {
            let schema = component(document, example.schema);
            examples.entry(schema).or_default().push(example.value);
        }
        let mut words = BTreeSet::new();
        walk(document, &mut |node| words_of(node, &mut words));
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

/// The schema that a schema refers to, where it is nothing but a reference.
fn component(document: &Value, schema: Pointer) -> Pointer {
    let node = schema.find(document).and_then(|node| node.get("$ref"));
    match node.and_then(Value::as_str).map(|it| follow(document, it)) {
        Some(Target::Found(target)) => target,
        _ => schema,
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
