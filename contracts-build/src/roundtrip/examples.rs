//! The examples that a document gives, each with the schema that it is an example of.

use std::collections::BTreeSet;

use contracts_core::{
    Pointer,
    openapi::{Contract, Header, MediaType, Operation, Version},
    schema::{Target, follow},
};
use serde_json::Value;

/// A value that the document shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The schema that it is an example of.
    pub schema: Pointer,
    /// Where the value stands.
    pub at: Pointer,
    /// The value.
    pub value: Value,
}

/// Keywords whose members are schemas.
pub(super) const MAPS: [&str; 2] = ["properties", "patternProperties"];
/// Keywords that are one schema.
pub(super) const ONE: [&str; 2] = ["additionalProperties", "items"];
/// Keywords that are a list of schemas.
pub(super) const LISTS: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];

/// Every example: of parameters, headers and bodies, and of schemas wherever they stand. Those that have to be refused
/// (`x-examples` with `valid: false`) and those in other files (`externalValue`) are left out.
///
/// ```
/// use contracts_core::{openapi, source::{SourceId, Sources}};
///
/// let yaml = "
/// openapi: 3.0.3
/// info: {title: T, version: '1'}
/// paths: {}
/// components: {schemas: {A: {properties: {a: {type: string, example: x}}}}}
/// ";
/// let mut sources = Sources::memory([("a.yaml", yaml)]);
/// let (contract, _) = openapi::load(&mut sources, &SourceId::new("a.yaml"))?;
/// let examples = contracts_build::roundtrip::examples::of(&contract.expect("it parses"));
/// assert_eq!(examples[0].schema.as_str(), "/components/schemas/A/properties/a");
/// assert_eq!(examples[0].value, "x");
/// # Ok::<(), contracts_core::Error>(())
/// ```
pub fn of(contract: &Contract) -> Vec<Example> {
    let mut walk = Walk {
        document: &contract.document,
        version: contract.version,
        seen: BTreeSet::new(),
        found: Vec::new(),
    };
    for pointer in contract.schemas.values() {
        walk.schema(pointer);
    }
    for operation in contract.operations.iter().chain(&contract.inbound) {
        walk.operation(operation);
    }
    walk.found
}

struct Walk<'d> {
    document: &'d Value,
    version: Version,
    seen: BTreeSet<Pointer>,
    found: Vec<Example>,
}

impl<'d> Walk<'d> {
    fn operation(&mut self, operation: &Operation) {
        for parameter in &operation.parameters {
            // A parameter with `content` has its examples in the media type, which is the schema's parent.
            let holder = match (&parameter.content, &parameter.schema) {
                (Some(_), Some(schema)) => schema.parent(),
                _ => Some(parameter.pointer.clone()),
            };
            self.message(holder.as_ref(), parameter.schema.as_ref());
        }
        let bodies = operation.body.iter().map(|body| &body.content);
        let bodies = bodies.chain(operation.responses.iter().map(|response| &response.content));
        for media in bodies.flatten() {
            self.media(media);
        }
        for header in operation.responses.iter().flat_map(|it| &it.headers) {
            self.header(header);
        }
    }

    fn header(&mut self, header: &Header) {
        self.message(Some(&header.pointer), header.schema.as_ref());
    }

    fn media(&mut self, media: &MediaType) {
        for event in media.events.iter().flat_map(|stream| &stream.events) {
            self.message(None, event.schema.as_ref());
        }
        self.message(None, media.items.as_ref());
        for header in media.encoding.values().flat_map(|it| &it.headers) {
            self.header(header);
        }
        // Examples of a stream are of the whole stream, whose type is none of the document's.
        let holder = media.framing().is_none().then_some(&media.pointer);
        self.message(holder, media.schema.as_ref());
    }

    /// What the node that has a schema says of it, and what the schema says itself.
    fn message(&mut self, holder: Option<&Pointer>, schema: Option<&Pointer>) {
        let Some(schema) = schema else { return };
        self.schema(schema);
        let Some(holder) = holder.filter(|holder| self.seen.insert((*holder).clone())) else {
            return;
        };
        let Some(node) = holder.find(self.document) else {
            return;
        };
        if node.get("example").is_some() {
            self.push(schema, holder.child("example"));
        }
        for keyword in ["examples", "x-examples"] {
            let named = node.get(keyword).and_then(Value::as_object);
            for (name, example) in named.into_iter().flatten() {
                let at = holder.child(keyword).child(name);
                self.named(schema, at, example);
            }
        }
    }

    /// An Example Object, or a reference to one.
    fn named(&mut self, schema: &Pointer, at: Pointer, example: &'d Value) {
        let reference = example.get("$ref").and_then(Value::as_str);
        let (at, example) = match reference.map(|reference| follow(self.document, reference)) {
            Some(Target::Found(target)) => match target.find(self.document) {
                Some(example) => (target, example),
                None => return,
            },
            Some(_) => return,
            None => (at, example),
        };
        if example.get("valid") == Some(&Value::Bool(false)) {
            return;
        }
        // Since 3.2 `dataValue` is the value, and `value` may be how it is written.
        let keys = ["dataValue", "value"].into_iter();
        if let Some(key) = keys.into_iter().find(|key| example.get(*key).is_some()) {
            self.push(schema, at.child(key));
        }
    }

    /// What a schema and those in it say.
    fn schema(&mut self, pointer: &Pointer) {
        let Some(Value::Object(node)) = pointer.find(self.document) else {
            return;
        };
        // In 3.0 nothing beside a `$ref` counts.
        let is_reference = node.contains_key("$ref") && self.version < Version::V3_1;
        if is_reference || !self.seen.insert(pointer.clone()) {
            return;
        }
        if node.contains_key("example") {
            self.push(pointer, pointer.child("example"));
        }
        let list = node.get("examples").and_then(Value::as_array);
        for index in 0..list.map_or(0, Vec::len) {
            self.push(pointer, pointer.child("examples").item(index));
        }
        for (keyword, value) in node {
            let at = pointer.child(keyword);
            match value {
                Value::Object(members) if MAPS.contains(&keyword.as_str()) => {
                    members.keys().for_each(|key| self.schema(&at.child(key)));
                }
                Value::Object(_) if ONE.contains(&keyword.as_str()) => self.schema(&at),
                Value::Array(items) if LISTS.contains(&keyword.as_str()) => {
                    (0..items.len()).for_each(|index| self.schema(&at.item(index)));
                }
                _ => {}
            }
        }
    }

    fn push(&mut self, schema: &Pointer, at: Pointer) {
        if let Some(value) = at.find(self.document) {
            self.found.push(Example {
                schema: schema.clone(),
                value: value.clone(),
                at,
            });
        }
    }
}
