//! Types that would be nothing but themselves: aliases that lead in a circle, unions with a branch
//! that is the union again. No value ends them, so they are cut.

use std::collections::BTreeSet;

use super::{
    Lowerer,
    ir::{Ir, ItemKind, Type},
};

pub(super) fn cut(cx: &mut Lowerer<'_>) {
    let names: Vec<String> = cx.ir.items.keys().cloned().collect();
    for name in names {
        let Some(item) = cx.ir.items.get(&name) else {
            continue;
        };
        let pointer = item.pointer.clone();
        let kind = match &item.kind {
            ItemKind::Alias(ty) if is_only(&cx.ir, ty, &name) => ItemKind::Alias(Type::Any),
            ItemKind::Untagged(variants) => {
                let kept = variants
                    .iter()
                    .filter(|(_, ty)| !is_only(&cx.ir, ty, &name));
                let kept: Vec<(String, Type)> = kept.cloned().collect();
                if kept.len() == variants.len() {
                    continue;
                }
                if kept.is_empty() {
                    ItemKind::Alias(Type::Any)
                } else {
                    ItemKind::Untagged(kept)
                }
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
                        open.extend(variants.iter().map(|(_, ty)| ty))
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    false
}
