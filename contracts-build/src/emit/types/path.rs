use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::lower::ir::{Scalar, Type};

/// The Rust type, with items looked up in `module` (empty for the module it stands in).
pub(crate) fn type_path(ty: &Type, module: &TokenStream) -> TokenStream {
    match ty {
        Type::Any => quote!(::serde_json::Value),
        Type::Scalar(scalar) => scalar_path(scalar),
        Type::Array(item) => {
            let item = type_path(item, module);
            quote!(::std::vec::Vec<#item>)
        }
        Type::Tuple(items) => {
            let items = items.iter().map(|item| type_path(item, module));
            quote!((#(#items,)*))
        }
        Type::Map(value) if **value == Type::Any => {
            quote!(::serde_json::Map<::std::string::String, ::serde_json::Value>)
        }
        Type::Map(value) => {
            let value = type_path(value, module);
            quote!(::std::collections::BTreeMap<::std::string::String, #value>)
        }
        Type::Nullable(inner) => {
            let inner = type_path(inner, module);
            quote!(::std::option::Option<#inner>)
        }
        Type::Named(name) => {
            let name = format_ident!("{name}");
            quote!(#module #name)
        }
    }
}

fn scalar_path(scalar: &Scalar) -> TokenStream {
    match scalar {
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
