//! What typify emits beyond the types themselves goes, and each item and field gets its words.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Attribute, Fields, Item, ItemImpl, ItemMod, Type, parse::Parser};

use crate::{
    emit::docs,
    lower::ir::{Docs, Ir, ItemKind},
};

/// Drops impls nobody asked for, and replaces typify's docs by the document's.
pub(super) fn prune(ir: &Ir, items: Vec<Item>) -> Vec<Item> {
    let mut kept: Vec<Item> = items.into_iter().filter(is_wanted).collect();
    let uses_errors = kept
        .iter()
        .any(|item| names_errors(item.to_token_stream(), &mut 0));
    kept.retain(|item| {
        uses_errors || !matches!(item, Item::Mod(module) if module.ident == "error")
    });
    for item in &mut kept {
        redocument(ir, item);
        if let Item::Mod(module) = item {
            open_module(module);
        }
    }
    kept
}

/// Whether code names something of the module `error`, as `self::error`; `seen` are the tokens of that path which stood
/// last.
fn names_errors(tokens: TokenStream, seen: &mut usize) -> bool {
    tokens.into_iter().any(|token| {
        if let TokenTree::Group(group) = &token {
            *seen = 0;
            return names_errors(group.stream(), seen);
        }
        let fits = match (&token, *seen) {
            (TokenTree::Ident(ident), 3) => ident == "error",
            (TokenTree::Punct(punct), 1 | 2) => punct.as_char() == ':',
            _ => false,
        };
        *seen = match &token {
            TokenTree::Ident(ident) if ident == "self" => 1,
            _ if fits => *seen + 1,
            _ => 0,
        };
        *seen == 4
    })
}

/// typify's functions for defaults name our own items as if they stood beside them, and which of the
/// functions are needed it decides before it knows of our items.
fn open_module(module: &mut ItemMod) {
    module
        .attrs
        .push(syn::parse_quote!(#[allow(clippy::unwrap_used, dead_code, unused_imports)]));
    // In the other module a document's `Result` would take the place of the language's.
    if module.ident != "defaults" {
        return;
    }
    if let Some((_, items)) = &mut module.content {
        items.insert(
            0,
            syn::parse_quote!(
                use super::*;
            ),
        );
    }
}

/// Conversions from references and strings multiply the code to compile; Display and FromStr of
/// enums and Default of structs are what people use.
fn is_wanted(item: &Item) -> bool {
    match item {
        Item::Impl(item) => !is_conversion(item),
        _ => true,
    }
}

fn is_conversion(item: &ItemImpl) -> bool {
    let Some((path, _)) = &item.trait_ else {
        return false;
    };
    let Some(last) = path.segments.last() else {
        return false;
    };
    let of_reference = quote!(#last).to_string().contains('&');
    last.ident == "TryFrom" || last.ident == "From" && (of_reference || !is_newtype_from(item))
}

/// `From<Inner> for Newtype` stays, it is how a newtype is made; `From<Newtype> for Inner` goes.
fn is_newtype_from(item: &ItemImpl) -> bool {
    matches!(&*item.self_ty, Type::Path(path) if path.path.segments.len() == 1)
}

fn redocument(ir: &Ir, item: &mut Item) {
    match item {
        Item::Struct(item) => {
            let name = item.ident.to_string();
            let Some(known) = ir.items.get(&name) else {
                return;
            };
            replace_docs(&mut item.attrs, &known.docs, "The schema");
            if let (Fields::Named(fields), ItemKind::Struct(body)) = (&mut item.fields, &known.kind)
            {
                for field in &mut fields.named {
                    let ident = field
                        .ident
                        .as_ref()
                        .map(ToString::to_string)
                        .unwrap_or_default();
                    match body.fields.iter().find(|known| known.name == ident) {
                        Some(known) => replace_docs(&mut field.attrs, &known.docs, "The member"),
                        None => replace_docs(&mut field.attrs, &rest_docs(), "The members"),
                    }
                }
            }
        }
        Item::Enum(item) => {
            let name = item.ident.to_string();
            let Some(known) = ir.items.get(&name) else {
                return;
            };
            replace_docs(&mut item.attrs, &known.docs, "The schema");
            if let ItemKind::Enum(variants) = &known.kind {
                for variant in &mut item.variants {
                    let known = variants.iter().find(|known| variant.ident == known.name);
                    let text = known.map(|known| format!("`{}`", known.wire));
                    let docs = Docs {
                        text,
                        ..Docs::default()
                    };
                    replace_docs(&mut variant.attrs, &docs, "The value");
                }
            }
        }
        _ => {}
    }
}

fn rest_docs() -> Docs {
    Docs {
        text: Some("Members that no other field names.".to_owned()),
        ..Docs::default()
    }
}

fn replace_docs(attrs: &mut Vec<Attribute>, docs: &Docs, what: &str) {
    attrs.retain(|attr| !attr.path().is_ident("doc"));
    let tokens = docs::documented(docs, what).to_token_stream();
    let docs = Attribute::parse_outer.parse2(tokens).unwrap_or_default();
    attrs.splice(0..0, docs);
}
