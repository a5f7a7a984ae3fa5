//! A document's schemas as JSON Schema 2020-12, whatever version of OpenAPI they are written in.
//!
//! Every schema is marked with a number, which a validator tells back for each part of a value that the schema describes.

use std::collections::{BTreeMap, BTreeSet};

use contracts_core::{
    Pointer,
    openapi::Version,
    schema::{Target, follow},
};
use serde_json::{Map, Value, json};

use crate::lower::{ir::Access, ir::Int, uses::Direction};

/// The keyword that holds a schema's number: an annotation.
pub(super) const MARK: &str = "x-contracts-node";

/// What a comparison has to know of a schema.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    /// The members that it names, each with what a missing one means.
    pub(super) members: BTreeMap<String, Option<Value>>,
    /// Whether it describes members that it does not name.
    pub(super) rest: bool,
    pub(super) format: Option<String>,
    /// Whether it says which kinds of values it is for.
    pub(super) typed: bool,
}

/// Schemas of one document, for one kind of message.
pub(super) struct Dialect<'d> {
    document: &'d Value,
    version: Version,
    side: Option<Direction>,
    numbers: BTreeMap<Pointer, usize>,
    open: Vec<Pointer>,
    pub(super) nodes: Vec<Node>,
    /// The schemas so far, by the number of their definition.
    definitions: Map<String, Value>,
}

impl<'d> Dialect<'d> {
    pub(super) fn new(document: &'d Value, version: Version, side: Option<Direction>) -> Self {
        Self {
            document,
            version,
            side,
            numbers: BTreeMap::new(),
            open: Vec::new(),
            nodes: Vec::new(),
            definitions: Map::new(),
        }
    }

    /// The way to a schema in [`definitions`](Self::definitions).
    pub(super) fn reference(&mut self, pointer: &Pointer) -> String {
        let next = self.numbers.len();
        let number = *self.numbers.entry(pointer.clone()).or_insert_with(|| {
            self.open.push(pointer.clone());
            next
        });
        format!("#/$defs/{number}")
    }

    /// Everything that was referred to, as one document.
    pub(super) fn definitions(&mut self) -> Value {
        while let Some(pointer) = self.open.pop() {
            let schema = pointer.find(self.document);
            let schema = schema.map_or(Value::Bool(true), |schema| self.schema(schema));
            let number = self.numbers.get(&pointer).copied().unwrap_or_default();
            self.definitions.insert(number.to_string(), schema);
        }
        json!({ "$defs": self.definitions })
    }

    fn schema(&mut self, value: &Value) -> Value {
        let Value::Object(node) = value else {
            return Value::Bool(value.as_bool().unwrap_or(true));
        };
        let mut out = Map::new();
        if let Some(Value::String(reference)) = node.get("$ref") {
            match follow(self.document, reference) {
                Target::Found(pointer) => {
                    let reference = self.reference(&pointer);
                    out.insert("$ref".to_owned(), reference.into());
                }
                // Already a finding of the document.
                _ => return Value::Bool(true),
            }
            if self.version < Version::V3_1 {
                return out.into();
            }
        }
        let describes = self.describes(node);
        out.insert(MARK.to_owned(), self.nodes.len().into());
        self.nodes.push(describes);
        for (keyword, value) in node {
            if let Some(value) = self.keyword(node, keyword, value) {
                out.insert(keyword.clone(), value);
            }
        }
        self.bounds(node, &mut out);
        if let Some(more) = format_of(node) {
            let parts = out.entry("allOf").or_insert_with(|| json!([]));
            parts
                .as_array_mut()
                .into_iter()
                .for_each(|parts| parts.push(more.clone()));
        }
        if self.version < Version::V3_1 && node.get("nullable") == Some(&Value::Bool(true)) {
            return json!({"anyOf": [{"type": "null"}, out]});
        }
        out.into()
    }

    /// A keyword as 2020-12 has it; `None` where it has no meaning there, or what it holds has none.
    fn keyword(
        &mut self,
        node: &Map<String, Value>,
        keyword: &str,
        value: &Value,
    ) -> Option<Value> {
        match (keyword, value) {
            ("type", _) => types(value),
            ("enum", Value::Array(values)) => (!values.is_empty()).then(|| value.clone()),
            ("const" | "contentEncoding" | "contentMediaType", _)
                if self.version >= Version::V3_1 =>
            {
                Some(value.clone())
            }
            ("multipleOf", Value::Number(number)) => {
                (number.as_f64() > Some(0.0)).then(|| value.clone())
            }
            (
                "maxLength" | "minLength" | "maxItems" | "minItems" | "maxProperties"
                | "minProperties" | "maxContains" | "minContains",
                Value::Number(_),
            ) => value.as_u64().map(Value::from),
            ("uniqueItems", Value::Bool(_)) | ("format", Value::String(_)) => Some(value.clone()),
            ("pattern", Value::String(pattern)) => is_pattern(pattern).then(|| value.clone()),
            ("required", Value::Array(names)) => Some(self.required(node, names)),
            ("properties", Value::Object(members)) => Some(self.members(members, |_| true)),
            ("patternProperties", Value::Object(members)) => {
                Some(self.members(members, is_pattern))
            }
            ("dependentSchemas", Value::Object(members)) => Some(self.members(members, |_| true)),
            ("items" | "additionalProperties", Value::Object(_) | Value::Bool(_))
            | (
                "not"
                | "if"
                | "then"
                | "else"
                | "contains"
                | "propertyNames"
                | "unevaluatedProperties"
                | "unevaluatedItems",
                Value::Object(_) | Value::Bool(_),
            ) => Some(self.schema(value)),
            ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(parts)) => {
                let parts: Vec<Value> = parts.iter().map(|part| self.schema(part)).collect();
                (!parts.is_empty()).then(|| parts.into())
            }
            _ => None,
        }
    }

    /// `minimum` and `maximum`: until 3.0 a flag says that the bound itself does not fit.
    fn bounds(&self, node: &Map<String, Value>, out: &mut Map<String, Value>) {
        for (plain, exclusive) in [
            ("minimum", "exclusiveMinimum"),
            ("maximum", "exclusiveMaximum"),
        ] {
            let bound = node.get(plain).filter(|bound| bound.is_number());
            let keyword = match node.get(exclusive) {
                Some(Value::Bool(true)) => exclusive,
                Some(number @ Value::Number(_)) if self.version >= Version::V3_1 => {
                    out.insert(exclusive.to_owned(), number.clone());
                    plain
                }
                _ => plain,
            };
            out.extend(bound.map(|bound| (keyword.to_owned(), bound.clone())));
        }
    }

    fn members(&mut self, members: &Map<String, Value>, fits: fn(&str) -> bool) -> Value {
        let members = members.iter().filter(|(name, _)| fits(name));
        let members: Map<String, Value> = members
            .map(|(name, schema)| (name.clone(), self.schema(schema)))
            .collect();
        members.into()
    }

    /// The names that these messages have to hold.
    fn required(&self, node: &Map<String, Value>, names: &[Value]) -> Value {
        let properties = node.get("properties").and_then(Value::as_object);
        let held = |name: &&str| {
            let schema = properties.and_then(|properties| properties.get(*name));
            schema.is_none_or(|schema| self.holds(schema))
        };
        let names = names.iter().filter_map(Value::as_str).filter(held);
        let names: BTreeSet<&str> = names.collect();
        json!(names)
    }

    /// Whether these messages hold a member of this schema.
    fn holds(&self, schema: &Value) -> bool {
        let says = |keyword: &str| self.says(schema, keyword, 0);
        let access = match (says("readOnly"), says("writeOnly")) {
            (true, false) => Access::Read,
            (false, true) => Access::Write,
            _ => Access::Both,
        };
        self.side.is_none_or(|side| side.holds(access))
    }

    /// Whether a schema, what it refers to or a part of its `allOf` has a flag; as the lowering reads it.
    fn says(&self, schema: &Value, keyword: &str, depth: usize) -> bool {
        if schema.get(keyword) == Some(&Value::Bool(true)) {
            return true;
        }
        let parts = schema.get("allOf").and_then(Value::as_array);
        let parts = parts.into_iter().flatten().chain(self.target(schema));
        let mut parts = parts.filter(|_| depth < 4);
        parts.any(|part| self.says(part, keyword, depth + 1))
    }

    fn target(&self, schema: &Value) -> Option<&'d Value> {
        let reference = schema.get("$ref")?.as_str()?;
        match follow(self.document, reference) {
            Target::Found(pointer) => pointer.find(self.document),
            _ => None,
        }
    }

    fn describes(&self, node: &Map<String, Value>) -> Node {
        let members = node.get("properties").and_then(Value::as_object);
        let members = members.into_iter().flatten();
        let members = members.filter(|(_, schema)| self.holds(schema));
        let members = members.map(|(name, schema)| (name.clone(), self.default(schema)));
        let says_more = |keyword: &&str| {
            let more = node.get(*keyword);
            more.is_some_and(|more| *more != Value::Bool(false))
        };
        let mut rest = ["additionalProperties", "patternProperties"].iter();
        Node {
            members: members.collect(),
            rest: rest.any(says_more),
            format: node
                .get("format")
                .and_then(Value::as_str)
                .map(str::to_owned),
            typed: node.contains_key("type"),
        }
    }

    fn default(&self, schema: &Value) -> Option<Value> {
        let own = schema.get("default");
        let of_target = || self.target(schema)?.get("default");
        own.or_else(of_target).cloned()
    }
}

/// `type`, where JSON Schema knows it.
fn types(value: &Value) -> Option<Value> {
    const KNOWN: [&str; 7] = [
        "array", "boolean", "integer", "null", "number", "object", "string",
    ];
    let known = |kind: &Value| kind.as_str().is_some_and(|kind| KNOWN.contains(&kind));
    match value {
        Value::Array(kinds) => {
            let kinds: BTreeSet<&str> = kinds
                .iter()
                .filter(|kind| known(kind))
                .filter_map(Value::as_str)
                .collect();
            (!kinds.is_empty()).then(|| json!(kinds))
        }
        kind => known(kind).then(|| kind.clone()),
    }
}

fn is_pattern(pattern: &str) -> bool {
    let schema = json!({ "pattern": pattern });
    jsonschema::draft202012::new(&schema).is_ok()
}

/// What the formats ask that become types of their own: in JSON Schema they are words alone.
fn format_of(node: &Map<String, Value>) -> Option<Value> {
    let format = node.get("format")?.as_str()?;
    match (format, node.get("type")?) {
        ("byte", _) => Some(json!({"pattern": BYTE})),
        ("date", _) => Some(json!({"pattern": format!("^{DATE}$")})),
        ("date-time", _) => Some(json!({"pattern": format!("^{DATE}[Tt ]{TIME}$")})),
        ("uuid", _) => Some(json!({"pattern": UUID})),
        (
            "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64"
            | "uint",
            _,
        ) => {
            let (least, most) = Int::from_format(Some(format)).range();
            let least = i64::try_from(least).ok()?;
            let most = u64::try_from(most).ok()?;
            Some(json!({"minimum": least, "maximum": most}))
        }
        _ => None,
    }
}

/// Base64 in either alphabet, padded or not.
const BYTE: &str = "^([A-Za-z0-9+/_-]{4})*([A-Za-z0-9+/_-]{2}(==)?|[A-Za-z0-9+/_-]{3}=?)?$";
/// RFC 3339, section 5.6.
const DATE: &str = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
const TIME: &str = "([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)([.][0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])";
const UUID: &str = "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$";
