//! Types of our own making: small, with every meaning of the IR kept, and with serde impls that are cheap to compile.
//! What they leave to `contracts_runtime::wire` is told there.

mod alias;
mod default;
mod derived;
mod literals;
mod matched;
mod object;
mod tabled;
mod tagged;
mod text;
mod union;

use contracts_core::manifest::{Directions, Enums, Serde, TypeStyle};
use proc_macro2::TokenStream;
use quote::quote;

use super::path::{Home, type_path};
use crate::{
    emit::docs,
    lower::ir::{Ir, Item, ItemKind, Scalar, Type},
    print::Part,
};

/// What the emission of one item needs to know.
struct Native<'i> {
    ir: &'i Ir,
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
    let items = ir
        .items
        .iter()
        .map(move |(name, item)| Part::later(move || self::item(ir, name, item, style)));
    import.into_iter().chain(items).collect()
}

/// One item with its impls.
fn item(ir: &Ir, name: &str, item: &Item, style: TypeStyle) -> TokenStream {
    let home = Home::among(ir);
    let native = Native { ir, home, style };
    let docs = docs::documented(&item.docs, "The schema");
    let body = match &item.kind {
        ItemKind::Alias(ty) => alias::emit(&native, name, ty, native.ways(item)),
        ItemKind::Struct(body) => object::emit(&native, name, body, native.ways(item)),
        ItemKind::Enum(variants) => text::emit(&native, name, variants, native.is_open(item)),
        ItemKind::Values(literals) => literals::emit(name, literals, style.serde),
        ItemKind::Tagged(union) => tagged::emit(&native, name, union, item),
        ItemKind::Untagged(variants) => union::emit(&native, name, variants, native.ways(item)),
    };
    quote!(#docs #body)
}

impl Native<'_> {
    fn path(&self, ty: &Type) -> TokenStream {
        type_path(ty, &self.home)
    }

    /// The type as a part of `owner`: behind a box where it would otherwise hold its owner inside itself.
    fn part(&self, owner: &str, ty: &Type) -> TokenStream {
        if let Type::Nullable(inner) = ty {
            return self.optional(&self.part(owner, inner));
        }
        let path = self.path(ty);
        if !self.ir.embeds(ty, owner) {
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
            // A name that is a type of its own has its impls from serde's derives.
            Some(ItemKind::Alias(_)) if alias::is_recursive(ir, name) => true,
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
