//! Other names of types. One that holds itself, behind a list or map, is a type of its own: Rust expands names
//! without an end.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Native, Ways};
use crate::lower::ir::{Ir, ItemKind, Type};

pub(super) fn emit(native: &Native<'_>, name: &str, ty: &Type, ways: Ways) -> TokenStream {
    let ident = format_ident!("{name}");
    if !is_recursive(native.ir, name) {
        let ty = native.path(ty);
        return quote!(pub type #ident = #ty;);
    }
    let read = ways.read.then(|| quote!(::serde::Deserialize));
    let write = ways.write.then(|| quote!(::serde::Serialize));
    let empty = matches!(ty, Type::Array(_) | Type::Map(_)).then(|| quote!(Default));
    let derives = read.into_iter().chain(write).chain(empty);
    let ty = native.part(name, ty);
    quote! {
        #[derive(Clone, Debug, PartialEq, #(#derives),*)]
        #[serde(transparent)]
        pub struct #ident(pub #ty);
    }
}

/// Whether an item is another name of a type that names it again.
pub(super) fn is_recursive(ir: &Ir, name: &str) -> bool {
    let mut seen: Vec<&str> = Vec::new();
    let mut open: Vec<&Type> = alias(ir, name).into_iter().collect();
    while let Some(ty) = open.pop() {
        match ty {
            Type::Any | Type::Scalar(_) => {}
            Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => open.push(inner),
            Type::Tuple(types) => open.extend(types),
            Type::Named(other) if other == name => return true,
            Type::Named(other) if seen.contains(&other.as_str()) => {}
            Type::Named(other) => {
                seen.push(other);
                open.extend(alias(ir, other));
            }
        }
    }
    false
}

/// The type that an item is another name of.
fn alias<'i>(ir: &'i Ir, name: &str) -> Option<&'i Type> {
    match ir.items.get(name).map(|item| &item.kind) {
        Some(ItemKind::Alias(ty)) => Some(ty),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::ir::{Docs, Item, Reach};

    fn of(items: &[(&str, Type)]) -> Ir {
        let mut ir = Ir::default();
        for (name, ty) in items {
            let item = Item {
                pointer: contracts_core::Pointer::root(),
                docs: Docs::default(),
                kind: ItemKind::Alias(ty.clone()),
                reach: Reach::default(),
                limits: Vec::new(),
            };
            ir.items.insert((*name).to_owned(), item);
        }
        ir
    }

    #[test]
    fn only_what_holds_itself_is_a_type_of_its_own() {
        let named = |name: &str| Box::new(Type::Named(name.to_owned()));
        let ir = of(&[
            ("Own", Type::Map(Box::new(Type::Array(named("Own"))))),
            ("Ping", Type::Array(named("Pong"))),
            ("Pong", Type::Tuple(vec![Type::Any, *named("Ping")])),
            ("Outside", Type::Array(named("Own"))),
        ]);
        let recursive = ir.items.keys().filter(|name| is_recursive(&ir, name));
        assert_eq!(recursive.collect::<Vec<_>>(), ["Own", "Ping", "Pong"]);
    }
}
