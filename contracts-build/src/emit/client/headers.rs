use std::collections::BTreeMap;

use contracts_core::{
    Pointer,
    openapi::{Header, MediaType, Response},
};

use super::{Planner, Site};
use crate::{
    emit::{docs, types::type_path},
    lower::ir::{Scalar, Type},
    name::{self, Scope},
    tokens::{TokenStream, format_ident, quote},
};

/// The header structs of a client. A response that several operations share has one.
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
    given: &str,
) -> Option<String> {
    if response.headers.is_empty() {
        return None;
    }
    if let Some(name) = planner.headers.names.get(&response.pointer) {
        return Some(name.clone());
    }
    let hint = response.component();
    let hint = hint.as_deref().unwrap_or(given);
    let name = name::type_case(&format!("{hint}-headers"));
    let name = planner.names.take(name);
    let types = response
        .headers
        .iter()
        .map(|header| value_type(planner, header))
        .collect();
    let structs = &mut planner.headers;
    structs.names.insert(response.pointer.clone(), name.clone());
    structs
        .items
        .insert(name.clone(), Struct { response, types });
    Some(name)
}

/// The type of its schema. In a media type that is no JSON it is text.
fn value_type(planner: &mut Planner<'_>, header: &Header) -> Type {
    let types = &planner.client.ir.types;
    let ty = header.schema.as_ref().and_then(|schema| types.get(schema));
    let text = Type::Scalar(Scalar::Text);
    match (ty, &header.content) {
        (Some(Type::Any) | None, None) => text,
        (Some(ty), None) => ty.clone(),
        (ty, Some(media)) if MediaType::names_json(media) => ty.cloned().unwrap_or(Type::Any),
        (None | Some(Type::Scalar(Scalar::Text)), Some(_)) => text,
        (Some(_), Some(_)) => {
            let message = format!("the header `{}` is handed over as text", header.name);
            planner.untyped(&header.pointer, message);
            text
        }
    }
}

/// The code of a header struct.
pub(super) fn emit(site: &Site, name: &str, headers: &Struct<'_>) -> TokenStream {
    let Struct { response, types } = headers;
    let ident = format_ident!("{name}");
    let mut names = Scope::default();
    let (mut fields, mut readers) = (Vec::new(), Vec::new());
    for (header, ty) in response.headers.iter().zip(types) {
        let field = format_ident!("{}", names.take(name::snake_case(&header.name)));
        let wire = &header.name;
        let doc = match &header.description {
            Some(text) => docs::attributes(text),
            None => docs::attributes(&format!("The header `{wire}`.")),
        };
        let ty = type_path(ty, &site.home);
        let json = header.content.as_deref().is_some_and(MediaType::names_json);
        let form = match (json, header.explode) {
            (true, _) => quote!(.json()),
            (false, true) => quote!(.exploded()),
            (false, false) => TokenStream::new(),
        };
        if header.required {
            fields.push(quote!(#doc pub #field: #ty,));
            readers.push(quote!(#field: headers #form.required(#wire)?,));
        } else {
            fields.push(quote!(#doc pub #field: ::std::option::Option<#ty>,));
            readers.push(quote!(#field: headers #form.optional(#wire)?,));
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
            #[inline]
            fn from_headers(
                headers: &rt::Headers<'_>,
            ) -> ::std::result::Result<Self, rt::HeaderError> {
                ::std::result::Result::Ok(Self { #(#readers)* })
            }
        }
    }
}
