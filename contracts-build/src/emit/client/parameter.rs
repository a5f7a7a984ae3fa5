use contracts_core::openapi::{MediaType, Parameter, ParameterLocation, Style};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Client;
use crate::{
    emit::{docs, types::type_path},
    lower::ir::{Scalar, Type},
};

/// The argument of a parameter and the statement that hands it to the call.
pub(super) struct Argument {
    pub(super) ty: TokenStream,
    pub(super) set: TokenStream,
    pub(super) docs: TokenStream,
}

/// `name` is the argument's name in the method or setter; `call` the expression of the call.
pub(super) fn argument(
    client: &mut Client<'_>,
    parameter: &Parameter,
    name: &str,
    call: &TokenStream,
) -> Argument {
    let ty = argument_type(client, parameter);
    let name = format_ident!("{name}");
    let wire = &parameter.name;
    let place = format_ident!(
        "{}",
        match parameter.location {
            ParameterLocation::Path => "Path",
            ParameterLocation::Query => "Query",
            ParameterLocation::QueryString => "QueryString",
            ParameterLocation::Header => "Header",
            ParameterLocation::Cookie => "Cookie",
        }
    );
    let style = format_ident!("{}", style(parameter));
    let explode = parameter.explode;
    let (ty, value) = match &ty {
        Type::Scalar(Scalar::Text) => (quote!(&str), quote!(#name)),
        Type::Scalar(Scalar::Format { .. }) => by_reference(client, &ty, &name),
        Type::Scalar(_) => (type_path(&ty, &client.home), quote!(&#name)),
        _ => by_reference(client, &ty, &name),
    };
    let docs = match &parameter.description {
        Some(text) => docs::attributes(text),
        None => docs::attributes(&format!(
            "The {} parameter `{wire}`.",
            parameter.location.as_str()
        )),
    };
    let deprecated = parameter.deprecated.then(|| quote!(#[deprecated]));
    Argument {
        ty,
        set: quote! {
            #call.parameter(
                rt::Parameter {
                    name: #wire,
                    place: rt::Place::#place,
                    style: rt::Style::#style,
                    explode: #explode,
                },
                #value,
            );
        },
        docs: quote!(#docs #deprecated),
    }
}

fn by_reference(
    client: &Client<'_>,
    ty: &Type,
    name: &proc_macro2::Ident,
) -> (TokenStream, TokenStream) {
    match ty {
        Type::Array(item) => {
            let item = type_path(item, &client.home);
            (quote!(&[#item]), quote!(#name))
        }
        ty => {
            let ty = type_path(ty, &client.home);
            (quote!(&#ty), quote!(#name))
        }
    }
}

/// How the value becomes text: in a style, or in the parameter's media type.
fn style(parameter: &Parameter) -> &'static str {
    if is_json(parameter) {
        return "Json";
    }
    match parameter.style {
        Style::Matrix => "Matrix",
        Style::Label => "Label",
        Style::Simple => "Simple",
        Style::Form => "Form",
        Style::SpaceDelimited => "SpaceDelimited",
        Style::PipeDelimited => "PipeDelimited",
        Style::DeepObject => "DeepObject",
    }
}

fn is_json(parameter: &Parameter) -> bool {
    let content = parameter.content.as_deref();
    content.is_some_and(MediaType::names_json)
}

/// What cannot be put on the wire yet is taken as text that the caller has written.
fn argument_type(client: &mut Client<'_>, parameter: &Parameter) -> Type {
    let text = Type::Scalar(Scalar::Text);
    let is_form = parameter.location == ParameterLocation::QueryString
        && parameter.content.as_deref() == Some("application/x-www-form-urlencoded");
    if parameter.content.is_some() && !is_form && !is_json(parameter) {
        let message = format!(
            "the parameter `{}` is taken as text, in the form it has on the wire",
            parameter.name
        );
        client.untyped(&parameter.pointer, message);
        return text;
    }
    let schema = parameter.schema.as_ref();
    schema
        .and_then(|pointer| client.ir.types.get(pointer))
        .cloned()
        .unwrap_or(text)
}
