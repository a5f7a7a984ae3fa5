//! How the branches of a union are told apart by a member.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::super::{Lowerer, Schema};

/// The member of a tagged union, and the tags of each branch.
pub(super) struct Tags {
    pub(super) member: String,
    pub(super) branches: Vec<Vec<String>>,
}

/// `discriminator` (OpenAPI 3.1, section 4.8.25), or a required member that has a constant of its own in each branch.
pub(super) fn tags<'c>(
    cx: &Lowerer<'c>,
    schema: &Schema<'c>,
    branches: &[Schema<'c>],
) -> Option<Tags> {
    match schema.get("discriminator") {
        Some(discriminator) => declared(cx, discriminator, branches),
        None => by_constant(cx, branches),
    }
}

/// The member that a discriminator names. Swagger's form, the name alone, is still seen.
pub(super) fn member(discriminator: &Value) -> Option<&str> {
    discriminator
        .as_str()
        .or_else(|| discriminator.get("propertyName")?.as_str())
}

fn declared<'c>(cx: &Lowerer<'c>, discriminator: &Value, branches: &[Schema<'c>]) -> Option<Tags> {
    let member = member(discriminator)?.to_owned();
    let mapping = mapping(discriminator);
    let mapped: Vec<Vec<String>> = branches
        .iter()
        .map(|branch| mapped(cx, &mapping, branch))
        .collect();
    let constants: Vec<Vec<String>> = branches
        .iter()
        .map(|branch| constants(cx, branch, &member, 0))
        .collect();
    let constant_where_unmapped = || {
        let pairs = mapped.iter().zip(&constants);
        pairs
            .map(|(mapped, constants)| if mapped.is_empty() { constants } else { mapped }.clone())
            .collect()
    };
    let name_where_unmapped = || {
        let pairs = mapped.iter().zip(branches);
        pairs
            .map(|(mapped, branch)| {
                if mapped.is_empty() {
                    names(branch).into_iter().take(1).collect()
                } else {
                    mapped.clone()
                }
            })
            .collect()
    };
    let branches = [
        constant_where_unmapped(),
        name_where_unmapped(),
        constants.clone(),
    ]
    .into_iter()
    .find(|tags| are_distinct(tags))?;
    Some(Tags { member, branches })
}

/// What a discriminator's `mapping` says: tag to schema.
pub(super) fn mapping(discriminator: &Value) -> BTreeMap<&str, &str> {
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    let pairs = mapping.into_iter().flatten();
    pairs
        .filter_map(|(tag, target)| Some((tag.as_str(), target.as_str()?)))
        .collect()
}

/// The tags whose target is the branch: by reference, or by the name of a component.
fn mapped<'c>(
    cx: &Lowerer<'c>,
    mapping: &BTreeMap<&str, &str>,
    branch: &Schema<'c>,
) -> Vec<String> {
    let names = names(branch);
    let pointer = cx.resolve(branch).map(|target| target.pointer);
    let is_branch = |target: &str| {
        let reference = target
            .strip_prefix('#')
            .map(|fragment| format!("#{fragment}"));
        let found = reference.and_then(|reference| cx.target(&reference));
        found.is_some() && found == pointer || names.iter().any(|name| last(target) == name)
    };
    let tags = mapping.iter().filter(|(_, target)| is_branch(target));
    tags.map(|(tag, _)| (*tag).to_owned()).collect()
}

/// The last step of a reference: a component's name, or a file's without its extension.
fn last(reference: &str) -> &str {
    let last = reference
        .rsplit(['/', '#'])
        .find(|part| !part.is_empty())
        .unwrap_or(reference);
    last.split_once('.').map_or(last, |(stem, _)| stem)
}

/// The names of the components that a branch refers to, itself or as parts of its `allOf`.
fn names(branch: &Schema<'_>) -> Vec<String> {
    let parts = branch
        .get("allOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let references = branch
        .text("$ref")
        .into_iter()
        .chain(parts.filter_map(|part| part.get("$ref")?.as_str()));
    let mut names: Vec<String> = references
        .map(|reference| last(reference).to_owned())
        .collect();
    // What a union was merged with stands first.
    names.reverse();
    names
}

/// The only texts that a member can be, if the branch says so.
fn constants<'c>(cx: &Lowerer<'c>, branch: &Schema<'c>, member: &str, depth: usize) -> Vec<String> {
    let Some(target) = cx.resolve(branch).filter(|_| depth < 8) else {
        return Vec::new();
    };
    let properties = target.members("properties").into_iter();
    let property = properties.into_iter().find(|(name, _)| name == member);
    if let Some(property) = property.and_then(|(_, property)| cx.resolve(&property)) {
        let texts = match (property.get("const"), property.get("enum")) {
            (Some(value), _) => vec![value.clone()],
            (None, Some(Value::Array(values))) => values.clone(),
            _ => Vec::new(),
        };
        let texts: Option<Vec<String>> = texts
            .iter()
            .map(|text| text.as_str().map(str::to_owned))
            .collect();
        return texts.unwrap_or_default();
    }
    let parts = target.list("allOf");
    // The last part is the most special one.
    let mut found = parts
        .iter()
        .rev()
        .map(|part| constants(cx, part, member, depth + 1));
    found.find(|texts| !texts.is_empty()).unwrap_or_default()
}

fn are_distinct(branches: &[Vec<String>]) -> bool {
    let mut seen = BTreeSet::new();
    branches
        .iter()
        .all(|tags| !tags.is_empty() && tags.iter().all(|tag| seen.insert(tag)))
}

/// The first member, by name, that is required in every branch and has another constant in each.
fn by_constant<'c>(cx: &Lowerer<'c>, branches: &[Schema<'c>]) -> Option<Tags> {
    let first = cx.resolve(branches.first()?)?;
    let required = |branch: &Schema<'c>, member: &str| {
        let target = cx.resolve(branch);
        let required = target
            .as_ref()
            .and_then(|target| target.get("required")?.as_array());
        required.is_some_and(|names| names.iter().any(|name| name == member))
    };
    first
        .members("properties")
        .into_iter()
        .find_map(|(member, _)| {
            if !branches.iter().all(|branch| required(branch, &member)) {
                return None;
            }
            let branches: Vec<Vec<String>> = branches
                .iter()
                .map(|branch| constants(cx, branch, &member, 0))
                .collect();
            are_distinct(&branches).then_some(Tags { member, branches })
        })
}
