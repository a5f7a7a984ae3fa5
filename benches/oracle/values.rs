//! Values of schemas: what a document says is valid, made up.

use contracts_core::{
    Pointer,
    schema::{Target, follow},
};
use fastrand::Rng;
use serde_json::{Map, Value, json};

/// How many schemas may be in each other before only what is required is made up ([`DEEP`]: before nothing is).
const SHALLOW: usize = 6;
const DEEP: usize = 24;

/// Makes up values.
pub(crate) struct Maker<'d> {
    pub(crate) document: &'d Value,
    pub(crate) rng: Rng,
}

impl<'d> Maker<'d> {
    /// A value of a component schema.
    pub(crate) fn component(&mut self, pointer: &Pointer) -> Value {
        let Some(schema) = pointer.find(self.document) else {
            return Value::Null;
        };
        let mut value = self.value(schema, 0);
        self.tag_by_parents(schema, pointer, &mut value);
        value
    }

    /// What a schema is that may be a reference, and where it stands then.
    fn resolve(&self, schema: &'d Value) -> (&'d Value, Option<Pointer>) {
        let reference = schema.get("$ref").and_then(Value::as_str);
        match reference.map(|reference| follow(self.document, reference)) {
            Some(Target::Found(pointer)) => {
                let found = pointer.find(self.document);
                (found.unwrap_or(schema), Some(pointer))
            }
            _ => (schema, None),
        }
    }

    fn value(&mut self, schema: &'d Value, depth: usize) -> Value {
        if depth > DEEP {
            return Value::Null;
        }
        let (schema, from) = self.resolve(schema);
        let Some(keywords) = schema.as_object() else {
            return self.any();
        };
        if let Some(value) = self.given(keywords) {
            return value;
        }
        let mut value = self.typed(keywords, depth);
        for key in ["allOf", "oneOf", "anyOf"] {
            let branches = keywords.get(key).and_then(Value::as_array);
            let Some(branches) = branches.filter(|branches| !branches.is_empty()) else {
                continue;
            };
            if key == "allOf" {
                for branch in branches {
                    let more = self.value(branch, depth + 1);
                    join(&mut value, more);
                }
                continue;
            }
            let at = self.rng.usize(..branches.len());
            let more = self.value(&branches[at], depth + 1);
            join(&mut value, more);
            self.tag(keywords, &branches[at], &mut value);
        }
        if let Some(pointer) = from {
            self.tag_by_parents(schema, &pointer, &mut value);
        }
        value.unwrap_or_else(|| self.any())
    }

    /// What the schema itself says a value is.
    fn given(&mut self, keywords: &Map<String, Value>) -> Option<Value> {
        if keywords.get("nullable") == Some(&Value::Bool(true)) && self.rng.u8(..8) == 0 {
            return Some(Value::Null);
        }
        if let Some(value) = keywords.get("const") {
            return Some(value.clone());
        }
        if let Some(values) = keywords.get("enum").and_then(Value::as_array) {
            return self.rng.choice(values).cloned();
        }
        let example = keywords.get("example").or_else(|| keywords.get("default"));
        example.filter(|_| self.rng.u8(..6) == 0).cloned()
    }

    /// A value of the schema's type; `None` where it names none.
    fn typed(&mut self, keywords: &'d Map<String, Value>, depth: usize) -> Option<Value> {
        let ty = match keywords.get("type") {
            Some(Value::String(ty)) => ty.as_str(),
            Some(Value::Array(types)) => self.rng.choice(types)?.as_str()?,
            _ if keywords.contains_key("properties") => "object",
            _ if keywords.contains_key("additionalProperties") => "object",
            _ if keywords.contains_key("items") => "array",
            _ => return None,
        };
        Some(match ty {
            "null" => Value::Null,
            "boolean" => self.rng.bool().into(),
            "integer" => self.integer(keywords),
            "number" => self.number(keywords),
            "string" => self.text(keywords).into(),
            "array" => self.list(keywords, depth),
            "object" => Value::Object(self.object(keywords, depth)),
            _ => return None,
        })
    }

    fn object(&mut self, keywords: &'d Map<String, Value>, depth: usize) -> Map<String, Value> {
        let required = keywords.get("required").and_then(Value::as_array);
        let is_required = |name: &str| {
            required.is_some_and(|names| names.iter().any(|one| one.as_str() == Some(name)))
        };
        let mut members = Map::new();
        let properties = keywords.get("properties").and_then(Value::as_object);
        for (name, schema) in properties.into_iter().flatten() {
            let wanted = depth < SHALLOW && self.rng.usize(..=depth + 1) == 0;
            if is_required(name) || wanted {
                members.insert(name.clone(), self.value(schema, depth + 1));
            }
        }
        match keywords.get("additionalProperties") {
            Some(schema @ Value::Object(_)) if depth < SHALLOW => {
                for at in 0..self.rng.usize(..3) {
                    members.insert(format!("more-{at}"), self.value(schema, depth + 1));
                }
            }
            _ => {}
        }
        members
    }

    fn list(&mut self, keywords: &'d Map<String, Value>, depth: usize) -> Value {
        let first = keywords.get("prefixItems").and_then(Value::as_array);
        let mut items: Vec<Value> = Vec::new();
        for schema in first.into_iter().flatten() {
            items.push(self.value(schema, depth + 1));
        }
        let least = whole(keywords, "minItems").unwrap_or(0).min(8);
        let more = if depth < SHALLOW {
            self.rng.usize(..3)
        } else {
            0
        };
        let most = whole(keywords, "maxItems").unwrap_or(usize::MAX);
        if let Some(schema) = keywords.get("items") {
            while items.len() < (least + more).min(most) {
                items.push(self.value(schema, depth + 1));
            }
        }
        items.into()
    }

    fn integer(&mut self, keywords: &Map<String, Value>) -> Value {
        let (low, high) = match keywords.get("format").and_then(Value::as_str) {
            Some("int8") => (i8::MIN.into(), i8::MAX.into()),
            Some("int16") => (i16::MIN.into(), i16::MAX.into()),
            Some("int32") => (i32::MIN.into(), i32::MAX.into()),
            Some("uint8") => (0, u8::MAX.into()),
            Some("uint16") => (0, u16::MAX.into()),
            Some("uint32") => (0, u32::MAX.into()),
            Some("uint" | "uint64") => (0, i64::MAX),
            _ => (i64::MIN, i64::MAX),
        };
        let bound = |key: &str| keywords.get(key).and_then(Value::as_i64);
        let low = bound("minimum").map_or(low, |least| least.max(low));
        let high = bound("maximum")
            .map_or(high, |most| most.min(high))
            .max(low);
        let small = (
            low.max(0).min(high),
            high.min(low.max(0).saturating_add(100)),
        );
        match self.rng.u8(..8) {
            0 => low.into(),
            1 => high.into(),
            _ => self.rng.i64(small.0..=small.1.max(small.0)).into(),
        }
    }

    fn number(&mut self, keywords: &Map<String, Value>) -> Value {
        let bound = |key: &str| keywords.get(key).and_then(Value::as_f64);
        let low = bound("minimum").unwrap_or(-1e6);
        let high = bound("maximum").unwrap_or(1e6).max(low);
        match self.rng.u8(..4) {
            0 => low.ceil().into(),
            1 => json!(low.max(0.0).ceil() as i64),
            // Halves are the same in each precision.
            _ => (((low + self.rng.f64() * (high - low)) * 2.0).round() / 2.0).into(),
        }
    }

    fn text(&mut self, keywords: &Map<String, Value>) -> String {
        let known = match keywords.get("format").and_then(Value::as_str) {
            Some("uuid") => "67e55044-10b1-426f-9247-bb680e5fe0c8",
            Some("date-time") => "2024-02-29T12:30:00.5Z",
            Some("date") => "2024-02-29",
            Some("time") => "12:30:00Z",
            Some("duration") => "P1DT2H",
            Some("ip" | "ipv4") => "192.0.2.7",
            Some("ipv6") => "2001:db8::1",
            Some("uri" | "url") => "https://example.com/a?b=c",
            Some("email") => "a@example.com",
            Some("hostname") => "example.com",
            Some("byte") => "aGVsbG8=",
            Some("decimal") => "12.50",
            _ => "",
        };
        if !known.is_empty() {
            return known.to_owned();
        }
        let least = whole(keywords, "minLength").unwrap_or(0).min(64);
        let most = whole(keywords, "maxLength")
            .unwrap_or(12)
            .clamp(least, least + 12);
        let length = self.rng.usize(least..=most);
        let letters = ['a', 'Z', '7', '-', ' ', '"', '\\', 'é', '😀', '\n'];
        let letter = |_| *self.rng.choice(&letters).unwrap_or(&'a');
        (0..length).map(letter).collect()
    }

    fn any(&mut self) -> Value {
        let values = [
            Value::Null,
            json!(true),
            json!(7),
            json!(-1.5),
            json!("text"),
            json!([1, "two", null]),
            json!({"a": {"b": []}}),
        ];
        values[self.rng.usize(..values.len())].clone()
    }

    /// Puts the tag into the value of a branch.
    fn tag(&self, keywords: &Map<String, Value>, branch: &Value, value: &mut Option<Value>) {
        let reference = branch.get("$ref").and_then(Value::as_str);
        if let (Some(reference), Some(Value::Object(members))) = (reference, value)
            && let Some((name, tag)) = tag_of(keywords, reference)
        {
            members.insert(name, tag.into());
        }
    }

    /// Puts the tags into a value by which schemas that this one is made of know it.
    fn tag_by_parents(&self, schema: &Value, own: &Pointer, value: &mut impl AsMembers) {
        let parts = schema.get("allOf").and_then(Value::as_array);
        for part in parts.into_iter().flatten() {
            let reference = part.get("$ref").and_then(Value::as_str);
            let parent = reference.map(|reference| follow(self.document, reference));
            if let Some(Target::Found(parent)) = parent
                && let Some(parent) = parent.find(self.document).and_then(Value::as_object)
                && let Some((name, tag)) = tag_of(parent, &format!("#{}", own.as_str()))
                && let Some(members) = value.members()
            {
                members.insert(name, tag.into());
            }
        }
    }
}

/// What may be an object.
trait AsMembers {
    fn members(&mut self) -> Option<&mut Map<String, Value>>;
}

impl AsMembers for Value {
    fn members(&mut self) -> Option<&mut Map<String, Value>> {
        self.as_object_mut()
    }
}

impl AsMembers for Option<Value> {
    fn members(&mut self) -> Option<&mut Map<String, Value>> {
        self.as_mut()?.as_object_mut()
    }
}

/// The tag's name, and what it says for the schema that a reference names.
fn tag_of(keywords: &Map<String, Value>, reference: &str) -> Option<(String, String)> {
    let discriminator = keywords.get("discriminator")?;
    let name = discriminator.get("propertyName")?.as_str()?;
    let last = |text: &str| text.rsplit('/').next().unwrap_or(text).to_owned();
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    let mapped = mapping.into_iter().flatten().find(|(_, target)| {
        let target = target.as_str().unwrap_or_default();
        last(target) == last(reference)
    });
    let tag = mapped.map_or_else(|| last(reference), |(tag, _)| tag.clone());
    Some((name.to_owned(), tag))
}

/// The members of both; where one is no object, the later.
fn join(value: &mut Option<Value>, more: Value) {
    match (value, more) {
        (Some(Value::Object(members)), Value::Object(more)) => members.extend(more),
        (value, more) => *value = Some(more),
    }
}

fn whole(keywords: &Map<String, Value>, key: &str) -> Option<usize> {
    usize::try_from(keywords.get(key)?.as_u64()?).ok()
}
