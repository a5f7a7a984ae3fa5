use std::collections::BTreeMap;

use contracts_core::{
    Pointer,
    openapi::{Header, Response},
};

use super::{Planner, Server};
use crate::{
    emit::{docs, types::type_path},
    lower::ir::{Scalar, Type},
    name::{self, Scope},
    tokens::{TokenStream, format_ident, quote},
};

/// The header structs of a server. A response that several operations share has one.
#[derive(Default)]
pub(super) struct Structs<'c> {
    names: BTreeMap<Pointer, String>,
    /// By their names.
    pub(super) items: BTreeMap<String, Struct<'c>>,
}

/// The headers of a response.
pub(super) struct Struct<'c> {
    response: &'c Response,
    /// The type of each header.
    types: Vec<Type>,
}

/// The struct of a response's headers; nothing where none is declared.
pub(super) fn named<'c>(
    planner: &mut Planner<'c>,
    response: &'c Response,
    hint: &str,
) -> Option<String> {
    if response.headers.is_empty() {
        return None;
    }
    if let Some(name) = planner.headers.names.get(&response.pointer) {
        return Some(name.clone());
    }
    let at = response.pointer.as_str();
    let shared = at.starts_with("/components/responses/");
    let hint = match response.pointer.last() {
        Some(component) if shared => component,
        _ => hint.to_owned(),
    };
    let name = name::type_case(&format!("{hint}-headers"));
    let name = planner.names.take(name);
    let ir = planner.server.ir;
    let ty = |header: &Header| {
        let ty = header
            .schema
            .as_ref()
            .and_then(|schema| ir.types.get(schema));
        ty.cloned().unwrap_or(Type::Scalar(Scalar::Text))
    };
    let types = response.headers.iter().map(ty).collect();
    let structs = &mut planner.headers;
    structs.names.insert(response.pointer.clone(), name.clone());
    structs
        .items
        .insert(name.clone(), Struct { response, types });
    Some(name)
}

/// The code of a header struct.
pub(super) fn emit(server: &Server<'_>, name: &str, headers: &Struct<'_>) -> TokenStream {
    let Struct { response, types } = headers;
    let ident = format_ident!("{name}");
    let mut names = Scope::default();
    let (mut fields, mut writers) = (Vec::new(), Vec::new());
    for (header, ty) in response.headers.iter().zip(types) {
        let field = format_ident!("{}", names.take(name::snake_case(&header.name)));
        let wire = &header.name;
        let doc = match &header.description {
            Some(text) => docs::attributes(text),
            None => docs::attributes(&format!("The header `{wire}`.")),
        };
        let ty = type_path(ty, &server.home());
        if header.required {
            fields.push(quote!(#doc pub #field: #ty,));
            writers.push(quote!(to.header(#wire, &self.#field);));
        } else {
            fields.push(quote!(#doc pub #field: ::std::option::Option<#ty>,));
            writers.push(quote!(to.optional(#wire, self.#field.as_ref());));
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

        impl #ident {
            /// Writes them to an answer.
            #[inline]
            pub fn write(&self, to: &mut rt::Reply) {
                #(#writers)*
            }
        }
    }
}
