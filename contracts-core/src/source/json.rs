use std::{collections::BTreeMap, fmt};

use serde_json::Value;

use super::{
    Problem,
    line::Lines,
    yaml::{RECURSION, too_deep},
};
use crate::Code;

/// Parses JSON into the tree; the first syntax error or duplicate key ends it.
pub(super) fn parse(text: &str) -> (Option<Value>, Vec<Problem>) {
    match serde_json::from_str::<Tree>(text) {
        Ok(tree) => (Some(tree.0), Vec::new()),
        Err(error) => {
            let start = Lines::new(text).offset(error.line(), error.column());
            let whole = error.to_string();
            // serde_json ends its messages with the position, which the place says better.
            let message = whole.split(" at line ").next().unwrap_or(&whole);
            let code = if message.starts_with(DUPLICATE) {
                Code::DuplicateKey
            } else {
                Code::JsonSyntax
            };
            if code == Code::DuplicateKey {
                // Read as YAML, every such key has a place, and the first of its values is kept.
                return super::yaml::parse(text, None);
            }
            let range = start..text.len().min(start + 1);
            let message = if message == RECURSION {
                too_deep()
            } else {
                message.to_owned()
            };
            let problem = Problem {
                code,
                range,
                message,
                help: None,
            };
            (None, vec![problem])
        }
    }
}

const DUPLICATE: &str = "the key ";

/// A [`Value`] whose objects refuse duplicate keys.
struct Tree(Value);

impl<'de> serde::Deserialize<'de> for Tree {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor).map(Tree)
    }
}

struct TreeVisitor;

impl<'de> serde::de::Visitor<'de> for TreeVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Tree(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(list.into())
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        // Ordered whatever features serde_json has.
        let mut map = BTreeMap::new();
        while let Some((key, Tree(value))) = members.next_entry::<String, Tree>()? {
            if map.contains_key(&key) {
                let message = format!("{DUPLICATE}`{key}` stands twice in this object");
                return Err(serde::de::Error::custom(message));
            }
            map.insert(key, value);
        }
        Ok(map.into_iter().collect())
    }
}
