//! The headers of responses: a struct for those of each response, the same for clients and servers.

use contracts_core::openapi::{Header, MediaType, Response};

use super::{
    docs,
    registry::Registry,
    types::{Home, type_path},
};
use crate::{
    lower::ir::{Ir, Scalar, Type},
    name::{self, Scope},
    tokens::{Ident, TokenStream, format_ident, quote},
};

/// The header structs of a client or server. A response that several operations share has one.
pub(super) type Structs<'c> = Registry<Struct<'c>>;

/// The headers of a response.
pub(super) struct Struct<'c> {
    response: &'c Response,
    /// The type of each header.
    types: Vec<Type>,
}

/// How the value of a header becomes text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// The style `simple`.
    Simple,
    /// The same with the members of an object as `key=value`.
    Exploded,
    /// JSON.
    Json,
}

/// A field of a header struct.
pub(super) struct Field<'h> {
    /// Its name in Rust.
    pub(super) ident: Ident,
    /// Its name on the wire.
    pub(super) wire: &'h str,
    /// Whether every such response has it.
    pub(super) required: bool,
    /// How it becomes text.
    pub(super) form: Form,
    /// The field as it is declared.
    declared: TokenStream,
}

/// The struct of a response's headers; nothing where none is declared.
pub(super) fn named<'c>(
    structs: &mut Structs<'c>,
    names: &mut Scope,
    ir: &Ir,
    response: &'c Response,
    given: &str,
) -> Option<String> {
    if response.headers.is_empty() {
        return None;
    }
    if let Some(name) = structs.name(&response.pointer) {
        return Some(name);
    }
    let hint = response.component();
    let hint = hint.as_deref().unwrap_or(given);
    let name = names.take(name::type_case(&format!("{hint}-headers")));
    let headers = response.headers.iter();
    let types = headers.map(|header| value_type(ir, header)).collect();
    Some(structs.keep(&response.pointer, name, Struct { response, types }))
}

/// Whether a header is handed over as text although its schema says more: it is in a media type that is no JSON.
pub(super) fn is_untyped(ir: &Ir, header: &Header) -> bool {
    let foreign = |media: &String| !MediaType::names_json(media);
    let ty = declared(ir, header);
    header.content.as_ref().is_some_and(foreign)
        && !matches!(ty, None | Some(Type::Scalar(Scalar::Text)))
}

/// The type of a header's schema, where it has one.
pub(super) fn declared<'i>(ir: &'i Ir, header: &Header) -> Option<&'i Type> {
    ir.types.get(header.schema.as_ref()?)
}

/// The type of its schema. In a media type that is no JSON it is text.
fn value_type(ir: &Ir, header: &Header) -> Type {
    let ty = declared(ir, header);
    let text = Type::Scalar(Scalar::Text);
    match (ty, &header.content) {
        (Some(Type::Any) | None, None) => text,
        (Some(ty), None) => ty.clone(),
        (ty, Some(media)) if MediaType::names_json(media) => ty.cloned().unwrap_or(Type::Any),
        (_, Some(_)) => text,
    }
}

impl Struct<'_> {
    /// Its fields, in the order of the headers' names.
    pub(super) fn fields(&self, home: &Home) -> Vec<Field<'_>> {
        let mut names = Scope::default();
        let headers = self.response.headers.iter().zip(&self.types);
        headers
            .map(|(header, ty)| field(header, ty, home, &mut names))
            .collect()
    }

    /// The struct alone.
    pub(super) fn declaration(&self, ident: &Ident, fields: &[Field<'_>]) -> TokenStream {
        let doc = docs::attributes(&format!(
            "Headers of the response: {}",
            self.response.description
        ));
        let fields = fields.iter().map(|field| &field.declared);
        quote! {
            #doc
            #[derive(Clone, Debug)]
            pub struct #ident { #(#fields)* }
        }
    }
}

fn field<'h>(header: &'h Header, ty: &Type, home: &Home, names: &mut Scope) -> Field<'h> {
    let ident = format_ident!("{}", names.take(name::snake_case(&header.name)));
    let wire = header.name.as_str();
    let doc = match &header.description {
        Some(text) => docs::attributes(text),
        None => docs::attributes(&format!("The header `{wire}`.")),
    };
    let ty = type_path(ty, home);
    let ty = match header.required {
        true => ty,
        false => quote!(::std::option::Option<#ty>),
    };
    let json = header.content.as_deref().is_some_and(MediaType::names_json);
    Field {
        declared: quote!(#doc pub #ident: #ty,),
        ident,
        wire,
        required: header.required,
        form: match (json, header.explode) {
            (true, _) => Form::Json,
            (false, true) => Form::Exploded,
            (false, false) => Form::Simple,
        },
    }
}
