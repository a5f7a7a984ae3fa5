//! Types that are described in place, and are the same in several places, once.
//!
//! Two are the same where they look the same and what they name is the same; which that is, is found
//! by splitting classes of those that look the same until nothing in a class tells its items apart.
//! What has a name of its own, a component or what else a reference leads to, stays itself.

use std::collections::BTreeMap;

use contracts_core::Pointer;

use super::ir::{Ir, Item, ItemKind, Type};

/// What an item names: something of a class, or something that stays itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Named<'i> {
    Class(usize),
    Itself(&'i str),
}

/// Makes of all equal items described in place but one other names of that one: of the first by where it
/// stands. `named` are the schemas that have names of their own.
pub(super) fn share(ir: &mut Ir, named: &BTreeMap<Pointer, String>) {
    let aliases = aliases(ir, named);
    for (name, of) in aliases {
        if let Some(item) = ir.items.get_mut(&name) {
            item.kind = ItemKind::Alias(Type::Named(of));
            item.limits.clear();
            ir.shared.insert(name);
        }
    }
}

/// Each item that is to be another name, with the one that stays.
fn aliases(ir: &Ir, named: &BTreeMap<Pointer, String>) -> Vec<(String, String)> {
    let in_place = |item: &Item| {
        !named.contains_key(&item.pointer) && !matches!(item.kind, ItemKind::Alias(_))
    };
    let items = ir.items.iter().filter(|(_, item)| in_place(item));
    let items: BTreeMap<&str, &Item> = items.map(|(name, item)| (name.as_str(), item)).collect();
    let mut members: BTreeMap<usize, Vec<(&Pointer, &str)>> = BTreeMap::new();
    for (name, class) in classes(&items) {
        let pointer = items.get(name).map(|item| &item.pointer);
        let member = pointer.map(|pointer| (pointer, name));
        members.entry(class).or_default().extend(member);
    }
    let mut aliases = Vec::new();
    for mut members in members.into_values() {
        members.sort_unstable();
        if let Some(((_, first), others)) = members.split_first() {
            let others = others.iter();
            aliases.extend(others.map(|(_, name)| ((*name).to_owned(), (*first).to_owned())));
        }
    }
    aliases
}

/// The class of each item.
fn classes<'i>(items: &BTreeMap<&'i str, &'i Item>) -> BTreeMap<&'i str, usize> {
    let looks = items.iter().map(|(name, item)| (*name, looks(item)));
    let mut classes = numbered(looks);
    loop {
        let count = count(&classes);
        let signatures = items.iter().map(|(name, item)| {
            let names = item.kind.types().into_iter().flat_map(|(_, ty)| ty.names());
            let names = names.map(|name| match classes.get(name) {
                Some(class) => Named::Class(*class),
                None => Named::Itself(name),
            });
            (
                *name,
                (classes.get(name).copied(), names.collect::<Vec<_>>()),
            )
        });
        classes = numbered(signatures);
        if self::count(&classes) == count {
            return classes;
        }
    }
}

/// All that an item says except for the names of other items.
fn looks(item: &Item) -> String {
    let mut kind = item.kind.clone();
    kind.rename(&|name| name.clear());
    format!("{kind:?} {:?}", item.limits)
}

/// A number for each item, the same where `signatures` are.
fn numbered<'i, S: Ord>(
    signatures: impl Iterator<Item = (&'i str, S)>,
) -> BTreeMap<&'i str, usize> {
    let mut numbers: BTreeMap<S, usize> = BTreeMap::new();
    let number = |(name, signature)| {
        let next = numbers.len();
        (name, *numbers.entry(signature).or_insert(next))
    };
    signatures.map(number).collect()
}

fn count(classes: &BTreeMap<&str, usize>) -> usize {
    classes.values().max().map_or(0, |last| last + 1)
}
