use std::collections::BTreeSet;

use contracts_core::Pointer;

use super::{
    super::{
        Lowerer, Schema,
        ir::{Branch, ItemKind, Tagged, Type},
    },
    tag,
};
use crate::{name, name::Scope};

/// A discriminator in a parent: the schema stands for every component that has it in its `allOf`, and for itself
/// where the tag is none of theirs.
pub(super) fn lower<'c>(cx: &mut Lowerer<'c>, schema: &Schema<'c>) -> Option<Type> {
    if schema.name.is_none() || !is_parent(cx, schema) {
        return None;
    }
    let discriminator = schema.get("discriminator")?.clone();
    let member = tag::member(&discriminator)?.to_owned();
    let mapping = tag::mapping(&discriminator);
    let mut names = Scope::default();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut branches = Vec::new();
    for (key, pointer) in descendants(cx, &schema.pointer) {
        let mapped = mapping
            .iter()
            .filter(|(_, target)| **target == key || cx.target(target).as_ref() == Some(&pointer));
        let mut tags: Vec<String> = mapped.map(|(tag, _)| (*tag).to_owned()).collect();
        if tags.is_empty() {
            tags.push(key.clone());
        }
        tags.retain(|tag| taken.insert(tag.clone()));
        if tags.is_empty() {
            continue;
        }
        let ty = cx.reference(&format!("#{pointer}"));
        let name = names.take_type(name::type_case(&key));
        branches.push(Branch::new(name, tags, ty));
    }
    let mut base = schema.changed(|keywords| {
        keywords.remove("discriminator");
    });
    base.name = None;
    base.hint.push_str("-base");
    let other = Some(cx.lower(&base));
    let tag = member;
    Some(cx.define(
        schema,
        ItemKind::Tagged(Tagged {
            tag,
            branches,
            other,
        }),
    ))
}

/// Whether a component stands for those that are made of it.
pub(crate) fn is_parent(cx: &Lowerer<'_>, schema: &Schema<'_>) -> bool {
    schema.has("discriminator")
        && !schema.has("oneOf")
        && !schema.has("anyOf")
        && cx.children.contains_key(&schema.pointer)
}

/// The components that are made of one, directly or by way of others, ordered by name.
fn descendants(cx: &Lowerer<'_>, parent: &Pointer) -> BTreeSet<(String, Pointer)> {
    let mut found = BTreeSet::new();
    let mut open = vec![parent];
    while let Some(parent) = open.pop() {
        for child in cx.children.get(parent).into_iter().flatten() {
            if found.insert(child.clone()) {
                open.push(&child.1);
            }
        }
    }
    found
}
