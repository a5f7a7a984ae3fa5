//! Schemas inside a document: following references, and checking that what they say makes sense.
//!
//! What a schema *means* in Rust is decided by the lowering in `contracts-build`.

mod check;

pub(crate) use check::check;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::Pointer;

/// Where a `$ref` leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To this node, which is no reference itself.
    Found(Pointer),
    /// Into another file.
    Remote,
    /// Back to itself, by way of other references.
    Cycle,
    /// Through more than [`MOST_LINKS`] other references.
    TooFar,
    /// Nowhere.
    Missing,
}

/// How many references a reference may lead through. Documents have two or three; without a bound a
/// chain of many takes time by its square.
pub const MOST_LINKS: usize = 32;

/// Follows a reference, and the references it leads to, to the node they mean.
///
/// ```
/// use contracts_core::{Pointer, schema::{Target, follow}};
/// use serde_json::json;
///
/// let document = json!({"a": {"$ref": "#/b"}, "b": {"type": "string"}, "c": {"$ref": "#/c"}});
/// assert_eq!(follow(&document, "#/a"), Target::Found(Pointer::root().child("b")));
/// assert_eq!(follow(&document, "#/c"), Target::Cycle);
/// assert_eq!(follow(&document, "#/d"), Target::Missing);
/// ```
pub fn follow(root: &Value, reference: &str) -> Target {
    let mut seen = BTreeSet::new();
    let mut reference = reference;
    loop {
        let Some(fragment) = reference.strip_prefix('#') else {
            return Target::Remote;
        };
        let found = Pointer::parse(fragment).and_then(|pointer| {
            let node = pointer.find(root)?;
            Some((pointer, node))
        });
        let Some((pointer, node)) = found else {
            return Target::Missing;
        };
        match node.get("$ref").and_then(Value::as_str) {
            None => return Target::Found(pointer),
            Some(_) if !seen.insert(pointer) => return Target::Cycle,
            Some(_) if seen.len() > MOST_LINKS => return Target::TooFar,
            Some(next) => reference = next,
        }
    }
}
