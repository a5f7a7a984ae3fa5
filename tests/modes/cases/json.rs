//! JSON as text has it: members in any order and as often as one likes.

use serde_json::Value;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    /// A value without parts, as its text.
    Leaf(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

impl Json {
    pub(crate) fn of(value: &Value) -> Self {
        match value {
            Value::Array(items) => Self::List(items.iter().map(Self::of).collect()),
            Value::Object(members) => {
                let members = members.iter();
                Self::Object(
                    members
                        .map(|(key, value)| (key.clone(), Self::of(value)))
                        .collect(),
                )
            }
            leaf => Self::Leaf(leaf.to_string()),
        }
    }

    pub(crate) fn text(&self) -> String {
        match self {
            Self::Leaf(text) => text.clone(),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::text).collect();
                format!("[{}]", items.join(","))
            }
            Self::Object(members) => {
                let members = members.iter();
                let members: Vec<String> = members
                    .map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), value.text()))
                    .collect();
                format!("{{{}}}", members.join(","))
            }
        }
    }

    /// How many values it is made of.
    pub(crate) fn count(&self) -> usize {
        1 + match self {
            Self::Leaf(_) => 0,
            Self::List(items) => items.iter().map(Self::count).sum(),
            Self::Object(members) => members.iter().map(|(_, value)| value.count()).sum(),
        }
    }

    /// One of the values that it is made of.
    pub(crate) fn part(&mut self, at: usize) -> &mut Self {
        if at == 0 {
            return self;
        }
        let mut left = at - 1;
        let parts: Box<dyn Iterator<Item = &mut Self>> = match self {
            Self::Leaf(_) => unreachable!("there are as many parts as `count` says"),
            Self::List(items) => Box::new(items.iter_mut()),
            Self::Object(members) => Box::new(members.iter_mut().map(|(_, value)| value)),
        };
        for part in parts {
            match left.checked_sub(part.count()) {
                None => return part.part(left),
                Some(rest) => left = rest,
            }
        }
        unreachable!("there are as many parts as `count` says")
    }
}
