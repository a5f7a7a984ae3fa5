//! Enums of values that are not all strings.

use contracts_core::manifest::Serde;
use serde_json::Value;

use super::{Native, empty};
use crate::{
    emit::docs,
    lower::ir,
    tokens::{Ident, Literal, TokenStream, format_ident, quote},
};

pub(super) fn emit(native: &Native<'_>, name: &str, literals: &[ir::Literal]) -> TokenStream {
    let ident = format_ident!("{name}");
    let names = literals.iter().map(|literal| &literal.name);
    let names: Vec<Ident> = names.map(|name| format_ident!("{name}")).collect();
    let docs = literals
        .iter()
        .map(|literal| docs::attributes(&format!("`{}`", literal.wire)));
    let empty = empty::first(native, &ident, &names);
    let call = match native.style.serde {
        Serde::Table => quote!(wire::table::literals),
        Serde::FieldMatch | Serde::Derive => quote!(wire::literals),
    };
    let values = literals.iter().map(|literal| value(&literal.wire));
    quote! {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum #ident { #(#docs #names,)* }

        impl wire::Literals for #ident {
            const NAME: &'static str = #name;
            const VALUES: &'static [(wire::Literal, Self)] = &[#((#values, Self::#names)),*];

            #[inline]
            fn index(&self) -> usize {
                *self as usize
            }
        }

        #call!(#ident);
        #empty
    }
}

/// A value as a `wire::Literal`.
fn value(value: &Value) -> TokenStream {
    match value {
        Value::Null => quote!(wire::Literal::Null),
        Value::Bool(value) => quote!(wire::Literal::Bool(#value)),
        Value::String(text) => quote!(wire::Literal::Text(#text)),
        Value::Number(number) => number_literal(number),
        Value::Array(_) | Value::Object(_) => {
            let text = value.to_string();
            quote!(wire::Literal::Json(#text))
        }
    }
}

fn number_literal(number: &serde_json::Number) -> TokenStream {
    if let Some(value) = number.as_i64() {
        let value = Literal::i64_unsuffixed(value);
        return quote!(wire::Literal::Int(#value));
    }
    if let Some(value) = number.as_u64() {
        let value = Literal::u64_unsuffixed(value);
        return quote!(wire::Literal::Uint(#value));
    }
    let value = Literal::f64_unsuffixed(number.as_f64().unwrap_or_default());
    quote!(wire::Literal::Float(#value))
}
