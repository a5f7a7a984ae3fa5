//! YAML as a tree with places.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};
use serde_saphyr::{
    DuplicateKeyPolicy, Error, Location, MessageFormatter as _, NonFiniteFloatPolicy, Options,
    Spanned, UserMessageFormatter,
};

use super::error::{Mistake, code};
use super::node::{Content, DEEPEST, Key, Node};
use super::place::Position;

/// How many events of the parser aliases may repeat in all.
const MOST_REPLAYED: usize = 100_000;

/// Reads one YAML document; `None` when it is empty.
pub(super) fn read(text: &str) -> Result<Option<Node>, Mistake> {
    let root = serde_saphyr::from_str_with_options::<Option<Spanned<Raw>>>(text, options())
        .map_err(mistake)?;
    Ok(root.map(|root| node(root, false)))
}

/// Decides where a node stands. `aliased` is whether it is part of text that an alias or a merge repeats.
fn node(raw: Spanned<Raw>, aliased: bool) -> Node {
    let is_alias = is_elsewhere(&raw);
    // An alias stands where it is written; what is within it stands in the anchored text.
    let position = if is_alias && !aliased {
        at(&raw.referenced)
    } else {
        at(&raw.defined)
    };
    let aliased = aliased || is_alias;
    let content = match raw.value {
        Raw::Scalar(value) => Content::Scalar(value),
        Raw::NotFinite => Content::NotFinite,
        Raw::List(items) => {
            Content::List(items.into_iter().map(|item| node(item, aliased)).collect())
        }
        Raw::Map(members) => {
            let members = members.into_iter().map(|(key, value)| {
                // The key shows whether the member comes from a merge.
                let aliased = aliased || is_elsewhere(&key);
                let position = at(&key.defined);
                let name = key.value;
                (Key { name, position }, node(value, aliased))
            });
            Content::Map(members.collect())
        }
    };
    Node { position, content }
}

fn options() -> Options {
    // The default budgets (250,000 nodes, limits on aliases) stay on. Snippets stay off: they would quote lines of the
    // file, which may hold secrets.
    serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_depth: DEEPEST },
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: MOST_REPLAYED },
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        strict_booleans: true,
        reject_unsupported_tags: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        with_snippet: false,
    }
}

fn mistake(error: Error) -> Mistake {
    let (code, message, help) = match innermost(&error) {
        Error::MultipleDocuments { .. } => (
            code::SEVERAL_DOCUMENTS,
            "a second YAML document begins here".to_owned(),
            Some(
                "a configuration file is a single document: remove the `---` and what follows"
                    .to_owned(),
            ),
        ),
        Error::InvalidScalar { .. } => (
            code::SYNTAX,
            "the value is not what its tag says".to_owned(),
            None,
        ),
        other => (
            code::SYNTAX,
            UserMessageFormatter.format_message(other).into_owned(),
            None,
        ),
    };
    let position = error
        .location()
        .map_or(Position::START, |location| at(&location));
    Mistake {
        code,
        message,
        line: position.line,
        column: position.column,
        pointer: String::new(),
        help,
    }
}

fn innermost(mut error: &Error) -> &Error {
    while let Error::AliasError { error: inner, .. } | Error::WithSnippet { error: inner, .. } =
        error
    {
        error = inner;
    }
    error
}

/// Whether a node is written in another place than it is used, through an alias or a merge.
fn is_elsewhere<T>(node: &Spanned<T>) -> bool {
    node.referenced != node.defined
}

fn at(location: &Location) -> Position {
    if *location == Location::UNKNOWN {
        return Position::START;
    }
    let number = |value: u64| usize::try_from(value).unwrap_or(usize::MAX).max(1);
    Position {
        line: number(location.line()),
        column: number(location.column()),
    }
}

/// A node as `serde-saphyr` hands it over, its children with their places.
enum Raw {
    Scalar(Value),
    /// Infinity or NaN, which JSON does not have.
    NotFinite,
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Scalar(Value::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Scalar(Value::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Scalar(Value::from(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Scalar(Value::from(value)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Number::from_f64(value)
            .map_or(Raw::NotFinite, |number| Raw::Scalar(Value::Number(number))))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Scalar(Value::from(value)))
    }

    fn visit_string<E>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Scalar(Value::from(value)))
    }

    fn visit_bytes<E: serde::de::Error>(self, _: &[u8]) -> Result<Raw, E> {
        Err(E::custom("binary values are not supported"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut members = Vec::new();
        while let Some(key) = access.next_key()? {
            members.push((key, access.next_value()?));
        }
        Ok(Raw::Map(members))
    }
}
