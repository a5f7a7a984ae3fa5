//! Items that typify cannot keep as they are meant: unions, whose variants it would name by itself,
//! and structs and enums whose names fall together.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    super::path::{Home, type_path},
    tagged, values,
};
use crate::{
    emit::docs,
    lower::{
        Nesting,
        ir::{Alternative, Field, Item, ItemKind, Rest, Struct, Type, Variant},
    },
    name,
};

/// Whether typify has to leave this item to us.
pub(super) fn is_own(item: &Item) -> bool {
    match &item.kind {
        ItemKind::Alias(_) => false,
        ItemKind::Untagged(_) | ItemKind::Tagged(_) | ItemKind::Values(_) => true,
        // typify gives up where names fall together; ours are numbered then.
        ItemKind::Struct(body) => {
            let renamed = |field: &Field| field.name != name::snake_case(&field.wire);
            body.fields.iter().any(renamed) || body.fields.is_empty()
        }
        ItemKind::Enum(variants) => variants
            .iter()
            .any(|variant| variant.name != name::type_case(&variant.wire)),
    }
}

pub(super) fn emit(nesting: &Nesting, name: &str, item: &Item) -> TokenStream {
    let ident = format_ident!("{name}");
    let docs = docs::documented(&item.docs, "The schema");
    let body = match &item.kind {
        ItemKind::Alias(ty) => {
            let ty = type_path(ty, &Home::here());
            quote!(pub type #ident = #ty;)
        }
        ItemKind::Struct(body) => structure(nesting, name, body),
        ItemKind::Enum(variants) => enumeration(name, variants),
        ItemKind::Values(literals) => values::emit(name, literals),
        ItemKind::Tagged(union) => tagged::emit(nesting, name, union),
        ItemKind::Untagged(variants) => union(nesting, name, variants),
    };
    quote!(#docs #body)
}

fn structure(nesting: &Nesting, name: &str, body: &Struct) -> TokenStream {
    let ident = format_ident!("{name}");
    let fields = body.fields.iter().map(|field| member(nesting, name, field));
    let rest = match &body.rest {
        Rest::Ignored => None,
        Rest::Kept(ty) => {
            let map = type_path(&Type::Map(Box::new(ty.clone())), &Home::here());
            Some(quote! {
                /// Members that no other field names.
                #[serde(flatten)]
                pub extra: #map,
            })
        }
    };
    quote! {
        #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
        pub struct #ident { #(#fields)* #rest }
    }
}

fn member(nesting: &Nesting, owner: &str, field: &Field) -> TokenStream {
    let docs = docs::documented(&field.docs, "The member");
    let ident = format_ident!("{}", field.name);
    let wire = &field.wire;
    let ty = boxed(nesting, owner, &field.ty);
    if field.required {
        return quote!(#docs #[serde(rename = #wire)] pub #ident: #ty,);
    }
    let ty = match &field.ty {
        Type::Nullable(_) => ty,
        _ => quote!(::std::option::Option<#ty>),
    };
    quote! {
        #docs
        #[serde(rename = #wire, default, skip_serializing_if = "::std::option::Option::is_none")]
        pub #ident: #ty,
    }
}

fn union(nesting: &Nesting, name: &str, variants: &[Alternative]) -> TokenStream {
    let ident = format_ident!("{name}");
    let variants = variants.iter().map(|branch| {
        let doc = docs::attributes(&format!("The branch `{}`.", branch.name));
        let variant = format_ident!("{}", branch.name);
        let ty = boxed(nesting, name, &branch.ty);
        quote!(#doc #variant(#ty),)
    });
    quote! {
        #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
        #[serde(untagged)]
        pub enum #ident { #(#variants)* }
    }
}

/// The type, behind a box where it would otherwise hold its owner inside itself.
pub(super) fn boxed(nesting: &Nesting, owner: &str, ty: &Type) -> TokenStream {
    let path = type_path(ty, &Home::here());
    if nesting.embeds(ty, owner) {
        quote!(::std::boxed::Box<#path>)
    } else {
        quote!(#path)
    }
}

fn enumeration(name: &str, variants: &[Variant]) -> TokenStream {
    let ident = format_ident!("{name}");
    let names: Vec<_> = variants
        .iter()
        .map(|variant| format_ident!("{}", variant.name))
        .collect();
    let wires: Vec<&str> = variants
        .iter()
        .map(|variant| variant.wire.as_str())
        .collect();
    let docs = wires
        .iter()
        .map(|wire| docs::attributes(&format!("`{wire}`")));
    quote! {
        #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum #ident { #(#docs #[serde(rename = #wires)] #names,)* }

        impl ::std::fmt::Display for #ident {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(match self { #(Self::#names => #wires,)* })
            }
        }

        impl ::std::str::FromStr for #ident {
            type Err = ::std::string::String;

            fn from_str(value: &str) -> ::std::result::Result<Self, ::std::string::String> {
                match value {
                    #(#wires => ::std::result::Result::Ok(Self::#names),)*
                    other => ::std::result::Result::Err(::std::format!("`{other}` is none of the allowed values")),
                }
            }
        }
    }
}
