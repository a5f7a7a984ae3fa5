//! Types of our own making: small, with every meaning of the IR kept, and with serde impls that are cheap to compile.
//! What they leave to `contracts_runtime::wire` is told there.

mod default;
mod derived;
mod empty;
mod literals;
mod matched;
mod object;
mod plan;
mod tabled;
mod tagged;
mod text;
mod union;
mod validate;

use std::{collections::BTreeSet, sync::Arc};

use contracts_core::manifest::{Enums, Serde, TypeStyle};

use plan::Plan;

use super::path::{Home, type_path};
use crate::{
    emit::docs,
    lower::ir::{Ir, Item, ItemKind, Scalar, Type},
    print::Part,
    tokens::{TokenStream, format_ident, quote},
};

/// What the emission of one item needs to know.
struct Native<'i> {
    ir: &'i Ir,
    plan: &'i Plan,
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
    let plan = Arc::new(Plan::of(ir, style));
    let is_alias = |(name, item): (&String, &Item)| {
        matches!(item.kind, ItemKind::Alias(_)) && !plan.is_newtype(name)
    };
    let import = (!ir.items.iter().all(is_alias)).then(|| Part::later(move || import(style)));
    let items = ir.items.iter().map(move |(name, item)| {
        let plan = Arc::clone(&plan);
        Part::later(move || Native::new(ir, &plan, style).item(name, item))
    });
    import.into_iter().chain(items).collect()
}

/// The one name that the code of all items uses.
fn import(style: TypeStyle) -> TokenStream {
    // Objects by serde's derives may need nothing of it.
    let allow = (style.serde == Serde::Derive).then(|| quote!(#[allow(unused_imports)]));
    quote!(#allow use ::contracts_runtime::wire;)
}

impl<'i> Native<'i> {
    fn new(ir: &'i Ir, plan: &'i Plan, style: TypeStyle) -> Self {
        let home = Home::among(ir);
        Self {
            ir,
            plan,
            home,
            style,
        }
    }

    /// One item with its impls.
    fn item(&self, name: &str, item: &Item) -> TokenStream {
        let mut tokens = docs::documented(&item.docs, "The schema");
        let ways = self.plan.ways(name, item, self.style);
        let body = match &item.kind {
            ItemKind::Alias(ty) if self.plan.is_newtype(name) => self.newtype(name, ty, ways),
            ItemKind::Alias(ty) => {
                let (ident, ty) = (format_ident!("{name}"), self.path(ty));
                quote!(pub type #ident = #ty;)
            }
            ItemKind::Struct(body) => object::emit(self, name, body, ways),
            ItemKind::Enum(variants) => text::emit(self, name, variants, self.is_open(item)),
            ItemKind::Values(literals) => literals::emit(self, name, literals),
            ItemKind::Tagged(union) => tagged::emit(self, name, union, self.is_open(item), ways),
            ItemKind::Untagged(variants) => union::emit(self, name, variants, ways),
        };
        // `quote!` would copy them.
        tokens.extend(body);
        tokens.extend(validate::emit(self, name, item));
        tokens
    }

    /// An alias that is made of itself: nothing on the wire says that it is a type of its own.
    fn newtype(&self, name: &str, ty: &Type, ways: Ways) -> TokenStream {
        let ident = format_ident!("{name}");
        let doc = docs::attributes("The value.");
        let inner = self.part(name, ty);
        let call = match self.style.serde {
            Serde::Table if !self.is_foreign(ty) => {
                let empty = self.plan.empty.has(name);
                let value = quote!(Self(wire::table::Empty::empty()));
                let empty = empty.then(|| empty::emit(&ident, &value));
                quote!(wire::table::newtype!(#ident); #empty)
            }
            _ => ways.call(&quote!(wire::newtype), &ident),
        };
        quote! {
            #[derive(Clone, Debug, PartialEq)]
            pub struct #ident(#doc pub #inner);
            #call
        }
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
        if !self.plan.nesting.embeds(ty, owner) {
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
        self.style.serde == Serde::Table && foreign(self.ir, ty, &mut BTreeSet::new())
    }

    /// Whether an item keeps values that the contract does not name: where they are read by somebody who must not
    /// break when the contract grows.
    fn is_open(&self, item: &Item) -> bool {
        self.style.enums == Enums::Open && item.reach.responses
    }
}

/// Whether a type is made of one of the manifest; `seen` are the aliases that were looked at.
fn foreign<'i>(ir: &'i Ir, ty: &'i Type, seen: &mut BTreeSet<&'i str>) -> bool {
    match ty {
        Type::Any => false,
        Type::Scalar(scalar) => matches!(scalar, Scalar::Format { .. }),
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => foreign(ir, inner, seen),
        Type::Tuple(types) => types.iter().any(|ty| foreign(ir, ty, seen)),
        Type::Named(name) => match plan::target(ir, name) {
            Some(ty) => seen.insert(name) && foreign(ir, ty, seen),
            None => false,
        },
    }
}

impl Ways {
    const BOTH: Self = Self {
        read: true,
        write: true,
    };

    /// A call of one of the runtime's macros that give serde's traits by the type's own.
    fn call(self, path: &TokenStream, ident: &crate::tokens::Ident) -> TokenStream {
        match (self.read, self.write) {
            (true, true) => quote!(#path!(#ident);),
            (true, false) => quote!(#path!(read #ident);),
            (false, _) => quote!(#path!(write #ident);),
        }
    }
}
