//! A file as a tree, whatever its format: values as JSON has them, each with its place.

use serde_json::Value;

use super::place::Position;

/// How deep mappings and lists may be nested in a configuration file of any format.
///
/// More would overflow the 2 MiB stack of a thread in a debug build.
pub(super) const DEEPEST: usize = 32;

/// A value and where it stands.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) position: Position,
    pub(super) content: Content,
}

#[derive(Debug)]
pub(super) enum Content {
    Scalar(Value),
    /// Infinity or NaN, which JSON does not have.
    NotFinite,
    List(Vec<Node>),
    /// In the order of the file; a key may be given several times.
    Map(Vec<(Key, Node)>),
}

/// The key of a member and where it stands.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) position: Position,
}
