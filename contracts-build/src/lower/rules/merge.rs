//! Several schemas as one that says what all of them say.

use serde_json::{Map, Value, json};

use super::super::{
    limits,
    schema::{SHAPING, is_shaping},
};

/// What the parts of an `allOf` say together.
pub(super) struct Merged {
    pub(super) keywords: Map<String, Value>,
    /// The branches of each part that is a union.
    pub(super) unions: Vec<Vec<Value>>,
    /// The first contradiction; the later part counts.
    pub(super) conflict: Option<String>,
}

impl Merged {
    /// Begins with the keywords beside `allOf`.
    pub(super) fn new(mut keywords: Map<String, Value>) -> Self {
        let mut unions = Vec::new();
        for keyword in ["oneOf", "anyOf"] {
            if let Some(Value::Array(branches)) = keywords.remove(keyword) {
                unions.push(branches);
            }
        }
        Self {
            keywords,
            unions,
            conflict: None,
        }
    }

    pub(super) fn add_union(&mut self, branches: Vec<Value>) {
        self.unions.push(branches);
    }

    /// Adds the keywords of a part, `allOf` and unions aside.
    pub(super) fn add(&mut self, part: &Map<String, Value>) {
        if let (Some(known), Some(more)) = (self.keywords.get("type"), part.get("type"))
            && common(known, more).is_empty()
        {
            // The later part is the more special one.
            let text = format!("`type` is {known} and {more}; the latter counts");
            self.conflict.get_or_insert(text);
            self.keywords
                .retain(|keyword, _| !SHAPING.contains(&keyword.as_str()));
        }
        for (keyword, value) in part {
            match keyword.as_str() {
                "allOf" | "oneOf" | "anyOf" | "discriminator" | "$ref" | "title" | "nullable" => {}
                // They are of the part, and often lack what the other parts say.
                "example" | "examples" => {}
                "const" => self.values(&json!([value])),
                "enum" => self.values(value),
                "type" => self.kind(value),
                "properties" => self.properties(value),
                "required" => self.required(value),
                "items" | "additionalProperties" => self.both(keyword, value),
                _ => {
                    self.keywords
                        .entry(keyword.clone())
                        .or_insert_with(|| value.clone());
                }
            }
        }
    }

    /// The values that both allow.
    fn values(&mut self, more: &Value) {
        let Value::Array(more) = more else {
            return;
        };
        if let Some(value) = self.keywords.remove("const") {
            self.keywords.insert("enum".to_owned(), json!([value]));
        }
        match self.keywords.get_mut("enum") {
            Some(Value::Array(known)) => {
                let common: Vec<Value> = known
                    .iter()
                    .filter(|value| more.contains(value))
                    .cloned()
                    .collect();
                if common.is_empty() {
                    self.conflict
                        .get_or_insert_with(|| "no value is in all of their `enum`s".to_owned());
                } else {
                    *known = common;
                }
            }
            _ => {
                self.keywords.insert("enum".to_owned(), more.clone().into());
            }
        }
    }

    /// The types that both allow; an integer is a number.
    fn kind(&mut self, more: &Value) {
        let Some(known) = self.keywords.get("type") else {
            self.keywords.insert("type".to_owned(), more.clone());
            return;
        };
        let common = match common(known, more).as_slice() {
            [] => return,
            [only] => Value::from(only.as_str()),
            several => Value::from(several),
        };
        self.keywords.insert("type".to_owned(), common);
    }

    fn properties(&mut self, more: &Value) {
        let Value::Object(more) = more else {
            return;
        };
        let known = self
            .keywords
            .entry("properties")
            .or_insert_with(|| json!({}));
        let Value::Object(known) = known else {
            return;
        };
        for (name, schema) in more {
            let merged = match known.get(name) {
                Some(before) => together(before, schema),
                None => schema.clone(),
            };
            known.insert(name.clone(), merged);
        }
    }

    fn required(&mut self, more: &Value) {
        let known = self.keywords.entry("required").or_insert_with(|| json!([]));
        if let (Value::Array(known), Value::Array(more)) = (known, more) {
            for name in more {
                if !known.contains(name) {
                    known.push(name.clone());
                }
            }
        }
    }

    /// A keyword whose value is a schema.
    fn both(&mut self, keyword: &str, more: &Value) {
        let merged = match (self.keywords.get(keyword), more) {
            (None, more) => more.clone(),
            // In `allOf`, `additionalProperties: false` refuses the members of the other parts: nobody means that.
            (Some(Value::Bool(_)), more) => more.clone(),
            (Some(known), Value::Bool(_)) => known.clone(),
            (Some(known), more) => together(known, more),
        };
        self.keywords.insert(keyword.to_owned(), merged);
    }
}

/// The keywords that stay with a union, and those that go into each of its branches.
pub(super) fn words_apart(
    keywords: Map<String, Value>,
) -> (Map<String, Value>, Map<String, Value>) {
    let words = [
        "description",
        "title",
        "deprecated",
        "example",
        "examples",
        "nullable",
        "discriminator",
    ];
    keywords
        .into_iter()
        .partition(|(key, _)| words.contains(&key.as_str()))
}

/// What two schemas say of the same member. That one of them keeps it out of messages counts, and so do
/// limits that one has beside what the other says.
fn together(before: &Value, more: &Value) -> Value {
    let mut all = merged(before, more);
    if let Value::Object(all) = &mut all {
        let said = |keyword: &str| [before, more].map(|schema| schema.get(keyword).cloned());
        for access in ["readOnly", "writeOnly"] {
            if said(access).contains(&Some(Value::Bool(true))) {
                all.insert(access.to_owned(), true.into());
            }
        }
        if !all.contains_key("$ref") {
            for limit in limits::KEYWORDS {
                if let Some(value) = said(limit).into_iter().flatten().next() {
                    all.entry(*limit).or_insert(value);
                }
            }
        }
    }
    all
}

/// Where one only has words about the member, the other.
fn merged(before: &Value, more: &Value) -> Value {
    let says = |schema: &Value| schema.as_object().is_some_and(is_shaping);
    match (says(before), says(more)) {
        _ if before == more => before.clone(),
        (_, false) => before.clone(),
        (false, true) => more.clone(),
        (true, true) => {
            let mut all = Map::from_iter([("allOf".to_owned(), json!([before, more]))]);
            // The later part is the more special one, in its words too.
            for words in ["description", "title", "default", "example", "examples"] {
                let said = more.get(words).or_else(|| before.get(words));
                all.extend(said.map(|said| (words.to_owned(), said.clone())));
            }
            all.into()
        }
    }
}

/// The types that two `type`s have in common.
fn common(known: &Value, more: &Value) -> Vec<String> {
    let (known, more) = (kinds(known), kinds(more));
    let allowed = |kind: &String, other: &[String]| {
        other.contains(kind) || (kind == "integer" && other.iter().any(|kind| kind == "number"))
    };
    let of_both = known.iter().filter(|kind| allowed(kind, &more));
    let only_of_more = more
        .iter()
        .filter(|kind| !known.contains(kind) && allowed(kind, &known));
    of_both.chain(only_of_more).cloned().collect()
}

fn kinds(value: &Value) -> Vec<String> {
    match value {
        Value::String(kind) => vec![kind.clone()],
        Value::Array(kinds) => kinds
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}
