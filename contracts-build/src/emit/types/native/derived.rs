//! Objects in the mode `derive`: as people write them by hand.

use super::object::{Member, Object, Presence};
use crate::tokens::{TokenStream, format_ident, quote};

/// The struct with all its impls.
pub(super) fn emit(object: &Object<'_>) -> TokenStream {
    let ident = &object.ident;
    let read = object.ways.read.then(|| quote!(::serde::Deserialize));
    let write = object.ways.write.then(|| quote!(::serde::Serialize));
    let others = [quote!(Clone), quote!(Debug), quote!(PartialEq)];
    let derives: Vec<TokenStream> = others.into_iter().chain(read).chain(write).collect();
    let (derives, default, allow) = (object.derives(&derives), object.default(), object.allow());
    let flatten = match object.ways.read {
        true => quote!(#[serde(flatten, deserialize_with = "wire::rest")]),
        false => quote!(#[serde(flatten)]),
    };
    let fields = object.fields(|member| attribute(object, member), flatten);
    let defaults: Vec<TokenStream> = object.members.iter().filter_map(default_function).collect();
    let defaults = (!defaults.is_empty() && object.ways.read)
        .then(|| quote!(#allow impl #ident { #(#defaults)* }));
    quote! {
        #derives
        pub struct #ident { #fields }
        #defaults
        #default
    }
}

fn attribute(object: &Object<'_>, member: &Member<'_>) -> TokenStream {
    let wire = &member.field.wire;
    let mut parts = vec![quote!(rename = #wire)];
    let ways = object.ways;
    match member.presence {
        // A null that has to be there must not be taken for one that is not.
        Presence::Must if ways.read && member.nullable => {
            parts.push(quote!(deserialize_with = "wire::present"))
        }
        Presence::Default if ways.read => {
            let path = format!("{}::{}", object.ident, function_name(member));
            parts.push(quote!(default = #path));
        }
        Presence::Nullable if ways.read => {
            parts.push(quote!(default, deserialize_with = "wire::nullable"));
        }
        Presence::May if ways.read => parts.push(quote!(default)),
        _ => {}
    }
    if ways.write && matches!(member.presence, Presence::May | Presence::Nullable) {
        parts.push(quote!(
            skip_serializing_if = "::std::option::Option::is_none"
        ));
    }
    quote!(#[serde(#(#parts),*)])
}

fn function_name(member: &Member<'_>) -> String {
    format!("default_{}", member.field.name)
}

fn default_function(member: &Member<'_>) -> Option<TokenStream> {
    let value = member.default.as_ref()?;
    let (name, ty) = (format_ident!("{}", function_name(member)), &member.ty);
    Some(quote! {
        #[inline]
        fn #name() -> #ty {
            #value
        }
    })
}
