//! Members that no schema describes: JSON Schema lets them pass, but a service must not make them up.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Evaluation;
use serde_json::Value;

/// The keyword that says where a schema stands: the validator tells it of each part of a value that it described.
pub(super) const MARK: &str = "x-verify-schema";

/// The names that the schemas of one object have for its members; none where they let it have any.
type Names<'d> = Option<BTreeSet<&'d str>>;

/// The members of a valid value that no schema has a name for.
pub(super) fn undescribed(document: &Value, evaluation: &Evaluation, value: &Value) -> Vec<String> {
    let mut objects: BTreeMap<String, Names<'_>> = BTreeMap::new();
    for entry in evaluation.iter_annotations() {
        let at = entry.annotations.value().get(MARK).and_then(Value::as_str);
        let Some(schema) = at.and_then(|at| document.pointer(at)) else {
            continue;
        };
        let object = entry.instance_location.as_str().to_owned();
        let known = objects
            .entry(object)
            .or_insert_with(|| Some(BTreeSet::new()));
        match (known.as_mut(), names(schema)) {
            (Some(known), Some(names)) => known.extend(names),
            _ => *known = None,
        }
    }
    let mut found = Vec::new();
    for (at, names) in objects {
        let (Some(names), Some(object)) = (names, value.pointer(&at).and_then(Value::as_object))
        else {
            continue;
        };
        let unknown = object.keys().filter(|key| !names.contains(key.as_str()));
        found.extend(unknown.map(|key| format!("{at}/{key}: nothing declares this member")));
    }
    found
}

fn names(schema: &Value) -> Names<'_> {
    if schema
        .get("additionalProperties")
        .is_some_and(|more| more != &Value::Bool(false))
    {
        return None;
    }
    let members = schema.get("properties").and_then(Value::as_object);
    Some(
        members
            .into_iter()
            .flatten()
            .map(|(name, _)| name.as_str())
            .collect(),
    )
}
