//! String enums: closed, or open for strings that the contract does not name yet.

use contracts_core::manifest::Serde;

use super::{Native, empty};
use crate::{
    emit::docs,
    lower::ir::Variant,
    name::Scope,
    tokens::{Ident, TokenStream, format_ident, quote},
};

pub(super) fn emit(
    native: &Native<'_>,
    name: &str,
    variants: &[Variant],
    open: bool,
) -> TokenStream {
    let option = native.home.standard("Option");
    let ident = format_ident!("{name}");
    let idents: Vec<Ident> = idents(variants);
    let wires: Vec<&str> = variants.iter().map(|one| one.wire.as_str()).collect();
    let docs = wires
        .iter()
        .map(|wire| docs::attributes(&format!("`{wire}`")));
    let unknown = open.then(|| format_ident!("{}", unknown_name(variants.iter().map(|v| &v.name))));
    let unknown = unknown.as_ref();
    let copy = (!open).then(|| quote!(Copy,));
    let rest = unknown.map(|unknown| {
        quote! {
            /// Any other string.
            #unknown(wire::UnknownText),
        }
    });
    let read_rest = unknown.map(|unknown| {
        quote! {
            #[inline]
            fn unknown(text: wire::UnknownText) -> #option<Self> {
                Some(Self::#unknown(text))
            }
        }
    });
    let text_rest = unknown.map(|unknown| quote!(Self::#unknown(text) => text.as_str(),));
    let empty = empty::first(native, &ident, &idents);
    let call = match native.style.serde {
        // Derives would take the object `{"a": null}` for the string `a`.
        Serde::FieldMatch | Serde::Derive => quote!(wire::text),
        Serde::Table => quote!(wire::table::text),
    };
    quote! {
        #[derive(Clone, #copy Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum #ident { #(#docs #idents,)* #rest }

        impl wire::Text for #ident {
            const NAME: &'static str = #name;
            const WORDS: &'static [(&'static str, Self)] = &[#((#wires, Self::#idents)),*];

            #read_rest

            #[inline]
            fn as_text(&self) -> &str {
                match self {
                    #(Self::#idents => #wires,)*
                    #text_rest
                }
            }
        }

        #call!(#ident);
        #empty
    }
}

fn idents(variants: &[Variant]) -> Vec<Ident> {
    let names = variants.iter().map(|variant| &variant.name);
    names.map(|name| format_ident!("{name}")).collect()
}

/// What the variant for all that is not named is called.
pub(super) fn unknown_name<'n>(taken: impl Iterator<Item = &'n String>) -> String {
    let mut names = Scope::default();
    for name in taken {
        names.take_type(name.clone());
    }
    names.take_type("Unknown".to_owned())
}
