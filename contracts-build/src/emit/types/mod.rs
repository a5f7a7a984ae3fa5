//! The types of a document as Rust items: typify makes most of them, [`own`] what it cannot keep,
//! [`prune`] takes away what nobody asked for and gives each item its words.

mod own;
mod path;
mod prune;
mod tagged;
mod typify;
mod values;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

pub(crate) use path::{Home, type_path};

use crate::lower::ir::{Ir, Item, ItemKind};

/// Emits every item of the IR.
///
/// # Errors
///
/// typify refused what the lowering made, or lost one of its names: a bug in this tool.
pub(crate) fn emit(ir: &Ir) -> Result<TokenStream, String> {
    // typify sees where a type holds itself by the names alone, and not through other names of a type.
    let ir = &ir.straight();
    let (shared, items): (Vec<_>, Vec<_>) = ir
        .items
        .iter()
        .partition(|(name, _)| ir.shared.contains(*name));
    let (own, typified): (Vec<_>, Vec<_>) =
        items.into_iter().partition(|(_, item)| own::is_own(item));
    let items = typify::emit(ir, &typified, &own)?;
    let items = prune::prune(ir, items);
    check_names(&items, &typified)?;
    let own = own.iter().chain(&shared);
    let own = own.map(|(name, item)| own::emit(ir, name, item));
    Ok(quote!(#(#items)* #(#own)*))
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
