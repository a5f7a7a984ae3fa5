//! Types by typify: it makes most of them, [`own`] what it cannot keep, [`prune`] takes away what nobody asked for and
//! gives each item its words.

mod own;
mod prune;
mod tagged;
mod typify;
mod values;

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    lower::{
        Nesting,
        ir::{Ir, Item, ItemKind},
    },
    print::Part,
};

/// Emits every item of the IR, in parts.
///
/// # Errors
///
/// typify refused what the lowering made, or lost one of its names: a bug in this tool.
pub(super) fn emit<'e>(ir: &Ir) -> Result<Vec<Part<'e>>, String> {
    // typify sees where a type holds itself by the names alone, and not through other names of a type.
    let ir = Arc::new(ir.straight());
    let (shared, items): (Vec<_>, Vec<_>) = ir
        .items
        .iter()
        .partition(|(name, _)| ir.shared.contains(*name));
    let (own, typified): (Vec<_>, Vec<_>) =
        items.into_iter().partition(|(_, item)| own::is_own(item));
    let items = typify::emit(&ir, &typified, &own)?;
    let items = prune::prune(&ir, items);
    check_names(&items, &typified)?;
    let typified = items.into_iter().map(|item| Part::Syntax(Box::new(item)));
    let nesting = Arc::new(Nesting::of(&ir));
    let own = own.iter().chain(&shared).map(|(name, _)| {
        let (ir, nesting, name) = (Arc::clone(&ir), Arc::clone(&nesting), (*name).clone());
        let item = move || {
            ir.items
                .get(&name)
                .map(|item| own::emit(&nesting, &name, item))
        };
        Part::later(move || item().unwrap_or_default().into())
    });
    Ok(typified.chain(own).collect())
}

/// The client refers to these items by our names, so each of them has to be there.
fn check_names(items: &[syn::Item], expected: &[(&String, &Item)]) -> Result<(), String> {
    let names = items.iter().filter_map(|item| match item {
        syn::Item::Struct(item) => Some(item.ident.to_string()),
        syn::Item::Enum(item) => Some(item.ident.to_string()),
        _ => None,
    });
    let names: BTreeSet<String> = names.collect();
    match expected.iter().find(|(name, _)| !names.contains(*name)) {
        None => Ok(()),
        Some((name, item)) => Err(format!("typify made no `{name}` of {}", kind(item))),
    }
}

fn kind(item: &Item) -> &'static str {
    match item.kind {
        ItemKind::Alias(_) => "an alias",
        ItemKind::Struct(_) => "a struct",
        ItemKind::Enum(_) | ItemKind::Values(_) => "an enum",
        ItemKind::Tagged(_) | ItemKind::Untagged(_) => "a union",
    }
}

#[cfg(test)]
mod tests;
