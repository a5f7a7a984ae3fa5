//! What has to be known of all items before one can be emitted.

use std::collections::BTreeSet;

use contracts_core::manifest::{Directions, Serde, TypeStyle};

use super::{Ways, empty::Empties, validate};
use crate::lower::{
    Nesting,
    ir::{Ir, Item, ItemKind, Reach, Type},
};

/// What has to be known of all items before one can be emitted.
#[derive(Debug)]
pub(super) struct Plan {
    /// Which types would hold themselves.
    pub(super) nesting: Nesting,
    /// Items that no operation needs, and all that they are made of: they are there because somebody wants them.
    whole: BTreeSet<String>,
    /// Aliases that would be made of themselves: Rust wants a type of their own for them.
    newtypes: BTreeSet<String>,
    /// Objects that a union writes behind their tag.
    branches: BTreeSet<String>,
    /// Items with something to check in them or below; none where nobody wants checks.
    checked: BTreeSet<String>,
    /// Items with a value to start from; none where the mode needs none.
    pub(super) empty: Empties,
}

impl Plan {
    pub(super) fn of(ir: &Ir, style: TypeStyle) -> Self {
        let checked = match style.validate {
            true => validate::checked(ir),
            false => BTreeSet::new(),
        };
        Self {
            nesting: Nesting::of(ir),
            checked,
            empty: match style.serde {
                Serde::Table => Empties::of(ir),
                Serde::FieldMatch | Serde::Derive => Empties::default(),
            },
            branches: branches(ir, style),
            whole: whole(ir),
            newtypes: newtypes(ir),
        }
    }

    pub(super) fn is_newtype(&self, name: &str) -> bool {
        self.newtypes.contains(name)
    }

    /// Whether it is an object that a union writes behind its tag.
    pub(super) fn is_branch(&self, name: &str) -> bool {
        self.branches.contains(name)
    }

    /// Whether values of an item have something to check in them or below.
    pub(super) fn is_checked(&self, name: &str) -> bool {
        self.checked.contains(name)
    }

    /// Which of serde's traits an item needs.
    pub(super) fn ways(&self, name: &str, item: &Item, style: TypeStyle) -> Ways {
        let Reach {
            requests,
            responses,
        } = item.reach;
        let whole = self.whole.contains(name);
        match style.directions {
            // Tables go both ways: comparing and copying need both, too.
            _ if whole || style.serde == Serde::Table => Ways::BOTH,
            Directions::Both => Ways::BOTH,
            Directions::Client => Ways {
                read: responses,
                write: requests,
            },
            Directions::Server => Ways {
                read: requests,
                write: responses,
            },
        }
    }
}

/// In other modes it is serde, or the runtime, that puts the tag before an object's members.
fn branches(ir: &Ir, style: TypeStyle) -> BTreeSet<String> {
    if style.serde != Serde::FieldMatch {
        return BTreeSet::new();
    }
    let unions = ir.items.values().filter_map(|item| match &item.kind {
        ItemKind::Tagged(union) => Some(union),
        _ => None,
    });
    let types = unions.flat_map(|union| &union.branches);
    let types = types.filter(|branch| branch.tag().is_some());
    let objects = types.filter_map(|branch| object(ir, branch.ty.as_ref()?));
    objects.map(str::to_owned).collect()
}

/// The object that a type is, by whatever name it goes.
pub(super) fn object<'i>(ir: &'i Ir, ty: &'i Type) -> Option<&'i str> {
    let mut ty = ty;
    // Aliases that lead in a circle were cut; the count is for whoever forgets.
    for _ in 0..ir.items.len() + 1 {
        let Type::Named(name) = ty else { return None };
        match &ir.items.get(name)?.kind {
            ItemKind::Struct(_) => return Some(name),
            ItemKind::Alias(target) => ty = target,
            _ => return None,
        }
    }
    None
}

fn whole(ir: &Ir) -> BTreeSet<String> {
    let unused = ir
        .items
        .iter()
        .filter(|(_, item)| item.reach == Reach::default());
    let mut open: Vec<&str> = unused.map(|(name, _)| name.as_str()).collect();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    while let Some(name) = open.pop() {
        if seen.insert(name.to_owned()) {
            open.extend(names(ir, name));
        }
    }
    seen
}

/// The items that an item is made of.
fn names<'i>(ir: &'i Ir, name: &str) -> Vec<&'i str> {
    let types = ir.items.get(name).map(|item| item.kind.types());
    let types = types.into_iter().flatten();
    types.flat_map(|(_, ty)| ty.names()).collect()
}

fn newtypes(ir: &Ir) -> BTreeSet<String> {
    let mut newtypes: BTreeSet<String> = BTreeSet::new();
    for (name, item) in &ir.items {
        if matches!(item.kind, ItemKind::Alias(_)) && leads_back(ir, name, &newtypes) {
            newtypes.insert(name.clone());
        }
    }
    newtypes
}

/// Whether an alias names itself by way of aliases alone.
fn leads_back(ir: &Ir, name: &str, newtypes: &BTreeSet<String>) -> bool {
    let mut open: Vec<&str> = names(ir, name);
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    while let Some(other) = open.pop() {
        if other == name {
            return true;
        }
        let is_alias = matches!(
            ir.items.get(other).map(|item| &item.kind),
            Some(ItemKind::Alias(_))
        );
        if is_alias && !newtypes.contains(other) && seen.insert(other) {
            open.extend(names(ir, other));
        }
    }
    false
}

/// The type behind an alias.
pub(super) fn target<'i>(ir: &'i Ir, name: &str) -> Option<&'i Type> {
    match ir.items.get(name).map(|item| &item.kind) {
        Some(ItemKind::Alias(ty)) => Some(ty),
        _ => None,
    }
}
