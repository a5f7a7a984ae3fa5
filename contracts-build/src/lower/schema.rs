use std::{borrow::Cow, collections::BTreeSet};

use contracts_core::Pointer;
use serde_json::{Map, Value};

use crate::print;

/// Keywords that say which kind of value a schema is for.
pub(super) const SHAPING: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "enum",
    "items",
    "oneOf",
    "patternProperties",
    "prefixItems",
    "properties",
    "type",
];

/// Examples of one schema that anybody reads.
const MOST_EXAMPLES: usize = 10;

/// Whether keywords say which kind of value they are for.
pub(super) fn is_shaping(keywords: &Map<String, Value>) -> bool {
    SHAPING
        .iter()
        .any(|keyword| keywords.contains_key(*keyword))
}

/// A schema on its way to becoming a type.
#[derive(Clone, Debug)]
pub(crate) struct Schema<'c> {
    /// Its keywords; empty for a boolean schema.
    pub(crate) keywords: Cow<'c, Map<String, Value>>,
    /// What a boolean schema says; `None` for the others.
    pub(crate) boolean: Option<bool>,
    /// Where it stands.
    pub(crate) pointer: Pointer,
    /// What it is called in the document, or would be by a person; not yet a Rust name.
    pub(crate) hint: String,
    /// The Rust name that is already reserved for it.
    pub(crate) name: Option<String>,
}

impl<'c> Schema<'c> {
    pub(crate) fn new(value: &'c Value, pointer: Pointer, hint: String) -> Self {
        let keywords = match value {
            Value::Object(keywords) => Cow::Borrowed(keywords),
            _ => Cow::Owned(Map::new()),
        };
        let boolean = value.as_bool();
        let name = None;
        Self {
            keywords,
            boolean,
            pointer,
            hint,
            name,
        }
    }

    /// The same schema with a Rust name reserved for it.
    pub(crate) fn reserved(mut self, name: String) -> Self {
        self.name = Some(name);
        self
    }

    /// The same schema after a change of its keywords.
    pub(crate) fn changed(&self, change: impl FnOnce(&mut Map<String, Value>)) -> Self {
        let mut schema = self.clone();
        change(schema.keywords.to_mut());
        schema
    }

    pub(crate) fn get(&self, keyword: &str) -> Option<&Value> {
        self.keywords.get(keyword)
    }

    pub(crate) fn has(&self, keyword: &str) -> bool {
        self.keywords.contains_key(keyword)
    }

    /// Whether it says which kind of value it is for, and not only something about one: limits,
    /// required members, words.
    pub(crate) fn is_shaping(&self) -> bool {
        self.boolean == Some(false) || is_shaping(&self.keywords)
    }

    pub(crate) fn text(&self, keyword: &str) -> Option<&str> {
        self.get(keyword)?.as_str()
    }

    pub(crate) fn flag(&self, keyword: &str) -> bool {
        self.get(keyword).and_then(Value::as_bool).unwrap_or(false)
    }

    /// What the document shows as its values, each once: `example`, and the list that `examples` is.
    pub(crate) fn examples(&self) -> Vec<Value> {
        let list = self.get("examples").and_then(Value::as_array);
        let mut examples: Vec<Value> = Vec::new();
        for value in self
            .get("example")
            .into_iter()
            .chain(list.into_iter().flatten())
        {
            let value = print::ordered(value.clone());
            if examples.len() < MOST_EXAMPLES && !examples.contains(&value) {
                examples.push(value);
            }
        }
        examples
    }

    /// The only type it allows, `null` aside.
    pub(crate) fn kind(&self) -> Option<&str> {
        match self.get("type")? {
            Value::String(kind) => Some(kind),
            Value::Array(kinds) => match kinds.as_slice() {
                [Value::String(kind)] => Some(kind),
                _ => None,
            },
            _ => None,
        }
    }

    /// The schema that a keyword holds, called `hint` inside this one.
    pub(crate) fn child(&self, keyword: &str, hint: &str) -> Option<Schema<'c>> {
        let pointer = self.pointer.child(keyword);
        let hint = format!("{}-{hint}", self.hint);
        self.part(pointer, hint, |keywords| keywords.get(keyword))
    }

    /// The schemas that a keyword maps names to, ordered by name.
    pub(crate) fn members(&self, keyword: &str) -> Vec<(String, Schema<'c>)> {
        let names = self.get(keyword).and_then(Value::as_object);
        // Rules add members to schemas; ordered whatever features serde_json has.
        let names: BTreeSet<&String> = names.into_iter().flat_map(Map::keys).collect();
        let member = |name: &String| {
            let pointer = self.pointer.child(keyword).child(name);
            let hint = format!("{}-{name}", self.hint);
            let schema = self.part(pointer, hint, |keywords| keywords.get(keyword)?.get(name))?;
            Some((name.clone(), schema))
        };
        names.into_iter().filter_map(member).collect()
    }

    /// The schemas in the list of a keyword.
    pub(crate) fn list(&self, keyword: &str) -> Vec<Schema<'c>> {
        let len = self
            .get(keyword)
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        let item = |index: usize| {
            let pointer = self.pointer.child(keyword).item(index);
            let hint = format!("{}-{}", self.hint, index + 1);
            self.part(pointer, hint, |keywords| keywords.get(keyword)?.get(index))
        };
        (0..len).filter_map(item).collect()
    }

    /// Borrows from the document where this schema does; clones where its keywords were changed.
    fn part(
        &self,
        pointer: Pointer,
        hint: String,
        find: impl Fn(&Map<String, Value>) -> Option<&Value>,
    ) -> Option<Schema<'c>> {
        match &self.keywords {
            Cow::Borrowed(keywords) => Some(Schema::new(find(keywords)?, pointer, hint)),
            Cow::Owned(keywords) => {
                let value = find(keywords)?;
                let keywords = Cow::Owned(value.as_object().cloned().unwrap_or_default());
                let boolean = value.as_bool();
                Some(Schema {
                    keywords,
                    boolean,
                    pointer,
                    hint,
                    name: None,
                })
            }
        }
    }
}
