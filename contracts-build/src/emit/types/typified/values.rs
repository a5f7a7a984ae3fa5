//! Enums of values that are not all strings.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::{emit::docs, lower::ir::Literal};

pub(super) fn emit(name: &str, literals: &[Literal]) -> TokenStream {
    let ident = format_ident!("{name}");
    let names = literals
        .iter()
        .map(|literal| format_ident!("{}", literal.name));
    let docs = literals
        .iter()
        .map(|literal| docs::attributes(&format!("`{}`", literal.wire)));
    let serde = integers(literals).map_or_else(
        || any(&ident, literals),
        |values| integer(&ident, literals, &values),
    );
    quote! {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum #ident { #(#docs #names,)* }
        #serde
    }
}

/// The values, where all of them are integers.
fn integers(literals: &[Literal]) -> Option<Vec<i64>> {
    literals
        .iter()
        .map(|literal| literal.wire.as_i64())
        .collect()
}

fn integer(ident: &syn::Ident, literals: &[Literal], values: &[i64]) -> TokenStream {
    let names: Vec<syn::Ident> = literals
        .iter()
        .map(|literal| format_ident!("{}", literal.name))
        .collect();
    let values: Vec<proc_macro2::Literal> = values
        .iter()
        .map(|value| proc_macro2::Literal::i64_unsuffixed(*value))
        .collect();
    quote! {
        impl ::serde::Serialize for #ident {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(match self { #(Self::#names => #values,)* })
            }
        }

        impl<'de> ::serde::Deserialize<'de> for #ident {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                match <i64 as ::serde::Deserialize>::deserialize(deserializer)? {
                    #(#values => ::std::result::Result::Ok(Self::#names),)*
                    other => ::std::result::Result::Err(<D::Error as ::serde::de::Error>::custom(
                        ::std::format_args!("`{other}` is none of the allowed values"),
                    )),
                }
            }
        }
    }
}

/// By way of their JSON, which names every value.
fn any(ident: &syn::Ident, literals: &[Literal]) -> TokenStream {
    let names: Vec<syn::Ident> = literals
        .iter()
        .map(|literal| format_ident!("{}", literal.name))
        .collect();
    let texts: Vec<String> = literals
        .iter()
        .map(|literal| literal.wire.to_string())
        .collect();
    quote! {
        impl ::serde::Serialize for #ident {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                let text = match self { #(Self::#names => #texts,)* };
                let value: ::serde_json::Value =
                    ::serde_json::from_str(text).map_err(<S::Error as ::serde::ser::Error>::custom)?;
                ::serde::Serialize::serialize(&value, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for #ident {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                let value = <::serde_json::Value as ::serde::Deserialize>::deserialize(deserializer)?;
                match value.to_string().as_str() {
                    #(#texts => ::std::result::Result::Ok(Self::#names),)*
                    other => ::std::result::Result::Err(<D::Error as ::serde::de::Error>::custom(
                        ::std::format_args!("`{other}` is none of the allowed values"),
                    )),
                }
            }
        }
    }
}
