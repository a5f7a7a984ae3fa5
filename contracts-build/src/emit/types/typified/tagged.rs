//! Unions whose branches say in a member which of them they are.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::own::boxed;
use crate::{
    emit::docs,
    lower::{
        Nesting,
        ir::{Branch, Tagged, Type},
    },
    name::Scope,
};

pub(super) fn emit(nesting: &Nesting, name: &str, union: &Tagged) -> TokenStream {
    let ident = format_ident!("{name}");
    let variants = union.branches.iter().map(|branch| {
        let tags: Vec<String> = branch.tags.iter().map(|tag| format!("`{tag}`")).collect();
        variant(
            nesting,
            name,
            &branch.name,
            branch.ty.as_ref(),
            &format!("`{}` is {}.", union.tag, tags.join(" or ")),
        )
    });
    let other = other_name(union);
    let rest = union.other.as_ref().map(|ty| {
        variant(
            nesting,
            name,
            &other,
            Some(ty),
            &format!("`{}` is anything else.", union.tag),
        )
    });
    let (serialize, deserialize) = (serialize(union, &other), deserialize(union, &other));
    quote! {
        #[derive(Clone, Debug, PartialEq)]
        pub enum #ident { #(#variants)* #rest }

        impl ::serde::Serialize for #ident {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                #serialize
            }
        }

        impl<'de> ::serde::Deserialize<'de> for #ident {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                #deserialize
            }
        }
    }
}

fn variant(
    nesting: &Nesting,
    owner: &str,
    name: &str,
    ty: Option<&Type>,
    doc: &str,
) -> TokenStream {
    let doc = docs::attributes(doc);
    let name = format_ident!("{name}");
    let ty = ty
        .map(|ty| boxed(nesting, owner, ty))
        .map(|ty| quote!((#ty)));
    quote!(#doc #name #ty,)
}

/// What the variant for all other tags is called.
fn other_name(union: &Tagged) -> String {
    let mut names = Scope::default();
    for branch in &union.branches {
        names.take_type(branch.name.clone());
    }
    names.take_type("Other".to_owned())
}

/// The branch as it is, with the tag that makes it readable again: its own member may be absent, or say
/// something else.
fn serialize(union: &Tagged, other: &str) -> TokenStream {
    let tag = &union.tag;
    let arms = union.branches.iter().map(|Branch { name, tags, ty, .. }| {
        let name = format_ident!("{name}");
        let sent = match tags.as_slice() {
            [only] => quote!(::std::option::Option::Some(#only)),
            _ => quote!(::std::option::Option::None),
        };
        match ty {
            Some(_) => quote!(Self::#name(value) => (#sent, ::serde_json::to_value(value)),),
            None => quote!(Self::#name => (#sent, ::std::result::Result::Ok(::serde_json::Map::new().into())),),
        }
    });
    let other = union.other.as_ref().map(|_| {
        let other = format_ident!("{other}");
        quote!(Self::#other(value) => (::std::option::Option::None, ::serde_json::to_value(value)),)
    });
    quote! {
        let (tag, value): (
            ::std::option::Option<&str>,
            ::std::result::Result<::serde_json::Value, ::serde_json::Error>,
        ) = match self { #(#arms)* #other };
        let mut value = value.map_err(<S::Error as ::serde::ser::Error>::custom)?;
        if let (::std::option::Option::Some(tag), ::std::option::Option::Some(members)) =
            (tag, value.as_object_mut())
        {
            members.insert(::std::string::String::from(#tag), ::serde_json::Value::from(tag));
        }
        ::serde::Serialize::serialize(&value, serializer)
    }
}

fn deserialize(union: &Tagged, other: &str) -> TokenStream {
    let tag = &union.tag;
    let arms = union.branches.iter().map(|Branch { name, tags, ty, .. }| {
        let name = format_ident!("{name}");
        let read = match ty {
            Some(_) => quote!(::serde_json::from_value(value).map(Self::#name)),
            None => quote!(::std::result::Result::Ok(Self::#name)),
        };
        quote!(::std::option::Option::Some(#(#tags)|*) => #read,)
    });
    let rest = if union.other.is_some() {
        let other = format_ident!("{other}");
        quote!(_ => ::serde_json::from_value(value).map(Self::#other),)
    } else {
        let known: Vec<String> = union
            .branches
            .iter()
            .flat_map(|branch| &branch.tags)
            .map(|tag| format!("`{tag}`"))
            .collect();
        let unknown = format!("is none of {}", known.join(", "));
        let missing = format!("the member `{tag}` is missing, or is not text");
        quote! {
            ::std::option::Option::Some(other) => ::std::result::Result::Err(::serde::de::Error::custom(
                ::std::format!("`{}: {other}` {}", #tag, #unknown),
            )),
            ::std::option::Option::None => ::std::result::Result::Err(::serde::de::Error::custom(#missing)),
        }
    };
    quote! {
        let value = <::serde_json::Value as ::serde::Deserialize>::deserialize(deserializer)?;
        let tag = value.get(#tag).and_then(::serde_json::Value::as_str).map(::std::string::String::from);
        let read: ::std::result::Result<Self, ::serde_json::Error> = match tag.as_deref() {
            #(#arms)*
            #rest
        };
        read.map_err(<D::Error as ::serde::de::Error>::custom)
    }
}
