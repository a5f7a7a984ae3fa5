//! Schemas of 3.1 and 3.2, which are JSON Schema, in the dialect of 3.0.

use std::collections::BTreeMap;

use contracts_core::schema::{Target, follow};
use serde_json::{Map, Number, Value, json};

/// Rewrites schemas, and collects those that get a name because something refers to them.
pub(super) struct Dialect<'d> {
    document: &'d Value,
    /// Whether the schemas are JSON Schema; otherwise only their references change.
    json_schema: bool,
    /// The name in `components.schemas` of each target that has none there.
    names: BTreeMap<String, String>,
    hoisted: Map<String, Value>,
}

/// Deeper schemas stay as they are; the parser allows no document to be so deep.
const DEPTH: usize = 200;

impl<'d> Dialect<'d> {
    pub(super) fn new(document: &'d Value, json_schema: bool) -> Self {
        Self {
            document,
            json_schema,
            names: BTreeMap::new(),
            hoisted: Map::new(),
        }
    }

    /// Schemas that have a name of their own now.
    pub(super) fn hoisted(&mut self) -> Map<String, Value> {
        std::mem::take(&mut self.hoisted)
    }

    /// Rewrites the schemas of a map.
    pub(super) fn each(&mut self, map: &mut Value) {
        self.values(map, 0);
    }

    /// Rewrites a schema and all inside it.
    pub(super) fn schema(&mut self, schema: &mut Value) {
        self.rewrite(schema, 0);
    }

    fn values(&mut self, map: &mut Value, depth: usize) {
        if let Value::Object(members) = map {
            members
                .values_mut()
                .for_each(|schema| self.rewrite(schema, depth));
        }
    }

    fn rewrite(&mut self, schema: &mut Value, depth: usize) {
        if depth > DEPTH {
            return;
        }
        if self.json_schema {
            self.to_3_0(schema);
        }
        let Value::Object(keywords) = schema else {
            return;
        };
        if let Some(Value::String(reference)) = keywords.get("$ref") {
            let reference = self.reference(&reference.clone());
            keywords.insert("$ref".to_owned(), reference.into());
        }
        for (keyword, value) in keywords.iter_mut() {
            match (keyword.as_str(), value) {
                ("properties", value) => self.values(value, depth + 1),
                ("items" | "not" | "additionalProperties", value) if value.is_object() => {
                    self.rewrite(value, depth + 1)
                }
                ("items", value @ Value::Bool(_)) => *value = json!({}),
                ("allOf" | "anyOf" | "oneOf", Value::Array(branches)) => {
                    branches
                        .iter_mut()
                        .for_each(|branch| self.rewrite(branch, depth + 1));
                }
                _ => {}
            }
        }
    }

    /// A reference that 3.0 and progenitor know: to a component schema.
    fn reference(&mut self, reference: &str) -> String {
        const COMPONENTS: &str = "#/components/schemas/";
        let name = reference.strip_prefix(COMPONENTS);
        if name.is_some_and(|name| !name.contains('/')) {
            return reference.to_owned();
        }
        if let Some(name) = self.names.get(reference) {
            return format!("{COMPONENTS}{name}");
        }
        let Target::Found(pointer) = follow(self.document, reference) else {
            return reference.to_owned();
        };
        let Some(mut schema) = pointer.find(self.document).cloned() else {
            return reference.to_owned();
        };
        let last = pointer.last().unwrap_or_default();
        let name = self.free_name(&last);
        self.names.insert(reference.to_owned(), name.clone());
        self.rewrite(&mut schema, 0);
        self.hoisted.insert(name.clone(), schema);
        format!("{COMPONENTS}{name}")
    }

    fn free_name(&self, wanted: &str) -> String {
        let wanted: String = wanted
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
            .collect();
        let schemas = self.document.pointer("/components/schemas");
        let taken = |name: &str| {
            schemas.is_some_and(|schemas| schemas.get(name).is_some())
                || self.names.values().any(|other| other == name)
        };
        let numbered = (2..).map(|number| format!("{wanted}{number}"));
        let mut names = std::iter::once(wanted.clone()).chain(numbered);
        names.find(|name| !taken(name)).unwrap_or(wanted)
    }

    /// One schema in the words of 3.0; those inside it are next.
    fn to_3_0(&self, schema: &mut Value) {
        match schema {
            Value::Bool(true) => *schema = json!({}),
            Value::Bool(false) => *schema = json!({"not": {}}),
            Value::Object(keywords) => {
                if keywords.contains_key("$ref") {
                    beside_reference(keywords);
                } else {
                    to_3_0(keywords);
                }
            }
            _ => {}
        }
    }
}

/// In 3.0 nothing beside a `$ref` counts.
fn beside_reference(keywords: &mut Map<String, Value>) {
    let counts = |key: &String| !ANNOTATIONS.contains(&key.as_str()) && !key.starts_with("x-");
    if !keywords.keys().any(counts) {
        return;
    }
    let reference = keywords.remove("$ref");
    let branches = keywords.entry("allOf").or_insert_with(|| json!([]));
    if let Value::Array(branches) = branches {
        branches.insert(0, json!({ "$ref": reference }));
    }
    to_3_0(keywords);
}

const ANNOTATIONS: &[&str] = &[
    "$ref",
    "title",
    "description",
    "summary",
    "default",
    "example",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "$comment",
];

/// Keywords of JSON Schema that 3.0 has no words for.
const UNKNOWN: &[&str] = &[
    "$schema",
    "$id",
    "$anchor",
    "$dynamicAnchor",
    "$dynamicRef",
    "$comment",
    "$defs",
    "definitions",
    "$vocabulary",
    "if",
    "then",
    "else",
    "dependentSchemas",
    "dependentRequired",
    "dependencies",
    "unevaluatedProperties",
    "unevaluatedItems",
    "propertyNames",
    "contains",
    "minContains",
    "maxContains",
    "contentMediaType",
    "contentSchema",
    "patternProperties",
    "prefixItems",
];

fn to_3_0(keywords: &mut Map<String, Value>) {
    let mut nullable = false;
    if let Some(value) = keywords.remove("const") {
        keywords.insert("enum".to_owned(), json!([value]));
    }
    if let Some(Value::Array(values)) = keywords.get_mut("enum") {
        let before = values.len();
        values.retain(|value| !value.is_null());
        nullable |= values.len() < before;
    }
    for bound in ["minimum", "maximum"] {
        exclusive(keywords, bound);
    }
    if let Some(Value::Array(examples)) = keywords.remove("examples")
        && let Some(first) = examples.into_iter().next()
    {
        keywords.entry("example").or_insert(first);
    }
    if keywords
        .get("contentEncoding")
        .is_some_and(|encoding| encoding == "base64")
    {
        keywords.entry("format").or_insert_with(|| "byte".into());
    }
    keywords.remove("contentEncoding");
    if keywords.contains_key("prefixItems") {
        keywords.insert("items".to_owned(), json!({}));
    }
    if keywords.contains_key("patternProperties") && !keywords.contains_key("properties") {
        keywords.insert("additionalProperties".to_owned(), true.into());
    }
    keywords.retain(|key, _| !UNKNOWN.contains(&key.as_str()));
    for union in ["oneOf", "anyOf"] {
        nullable |= without_null(keywords, union);
    }
    nullable |= types(keywords);
    if nullable {
        keywords.insert("nullable".to_owned(), true.into());
    }
}

/// `exclusiveMinimum: 3` is `minimum: 3` with `exclusiveMinimum: true`.
fn exclusive(keywords: &mut Map<String, Value>, bound: &str) {
    let (first, rest) = bound.split_at(1);
    let key = format!("exclusive{}{rest}", first.to_ascii_uppercase());
    let Some(Value::Number(exclusive)) = keywords.get(&key).cloned() else {
        return;
    };
    let number = |number: &Number| number.as_f64().unwrap_or_default();
    let inclusive = keywords.get(bound).and_then(Value::as_number).map(number);
    let wins = match (inclusive, bound) {
        (None, _) => true,
        (Some(inclusive), "minimum") => number(&exclusive) >= inclusive,
        (Some(inclusive), _) => number(&exclusive) <= inclusive,
    };
    if wins {
        keywords.insert(bound.to_owned(), exclusive.into());
        keywords.insert(key, true.into());
    } else {
        keywords.remove(&key);
    }
}

/// Takes null out of a union; whether it was there.
fn without_null(keywords: &mut Map<String, Value>, union: &str) -> bool {
    let Some(Value::Array(branches)) = keywords.get_mut(union) else {
        return false;
    };
    let before = branches.len();
    branches.retain(|branch| branch.get("type").is_none_or(|ty| ty != "null"));
    let had_null = branches.len() < before;
    if branches.is_empty() {
        keywords.remove(union);
    } else if branches.len() == 1 && had_null && !keywords.contains_key("allOf") {
        let branches = keywords.remove(union).unwrap_or_default();
        keywords.insert("allOf".to_owned(), branches);
    }
    had_null
}

/// A list of types: one of them and perhaps null, or a union. Whether null was among them.
fn types(keywords: &mut Map<String, Value>) -> bool {
    let types = match keywords.get("type") {
        Some(Value::Array(types)) => types.clone(),
        Some(ty) if ty == "null" => vec![ty.clone()],
        _ => return false,
    };
    let nullable = types.iter().any(|ty| ty == "null");
    let mut types: Vec<Value> = types.into_iter().filter(|ty| ty != "null").collect();
    keywords.remove("type");
    match types.len() {
        0 => {}
        1 => {
            keywords.extend(types.pop().map(|ty| ("type".to_owned(), ty)));
        }
        _ => {
            let branches = types.into_iter().map(|ty| branch(keywords, ty));
            let branches: Vec<Value> = branches.collect();
            keywords.retain(|key, _| OWNERS.iter().all(|(owned, _)| owned != key));
            keywords.insert("oneOf".to_owned(), branches.into());
        }
    }
    nullable
}

/// One type of a list of types, with the keywords that are about it.
fn branch(keywords: &Map<String, Value>, ty: Value) -> Value {
    let own = keywords.iter().filter(|(key, _)| {
        let mut owners = OWNERS.iter().filter(|(owned, _)| owned == key);
        owners.any(|(_, owner)| ty == *owner || (*owner == "number" && ty == "integer"))
    });
    let mut branch: Map<String, Value> = own
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    branch.insert("type".to_owned(), ty);
    branch.into()
}

/// Keywords that are about values of one type.
const OWNERS: &[(&str, &str)] = &[
    ("format", "string"),
    ("minLength", "string"),
    ("maxLength", "string"),
    ("pattern", "string"),
    ("minimum", "number"),
    ("maximum", "number"),
    ("exclusiveMinimum", "number"),
    ("exclusiveMaximum", "number"),
    ("multipleOf", "number"),
    ("items", "array"),
    ("minItems", "array"),
    ("maxItems", "array"),
    ("uniqueItems", "array"),
    ("properties", "object"),
    ("required", "object"),
    ("additionalProperties", "object"),
    ("minProperties", "object"),
    ("maxProperties", "object"),
];
