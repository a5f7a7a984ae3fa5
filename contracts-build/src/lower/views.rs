//! Types of their own for requests and responses, where members belong to one of them alone.
//!
//! The plain name stays with what responses hold, and `<Name>Input` is what requests hold. What only
//! one of them holds keeps its name and loses the members of the other.

use std::collections::{BTreeMap, BTreeSet};

use contracts_core::Pointer;

use super::{
    ir::{Access, Ir, Item, ItemKind, Reach, Type},
    uses::{Direction, Use},
};
use crate::name::{self, Scope};

/// Keeps in all messages the members by which unions tell their branches apart.
pub(super) fn keep_tags(ir: &mut Ir) {
    let mut tags: BTreeSet<(String, String)> = BTreeSet::new();
    for item in ir.items.values() {
        if let ItemKind::Tagged(union) = &item.kind {
            let structs = structs(ir, union.types().collect());
            tags.extend(structs.into_iter().map(|name| (name, union.tag.clone())));
        }
    }
    for (name, tag) in tags {
        let kind = ir.items.get_mut(&name).map(|item| &mut item.kind);
        if let Some(ItemKind::Struct(body)) = kind {
            let fields = body.fields.iter_mut().filter(|field| field.wire == tag);
            fields.for_each(|field| field.access = Access::Both);
        }
    }
}

/// The structs that a value of the types can be.
fn structs<'i>(ir: &'i Ir, mut open: Vec<&'i Type>) -> BTreeSet<String> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    while let Some(ty) = open.pop() {
        match ty {
            Type::Nullable(inner) => open.push(inner),
            Type::Named(name) if seen.insert(name) => {
                let kind = ir.items.get(name).map(|item| &item.kind);
                let kind = kind.filter(|kind| !matches!(kind, ItemKind::Struct(_)));
                open.extend(kind.into_iter().flat_map(ItemKind::types).map(|(_, ty)| ty));
            }
            _ => {}
        }
    }
    seen.into_iter().map(str::to_owned).collect()
}

/// Splits the items that requests and responses hold differently; what only one of them holds loses the
/// members of the other.
pub(super) fn split(ir: &mut Ir, names: &mut Scope, uses: &[Use]) {
    let one_sided = one_sided(ir);
    let mut inputs: BTreeMap<String, String> = BTreeMap::new();
    for name in &one_sided {
        let reach = ir.items.get(name).map(|item| item.reach);
        if reach.is_some_and(|reach| reach.requests && reach.responses) {
            let input = names.take_type(name::type_case(&format!("{name}-input")));
            inputs.insert(name.clone(), input);
        }
    }
    for name in &one_sided {
        let Some(mut item) = ir.items.remove(name) else {
            continue;
        };
        if let Some(input) = inputs.get(name) {
            ir.items
                .insert(input.clone(), input_of(name, &item, &inputs));
            item.reach.requests = false;
        }
        narrow(&mut item, &inputs);
        ir.items.insert(name.clone(), item);
    }
    for (pointer, direction) in directions(uses) {
        if let (Direction::Requests, Some(ty)) = (direction, ir.types.get_mut(pointer)) {
            ty.rename(&|name| to_input(name, &inputs));
        }
    }
    ir.inputs = inputs;
}

/// The items with a member that not all messages hold, in themselves or by way of other items.
fn one_sided(ir: &Ir) -> BTreeSet<String> {
    let mut users: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut open: Vec<&str> = Vec::new();
    for (name, item) in &ir.items {
        for (access, ty) in item.kind.types() {
            if access != Access::Both {
                open.push(name);
            }
            for used in ty.names() {
                users.entry(used).or_default().push(name);
            }
        }
    }
    let mut seen: BTreeSet<String> = BTreeSet::new();
    while let Some(name) = open.pop() {
        if seen.insert(name.to_owned()) {
            open.extend(users.get(name).into_iter().flatten());
        }
    }
    seen
}

/// What requests hold of an item.
fn input_of(name: &str, item: &Item, inputs: &BTreeMap<String, String>) -> Item {
    let mut input = item.clone();
    let side = format!("What requests hold of `{name}`.");
    input.docs.text = Some(match &item.docs.text {
        Some(text) => format!("{side}\n\n{text}"),
        None => side,
    });
    input.reach = Reach {
        requests: true,
        responses: false,
    };
    narrow(&mut input, inputs);
    input
}

/// Takes away the members that none of the messages holds which hold the item.
fn narrow(item: &mut Item, inputs: &BTreeMap<String, String>) {
    let reach = item.reach;
    if let ItemKind::Struct(body) = &mut item.kind {
        let directions = Direction::BOTH.into_iter();
        let held: Vec<Direction> = directions.filter(|side| side.reaches(reach)).collect();
        // What no message holds stays as the document has it.
        body.fields
            .retain(|field| held.is_empty() || held.iter().any(|side| side.holds(field.access)));
    }
    if reach.requests {
        item.kind.rename(&|name| to_input(name, inputs));
    }
}

fn to_input(name: &mut String, inputs: &BTreeMap<String, String>) {
    if let Some(input) = inputs.get(name) {
        name.clone_from(input);
    }
}

/// Who sends the values of each schema. An operation's word comes before a webhook's: clients are made of it.
fn directions(uses: &[Use]) -> BTreeMap<&Pointer, Direction> {
    let mut directions = BTreeMap::new();
    for schema in uses {
        directions
            .entry(&schema.pointer)
            .or_insert(schema.direction);
    }
    directions
}
