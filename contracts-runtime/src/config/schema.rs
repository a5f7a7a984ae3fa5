//! The JSON Schema of a configuration: read, made as strict as Rust's integer types, compiled, and looked into.

use std::collections::BTreeSet;

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value};

/// A schema ready for use.
pub(super) struct Schema {
    root: Value,
    validator: Validator,
}

impl Schema {
    /// Reads and compiles a schema of draft 2020-12.
    ///
    /// Fails with the reason when the text is not JSON or not a schema, or when it refers to another document.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut root: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        bound_integers(&mut root);
        let validator = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .build(&root)
            .map_err(|error| error.to_string())?;
        Ok(Self { root, validator })
    }

    pub(super) fn root(&self) -> &Value {
        &self.root
    }

    pub(super) fn validator(&self) -> &Validator {
        &self.validator
    }

    /// The part of the schema at a JSON pointer.
    pub(super) fn at(&self, pointer: &str) -> Option<&Value> {
        self.root.pointer(pointer)
    }

    /// The schema a local `$ref` means; `None` for one that leaves the document or uses an anchor.
    pub(super) fn resolve(&self, reference: &str) -> Option<&Value> {
        self.root.pointer(reference.strip_prefix('#')?)
    }

    /// The names of all fields that a schema gives to an object, also those of the schemas it is composed of.
    pub(super) fn fields<'a>(&'a self, schema: &'a Value) -> BTreeSet<&'a str> {
        let mut fields = BTreeSet::new();
        let mut todo = vec![schema];
        let mut followed = BTreeSet::new();
        while let Some(schema) = todo.pop() {
            fields.extend(
                schema
                    .get("properties")
                    .and_then(Value::as_object)
                    .into_iter()
                    .flat_map(Map::keys)
                    .map(String::as_str),
            );
            if let Some(reference) = schema.get("$ref").and_then(Value::as_str)
                && followed.insert(reference)
            {
                todo.extend(self.resolve(reference));
            }
            todo.extend(
                IN_PLACE_LISTS
                    .iter()
                    .filter_map(|key| schema.get(*key)?.as_array())
                    .flatten(),
            );
            todo.extend(["then", "else"].iter().filter_map(|key| schema.get(*key)));
        }
        fields
    }
}

/// Keywords whose value is a list of schemas for the same value.
pub(super) const IN_PLACE_LISTS: [&str; 3] = ["allOf", "anyOf", "oneOf"];
/// Keywords whose value is one schema for the same value.
pub(super) const IN_PLACE: [&str; 4] = ["not", "if", "then", "else"];

/// Gives integers the range of the Rust type that their format names.
///
/// schemars writes `format: uint32` for an `u32`, which no validator checks. Without this a number that is too large
/// would come to light only after every other mistake has been repaired.
fn bound_integers(schema: &mut Value) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    if let Some((minimum, maximum)) = object.get("format").and_then(Value::as_str).and_then(range) {
        if !object.contains_key("minimum") && !object.contains_key("exclusiveMinimum") {
            object.insert("minimum".to_owned(), minimum);
        }
        if !object.contains_key("maximum") && !object.contains_key("exclusiveMaximum") {
            object.insert("maximum".to_owned(), maximum);
        }
    }
    for (keyword, value) in object {
        match keyword.as_str() {
            "properties" | "patternProperties" | "dependentSchemas" | "$defs" | "definitions" => {
                value
                    .as_object_mut()
                    .into_iter()
                    .flat_map(Map::values_mut)
                    .for_each(bound_integers);
            }
            "allOf" | "anyOf" | "oneOf" | "prefixItems" => {
                value
                    .as_array_mut()
                    .into_iter()
                    .flatten()
                    .for_each(bound_integers);
            }
            "not"
            | "if"
            | "then"
            | "else"
            | "items"
            | "contains"
            | "additionalProperties"
            | "unevaluatedItems"
            | "unevaluatedProperties" => bound_integers(value),
            // Everything else holds no schemas but data, which may look like one.
            _ => {}
        }
    }
}

fn range(format: &str) -> Option<(Value, Value)> {
    Some(match format {
        "uint8" => (0.into(), u8::MAX.into()),
        "uint16" => (0.into(), u16::MAX.into()),
        "uint32" => (0.into(), u32::MAX.into()),
        "uint64" | "uint" => (0.into(), u64::MAX.into()),
        "int8" => (i8::MIN.into(), i8::MAX.into()),
        "int16" => (i16::MIN.into(), i16::MAX.into()),
        "int32" => (i32::MIN.into(), i32::MAX.into()),
        "int64" | "int" => (i64::MIN.into(), i64::MAX.into()),
        _ => return None,
    })
}
