use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::lower::ir::{Scalar, Type};

/// Where the names of a type are looked up.
#[derive(Clone, Debug)]
pub(crate) struct Home {
    /// Before the name of an item: nothing, or a module's path with `::` at its end.
    pub(crate) items: TokenStream,
    /// The path of `serde_json`, or of something that has its `Value` and `Map`.
    pub(crate) json: TokenStream,
}

impl Home {
    /// The module that holds the items itself.
    pub(crate) fn here() -> Self {
        Self {
            items: TokenStream::new(),
            json: quote!(::serde_json),
        }
    }
}

/// The Rust type as it is written in code at `home`.
pub(crate) fn type_path(ty: &Type, home: &Home) -> TokenStream {
    let Home { items, json } = home;
    match ty {
        Type::Any => quote!(#json::Value),
        Type::Scalar(scalar) => scalar_path(scalar),
        Type::Array(item) => {
            let item = type_path(item, home);
            quote!(::std::vec::Vec<#item>)
        }
        Type::Tuple(types) => {
            let types = types.iter().map(|item| type_path(item, home));
            quote!((#(#types,)*))
        }
        Type::Map(value) if **value == Type::Any => {
            quote!(#json::Map<::std::string::String, #json::Value>)
        }
        Type::Map(value) => {
            let value = type_path(value, home);
            quote!(::std::collections::BTreeMap<::std::string::String, #value>)
        }
        Type::Nullable(inner) => {
            let inner = type_path(inner, home);
            quote!(::std::option::Option<#inner>)
        }
        Type::Named(name) => {
            let name = format_ident!("{name}");
            quote!(#items #name)
        }
    }
}

fn scalar_path(scalar: &Scalar) -> TokenStream {
    match scalar {
        Scalar::Null => quote!(()),
        Scalar::Bool => quote!(bool),
        Scalar::Int(int) => {
            let int = format_ident!("{}", int.rust());
            quote!(#int)
        }
        Scalar::F32 => quote!(f32),
        Scalar::F64 => quote!(f64),
        // The manifest has checked that it is a path.
        Scalar::Format { path, .. } => path.parse().unwrap_or_default(),
        Scalar::Text => quote!(::std::string::String),
    }
}
