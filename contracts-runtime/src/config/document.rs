//! A YAML text as JSON value plus the place of every key and value in it.
//!
//! Nothing here knows the schema. Mistakes that the text alone shows (syntax, duplicate keys, numbers that JSON does
//! not have) are found here; duplicate keys and such numbers do not stop the reading, so that one run reports them all.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use serde_saphyr::{
    DuplicateKeyPolicy, Error, Location, MessageFormatter as _, NonFiniteFloatPolicy, Options,
    Spanned, UserMessageFormatter,
};

use super::error::{Mistake, code};
use super::node::Node;
use super::pointer;

/// A place in the text; lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Position {
    pub(super) const START: Position = Position { line: 1, column: 1 };
}

/// A configuration file as read.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) value: Value,
    /// What is wrong with the text itself.
    pub(super) mistakes: Vec<Mistake>,
    places: BTreeMap<String, Place>,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    key: Option<Position>,
    value: Position,
}

impl Document {
    /// Where the value at `pointer` stands.
    pub(super) fn value_position(&self, pointer: &str) -> Position {
        self.places
            .get(pointer)
            .map_or(Position::START, |place| place.value)
    }

    /// Takes a member out of its mapping.
    pub(super) fn remove(&mut self, pointer: &str) {
        let Some((parent, name)) = pointer::split(pointer) else {
            return;
        };
        if let Some(Value::Object(members)) = self.value.pointer_mut(parent) {
            members.remove(&name);
        }
    }

    /// Where the key of the member at `pointer` stands; for list items, where the item stands.
    pub(super) fn key_position(&self, pointer: &str) -> Position {
        match self.places.get(pointer) {
            Some(Place { key: Some(key), .. }) => *key,
            _ => self.value_position(pointer),
        }
    }
}

/// How deep mappings and lists may be nested.
const DEEPEST: usize = 32;

/// How many events of the parser aliases may repeat in all.
const MOST_REPLAYED: usize = 100_000;

/// Reads one YAML document.
///
/// Fails with a mistake when the text is not YAML, holds several documents, or exceeds what a configuration file may
/// reasonably ask of the parser.
pub(super) fn read(text: &str) -> Result<Document, Mistake> {
    let root = serde_saphyr::from_str_with_options::<Option<Spanned<Node>>>(text, options())
        .map_err(yaml_mistake)?;
    let mut document = Document {
        value: Value::Null,
        mistakes: Vec::new(),
        places: BTreeMap::new(),
    };
    if let Some(root) = root {
        document.value = document.place(
            root,
            String::new(),
            Origin {
                key: None,
                aliased: false,
            },
        );
    }
    Ok(document)
}

/// What a node's surroundings say about its place.
#[derive(Clone, Copy)]
struct Origin {
    key: Option<Position>,
    /// Whether the node is part of text that an alias or a merge repeats.
    aliased: bool,
}

impl Document {
    /// Records where a node stands and returns it as JSON.
    fn place(&mut self, node: Spanned<Node>, pointer: String, origin: Origin) -> Value {
        let is_alias = is_elsewhere(&node);
        // An alias stands where it is written; what is within it stands in the anchored text.
        let position = if is_alias && !origin.aliased {
            at(&node.referenced)
        } else {
            at(&node.defined)
        };
        self.places.insert(
            pointer.clone(),
            Place {
                key: origin.key,
                value: position,
            },
        );
        let aliased = origin.aliased || is_alias;
        match node.value {
            Node::Scalar(value) => value,
            Node::NotFinite => {
                self.mistakes.push(Mistake {
                    code: code::NOT_FINITE,
                    message: "infinity and NaN are not values a configuration can hold".to_owned(),
                    line: position.line,
                    column: position.column,
                    pointer,
                    help: Some("write a finite number, or put the text in quotes".to_owned()),
                });
                Value::Null
            }
            Node::List(items) => items
                .into_iter()
                .enumerate()
                .map(|(index, item)| {
                    let origin = Origin { key: None, aliased };
                    self.place(item, pointer::join(&pointer, &index.to_string()), origin)
                })
                .collect(),
            Node::Map(members) => self.place_members(members, &pointer, aliased),
        }
    }

    fn place_members(
        &mut self,
        members: Vec<(Spanned<String>, Spanned<Node>)>,
        pointer: &str,
        aliased: bool,
    ) -> Value {
        let mut map = Map::new();
        for (key, value) in members {
            let position = at(&key.defined);
            let member = pointer::join(pointer, &key.value);
            if map.contains_key(&key.value) {
                let first = self.key_position(&member);
                self.mistakes.push(Mistake {
                    code: code::DUPLICATE_KEY,
                    message: format!("`{}` is given twice", key.value),
                    line: position.line,
                    column: position.column,
                    pointer: member,
                    help: Some(format!(
                        "it is first given in line {}; keep one of the two",
                        first.line
                    )),
                });
                continue;
            }
            let origin = Origin {
                key: Some(position),
                // The key shows whether the member comes from a merge.
                aliased: aliased || is_elsewhere(&key),
            };
            let value = self.place(value, member, origin);
            map.insert(key.value, value);
        }
        Value::Object(map)
    }
}

fn options() -> Options {
    // The default budgets (250,000 nodes, limits on aliases) stay on; the default depth of 64 overflows the 2 MiB stack
    // of a thread in a debug build. Snippets stay off: they would quote lines of the file, which may hold secrets.
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

fn yaml_mistake(error: Error) -> Mistake {
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
