//! Types that would be nothing but themselves: aliases that lead in a circle become any JSON, and
//! unions with a branch that is the union again take over the branches on the way. Reading such a
//! branch would never end.

use std::collections::BTreeSet;

use super::{
    Lowerer,
    ir::{Alternative, Ir, ItemKind, Tagged, Type},
};
use crate::name::Scope;

pub(super) fn cut(cx: &mut Lowerer<'_>) {
    let names: Vec<String> = cx.ir.items.keys().cloned().collect();
    for name in names {
        let Some(item) = cx.ir.items.get(&name) else {
            continue;
        };
        let pointer = item.pointer.clone();
        let kind = match &item.kind {
            ItemKind::Alias(ty) if is_only(&cx.ir, ty, &name) => ItemKind::Alias(Type::Any),
            ItemKind::Untagged(variants)
                if variants
                    .iter()
                    .any(|branch| is_only(&cx.ir, &branch.ty, &name)) =>
            {
                let variants = flattened(&cx.ir, &name, variants);
                if variants.is_empty() {
                    ItemKind::Alias(Type::Any)
                } else {
                    ItemKind::Untagged(variants)
                }
            }
            ItemKind::Tagged(union) if union.types().any(|ty| is_only(&cx.ir, ty, &name)) => {
                without_itself(&cx.ir, &name, union)
            }
            _ => continue,
        };
        cx.simplified(
            &pointer,
            "this schema leads back to itself without an end; that way is cut",
        );
        if let Some(item) = cx.ir.items.get_mut(&name) {
            item.kind = kind;
        }
    }
}

/// The union without the branches that lead back to it.
fn without_itself(ir: &Ir, name: &str, union: &Tagged) -> ItemKind {
    let mut union = union.clone();
    union
        .branches
        .retain(|branch| !branch.ty.as_ref().is_some_and(|ty| is_only(ir, ty, name)));
    union.other = union.other.filter(|ty| !is_only(ir, ty, name));
    match (union.branches.is_empty(), &union.other) {
        (true, None) => ItemKind::Alias(Type::Any),
        (true, Some(ty)) => ItemKind::Alias(ty.clone()),
        (false, _) => ItemKind::Tagged(union),
    }
}

/// The branches of a union, those that lead back to it replaced by what stands on the way.
fn flattened(ir: &Ir, name: &str, variants: &[Alternative]) -> Vec<Alternative> {
    let mut names = Scope::default();
    let mut kept: Vec<Alternative> = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::from([name]);
    let mut open: Vec<(&Alternative, &Type)> = backwards(variants).collect();
    while let Some((variant, ty)) = open.pop() {
        if !is_only(ir, ty, name) {
            if kept.iter().all(|other| other.ty != *ty) {
                kept.push(Alternative {
                    name: names.take_type(variant.name.clone()),
                    ty: ty.clone(),
                    limits: variant.limits.clone(),
                });
            }
            continue;
        }
        match ty {
            Type::Nullable(inner) => open.push((variant, inner)),
            Type::Named(other) if seen.insert(other) => {
                match ir.items.get(other).map(|item| &item.kind) {
                    Some(ItemKind::Alias(ty)) => open.push((variant, ty)),
                    Some(ItemKind::Untagged(more)) => open.extend(backwards(more)),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    kept
}

/// The branches with their types, the last first.
fn backwards(branches: &[Alternative]) -> impl Iterator<Item = (&Alternative, &Type)> {
    branches.iter().rev().map(|branch| (branch, &branch.ty))
}

/// Whether a value of `ty` can be a value of the item `name` and nothing more.
fn is_only(ir: &Ir, ty: &Type, name: &str) -> bool {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut open = vec![ty];
    while let Some(ty) = open.pop() {
        match ty {
            Type::Nullable(inner) => open.push(inner),
            Type::Named(other) if other == name => return true,
            Type::Named(other) if seen.insert(other) => {
                match ir.items.get(other).map(|item| &item.kind) {
                    Some(ItemKind::Alias(ty)) => open.push(ty),
                    Some(ItemKind::Untagged(variants)) => {
                        open.extend(variants.iter().map(|branch| &branch.ty))
                    }
                    Some(ItemKind::Tagged(union)) => open.extend(union.types()),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    false
}
