//! Defaults as Rust expressions.

use serde_json::Value;

use super::Native;
use crate::{
    lower::ir::{Int, ItemKind, Scalar, Type},
    tokens::{Literal, TokenStream, format_ident, quote},
};

/// A default as an expression; the lowering has seen to it that it is a value of its type.
pub(super) fn expression(native: &Native<'_>, ty: &Type, value: &Value) -> TokenStream {
    match (ty, value) {
        (Type::Named(name), Value::String(text)) => variant(native, name, text),
        (Type::Scalar(scalar), value) => scalar_expression(native, scalar, value),
        _ => quote!(::std::default::Default::default()),
    }
}

fn scalar_expression(native: &Native<'_>, scalar: &Scalar, value: &Value) -> TokenStream {
    match (scalar, value) {
        (Scalar::Bool, Value::Bool(value)) => quote!(#value),
        (Scalar::Int(int), value) => integer(*int, value),
        (Scalar::F32 | Scalar::F64, value) => {
            let value = Literal::f64_unsuffixed(value.as_f64().unwrap_or_default());
            quote!(#value)
        }
        (Scalar::Text, Value::String(text)) => {
            let string = native.home.standard("String");
            quote!(#string::from(#text))
        }
        _ => quote!(::std::default::Default::default()),
    }
}

fn integer(int: Int, value: &Value) -> TokenStream {
    let value = match (int, value.as_i64(), value.as_u64()) {
        (Int::U64, _, Some(value)) => Literal::u64_unsuffixed(value),
        (_, Some(value), _) => Literal::i64_unsuffixed(value),
        (_, None, value) => Literal::u64_unsuffixed(value.unwrap_or_default()),
    };
    quote!(#value)
}

/// The variant of a string enum, by whatever name it goes.
fn variant(native: &Native<'_>, name: &str, text: &str) -> TokenStream {
    let kind = native.ir.items.get(name).map(|item| &item.kind);
    match kind {
        Some(ItemKind::Alias(ty)) => expression(native, ty, &text.into()),
        Some(ItemKind::Enum(variants)) => {
            let found = variants.iter().find(|variant| variant.wire == text);
            let ident = format_ident!("{name}");
            match found.map(|variant| format_ident!("{}", variant.name)) {
                Some(variant) => quote!(#ident::#variant),
                None => quote!(::std::default::Default::default()),
            }
        }
        _ => quote!(::std::default::Default::default()),
    }
}
