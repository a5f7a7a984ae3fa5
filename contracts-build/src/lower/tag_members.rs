//! Members that only say which branch of a union their object is: the union says it already.
//!
//! A struct that is described in place as a branch, and is used nowhere else, loses the member; what is left without
//! members is no type any more. Documents that describe their unions in place have a type less for each branch, and
//! often two.

use std::collections::BTreeMap;

use contracts_core::Pointer;

use super::ir::{Ir, Item, ItemKind, Rest, Struct, Type};

/// Drops such members, and the types that nothing needs any more. `named` are the schemas that have names of their own.
pub(super) fn drop(ir: &mut Ir, named: &BTreeMap<Pointer, String>) {
    let unions: Vec<String> = ir
        .items
        .iter()
        .filter(|(_, item)| matches!(item.kind, ItemKind::Tagged(_)))
        .map(|(name, _)| name.clone())
        .collect();
    let mut uses = uses(ir);
    for name in unions {
        let Some(mut item) = ir.items.remove(&name) else {
            continue;
        };
        if let ItemKind::Tagged(union) = &mut item.kind {
            for branch in &mut union.branches {
                let ([tag], Some(Type::Named(name))) = (branch.tags.as_slice(), &branch.ty) else {
                    continue;
                };
                let free = |item: &Item| !named.contains_key(&item.pointer);
                let is_own = uses.get(name) == Some(&1) && ir.items.get(name).is_some_and(free);
                if !is_own {
                    continue;
                }
                if let Some(word) = strip(ir, name, &union.tag, tag) {
                    forget(ir, named, &mut uses, &word);
                }
                if ir.items.get(name).is_some_and(is_empty) {
                    branch.docs = ir.items.remove(name).and_then(|item| item.docs.text);
                    branch.ty = None;
                }
            }
        }
        ir.items.insert(name, item);
    }
}

/// How often each item is named.
fn uses(ir: &Ir) -> BTreeMap<String, usize> {
    let kinds = ir.items.values().flat_map(|item| item.kind.types());
    let types = kinds.map(|(_, ty)| ty).chain(ir.types.values());
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for name in types.flat_map(Type::names) {
        *uses.entry(name.to_owned()).or_default() += 1;
    }
    uses
}

/// Takes the member away that says nothing but the tag; the answer is the type that it had, if it had a name.
fn strip(ir: &mut Ir, name: &str, member: &str, tag: &str) -> Option<String> {
    let body = match ir.items.get(name).map(|item| &item.kind) {
        // What keeps members that nobody declared would keep this one.
        Some(ItemKind::Struct(body)) if body.rest == Rest::Ignored => body,
        _ => return None,
    };
    let at = body.fields.iter().position(|field| field.wire == member)?;
    let word = match &body.fields[at].ty {
        Type::Named(word) => word.clone(),
        _ => return None,
    };
    match ir.items.get(&word).map(|item| &item.kind) {
        Some(ItemKind::Enum(variants)) if variants.len() == 1 && variants[0].wire == tag => {}
        _ => return None,
    }
    if let Some(ItemKind::Struct(body)) = ir.items.get_mut(name).map(|item| &mut item.kind) {
        body.fields.remove(at);
    }
    Some(word)
}

/// One use of an item less; without any, it goes.
fn forget(
    ir: &mut Ir,
    named: &BTreeMap<Pointer, String>,
    uses: &mut BTreeMap<String, usize>,
    name: &str,
) {
    let Some(count) = uses.get_mut(name) else {
        return;
    };
    *count -= 1;
    let in_place = |item: &Item| !named.contains_key(&item.pointer);
    if *count == 0 && ir.items.get(name).is_some_and(in_place) {
        ir.items.remove(name);
    }
}

fn is_empty(item: &Item) -> bool {
    matches!(&item.kind, ItemKind::Struct(Struct { fields, rest: Rest::Ignored, .. }) if fields.is_empty())
}
