use std::collections::BTreeMap;

use contracts_core::{
    Pointer,
    openapi::{Header, Response},
};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Client;
use crate::{
    emit::{docs, types::type_path},
    lower::ir::{Scalar, Type},
    name::{self, Scope},
};

/// The header structs of a client. A response that several operations share has one.
#[derive(Default)]
pub(super) struct Structs {
    names: BTreeMap<Pointer, String>,
    items: BTreeMap<String, TokenStream>,
}

impl Structs {
    pub(super) fn into_items(self) -> impl Iterator<Item = TokenStream> {
        self.items.into_values()
    }
}

/// The type of a response's headers: `()` where none is declared.
pub(super) fn header_type(client: &mut Client<'_>, response: &Response, hint: &str) -> TokenStream {
    if response.headers.is_empty() {
        return quote!(());
    }
    let name = match client.headers.names.get(&response.pointer) {
        Some(name) => name.clone(),
        None => define(client, response, hint),
    };
    let name = format_ident!("{name}");
    quote!(#name)
}

fn define(client: &mut Client<'_>, response: &Response, hint: &str) -> String {
    let shared = response
        .pointer
        .as_str()
        .starts_with("/components/responses/");
    let hint = match response.pointer.last() {
        Some(component) if shared => component,
        _ => hint.to_owned(),
    };
    let name = client
        .names
        .take(name::type_case(&format!("{hint}-headers")));
    client
        .headers
        .names
        .insert(response.pointer.clone(), name.clone());
    let item = structure(client, response, &name);
    client.headers.items.insert(name.clone(), item);
    name
}

fn structure(client: &mut Client<'_>, response: &Response, name: &str) -> TokenStream {
    let ident = format_ident!("{name}");
    let mut names = Scope::default();
    let (mut fields, mut readers) = (Vec::new(), Vec::new());
    for header in &response.headers {
        let field = format_ident!("{}", names.take(name::snake_case(&header.name)));
        let wire = &header.name;
        let doc = match &header.description {
            Some(text) => docs::attributes(text),
            None => docs::attributes(&format!("The header `{wire}`.")),
        };
        let ty = value_type(client, header);
        if header.required {
            fields.push(quote!(#doc pub #field: #ty,));
            readers.push(quote!(#field: headers.required(#wire)?,));
        } else {
            fields.push(quote!(#doc pub #field: ::std::option::Option<#ty>,));
            readers.push(quote!(#field: headers.optional(#wire)?,));
        }
    }
    let doc = docs::attributes(&format!(
        "Headers of the response: {}",
        response.description
    ));
    quote! {
        #doc
        #[derive(Clone, Debug)]
        pub struct #ident { #(#fields)* }

        impl rt::FromHeaders for #ident {
            fn from_headers(
                headers: &rt::Headers<'_>,
            ) -> ::std::result::Result<Self, rt::HeaderError> {
                ::std::result::Result::Ok(Self { #(#readers)* })
            }
        }
    }
}

/// Scalars and named types are read from the header's text; lists and objects stay text for now.
fn value_type(client: &mut Client<'_>, header: &Header) -> TokenStream {
    let ty = header
        .schema
        .as_ref()
        .and_then(|pointer| client.ir.types.get(pointer));
    match ty {
        Some(ty @ (Type::Scalar(_) | Type::Named(_))) => type_path(ty, &client.home),
        None => type_path(&Type::Scalar(Scalar::Text), &client.home),
        Some(_) => {
            let message = format!("the header `{}` is handed over as text", header.name);
            client.untyped(&header.pointer, message);
            type_path(&Type::Scalar(Scalar::Text), &client.home)
        }
    }
}
