//! Which messages hold a value of an item: those of the operations that name it, directly or by way of
//! other items.

use std::collections::BTreeSet;

use super::{
    Options,
    ir::{Ir, Type},
    uses::{Direction, Use},
};

/// Adds to each item's reach what the operations say. With views, a member that requests do not hold
/// leads no request to its type.
pub(super) fn fill(ir: &mut Ir, uses: &[Use], options: Options) {
    for direction in Direction::BOTH {
        for name in reached(ir, uses, direction, options) {
            if let Some(item) = ir.items.get_mut(&name) {
                direction.mark(&mut item.reach);
            }
        }
    }
}

fn reached(ir: &Ir, uses: &[Use], direction: Direction, options: Options) -> BTreeSet<String> {
    let uses = uses.iter().filter(|schema| schema.direction == direction);
    let mut open: Vec<&Type> = uses
        .filter_map(|schema| ir.types.get(&schema.pointer))
        .collect();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    while let Some(ty) = open.pop() {
        for name in ty.names() {
            let item = ir.items.get(name).filter(|_| seen.insert(name));
            let types = item.into_iter().flat_map(|item| item.kind.types());
            let held = types.filter(|(access, _)| !options.views || direction.holds(*access));
            open.extend(held.map(|(_, ty)| ty));
        }
    }
    seen.into_iter().map(str::to_owned).collect()
}
