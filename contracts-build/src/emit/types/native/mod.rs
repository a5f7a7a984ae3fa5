//! Types of our own making: small, with every meaning of the IR kept, and with serde impls that are cheap to compile.
//! What they leave to `contracts_runtime::wire` is told there.

mod default;
mod derived;
mod literals;
mod matched;
mod object;
mod tabled;
mod tagged;
mod text;
mod union;

use std::sync::Arc;

use contracts_core::manifest::{Directions, Enums, Serde, TypeStyle};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::path::{Home, type_path};
use crate::{
    emit::docs,
    lower::{
        Nesting,
        ir::{Ir, Item, ItemKind, Scalar, Type},
    },
    print::Part,
};

/// What the emission of one item needs to know.
struct Native<'i> {
    ir: &'i Ir,
    nesting: &'i Nesting,
    home: Home,
    style: TypeStyle,
}

/// Which of serde's traits an item has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ways {
    read: bool,
    write: bool,
}

/// Emits every item of the IR, in parts.
pub(super) fn emit(ir: &Ir, style: TypeStyle) -> Vec<Part<'_>> {
    let is_used = |item: &Item| !matches!(item.kind, ItemKind::Alias(_));
    let used = ir.items.values().any(is_used);
    let import = used.then(|| {
        Part::later(|| {
            quote!(
                use ::contracts_runtime::wire;
            )
        })
    });
    let nesting = Arc::new(Nesting::of(ir));
    let items = ir.items.iter().map(move |(name, item)| {
        let nesting = Arc::clone(&nesting);
        Part::later(move || {
            let native = Native {
                ir,
                nesting: &nesting,
                home: Home::among(ir),
                style,
            };
            native.item(name, item)
        })
    });
    import.into_iter().chain(items).collect()
}

impl Native<'_> {
    /// One item with its impls.
    fn item(&self, name: &str, item: &Item) -> TokenStream {
        let mut tokens = docs::documented(&item.docs, "The schema");
        let body = match &item.kind {
            ItemKind::Alias(ty) => {
                let (ident, ty) = (format_ident!("{name}"), self.path(ty));
                quote!(pub type #ident = #ty;)
            }
            ItemKind::Struct(body) => object::emit(self, name, body, self.ways(item)),
            ItemKind::Enum(variants) => text::emit(self, name, variants, self.is_open(item)),
            ItemKind::Values(literals) => literals::emit(name, literals, self.style.serde),
            ItemKind::Tagged(union) => tagged::emit(self, name, union, item),
            ItemKind::Untagged(variants) => union::emit(self, name, variants, self.ways(item)),
        };
        // `quote!` would copy them.
        tokens.extend(body);
        tokens
    }

    fn path(&self, ty: &Type) -> TokenStream {
        type_path(ty, &self.home)
    }

    /// The type as a part of `owner`: behind a box where it would otherwise hold its owner inside itself.
    fn part(&self, owner: &str, ty: &Type) -> TokenStream {
        if let Type::Nullable(inner) = ty {
            return self.optional(&self.part(owner, inner));
        }
        let path = self.path(ty);
        if !self.nesting.embeds(ty, owner) {
            return path;
        }
        let pointer = self.home.standard("Box");
        quote!(#pointer<#path>)
    }

    fn optional(&self, ty: &TokenStream) -> TokenStream {
        let option = self.home.standard("Option");
        quote!(#option<#ty>)
    }

    /// Whether a type is made of one that knows serde alone, which the mode `table` has to be told.
    fn is_foreign(&self, ty: &Type) -> bool {
        self.style.serde == Serde::Table && foreign(self.ir, ty, self.ir.items.len())
    }

    /// Whether an item keeps values that the contract does not name: where they are read by somebody who must not
    /// break when the contract grows.
    fn is_open(&self, item: &Item) -> bool {
        self.style.enums == Enums::Open && item.reach.responses
    }

    fn ways(&self, item: &Item) -> Ways {
        let reach = item.reach;
        let (read, write) = match self.style.directions {
            // Tables go both ways: comparing and copying need both, too.
            _ if self.style.serde == Serde::Table => (true, true),
            Directions::Both => (true, true),
            Directions::Client => (reach.responses, reach.requests),
            Directions::Server => (reach.requests, reach.responses),
        };
        // What no operation needs is there because somebody wants it.
        let unused = !reach.requests && !reach.responses;
        Ways {
            read: read || unused,
            write: write || unused,
        }
    }
}

/// Whether a type is made of one of the manifest; `depth` bounds aliases of aliases.
fn foreign(ir: &Ir, ty: &Type, depth: usize) -> bool {
    match ty {
        Type::Any => false,
        Type::Scalar(scalar) => matches!(scalar, Scalar::Format { .. }),
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => foreign(ir, inner, depth),
        Type::Tuple(types) => types.iter().any(|ty| foreign(ir, ty, depth)),
        Type::Named(name) => match ir.items.get(name).map(|item| &item.kind) {
            Some(ItemKind::Alias(ty)) if depth > 0 => foreign(ir, ty, depth - 1),
            _ => false,
        },
    }
}

impl Ways {
    /// A call of one of the runtime's macros that give serde's traits by the type's own.
    fn call(self, path: &TokenStream, ident: &proc_macro2::Ident) -> TokenStream {
        match (self.read, self.write) {
            (true, true) => quote!(#path!(#ident);),
            (true, false) => quote!(#path!(read #ident);),
            (false, _) => quote!(#path!(write #ident);),
        }
    }
}
