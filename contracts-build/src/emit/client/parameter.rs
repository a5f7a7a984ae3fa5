use contracts_core::openapi::{Parameter, ParameterLocation};

use super::{Planner, Site};
use crate::{
    emit::{
        docs,
        parameter::{is_json, place, style},
        types::type_path,
    },
    lower::ir::{Scalar, Type},
    tokens::{Ident, TokenStream, format_ident, quote},
};

/// The type of a parameter's argument, and the statement that hands it to the call; `name` is the argument's name
/// in the method or setter, `call` the expression of the call.
pub(super) fn argument(
    site: &Site,
    (parameter, ty): (&Parameter, &Type),
    name: &Ident,
    call: &TokenStream,
) -> (TokenStream, TokenStream) {
    let descriptor = descriptor(parameter);
    let (ty, value) = given(site, ty, name);
    (ty, quote!(#call.parameter(#descriptor, #value);))
}

/// The type of an argument for a value, and the expression that hands a reference to it on.
pub(super) fn given(site: &Site, ty: &Type, name: &Ident) -> (TokenStream, TokenStream) {
    match ty {
        Type::Scalar(Scalar::Text) => (quote!(&str), quote!(#name)),
        Type::Scalar(Scalar::Format { .. }) => (by_reference(site, ty), quote!(#name)),
        Type::Scalar(_) => (type_path(ty, &site.home), quote!(&#name)),
        _ => (by_reference(site, ty), quote!(#name)),
    }
}

/// The runtime's description of a parameter.
pub(super) fn descriptor(parameter: &Parameter) -> TokenStream {
    let name = &parameter.name;
    let (place, style) = (place(parameter.location), style(parameter));
    let flags = (parameter.explode, parameter.allow_reserved);
    // A call is cheaper to compile, and most parameters are one of these.
    match (place, style, flags) {
        ("Query", "Form", (true, false)) => quote!(rt::Parameter::query(#name)),
        ("Path", "Simple", (false, false)) => quote!(rt::Parameter::path(#name)),
        ("Header", "Simple", (false, false)) => quote!(rt::Parameter::header(#name)),
        _ => written(name, place, style, flags),
    }
}

/// How something is written as a parameter is; `flags` say whether it explodes and keeps what is reserved.
pub(super) fn written(
    name: &str,
    place: &str,
    style: &str,
    (explode, allow_reserved): (bool, bool),
) -> TokenStream {
    let (place, style) = (format_ident!("{place}"), format_ident!("{style}"));
    quote! {
        rt::Parameter {
            name: #name,
            place: rt::Place::#place,
            style: rt::Style::#style,
            explode: #explode,
            allow_reserved: #allow_reserved,
        }
    }
}

/// The docs of a parameter's setter.
pub(super) fn documented(parameter: &Parameter) -> TokenStream {
    let docs = match &parameter.description {
        Some(text) => docs::attributes(text),
        None => docs::attributes(&format!(
            "The {} parameter `{}`.",
            parameter.location.as_str(),
            parameter.name
        )),
    };
    let deprecated = parameter.deprecated.then(|| quote!(#[deprecated]));
    quote!(#docs #deprecated)
}

fn by_reference(site: &Site, ty: &Type) -> TokenStream {
    match ty {
        Type::Array(item) => {
            let item = type_path(item, &site.home);
            quote!(&[#item])
        }
        ty => {
            let ty = type_path(ty, &site.home);
            quote!(&#ty)
        }
    }
}

/// What cannot be put on the wire yet is taken as text that the caller has written.
pub(super) fn argument_type(planner: &mut Planner<'_>, parameter: &Parameter) -> Type {
    let text = Type::Scalar(Scalar::Text);
    let is_form = parameter.location == ParameterLocation::QueryString
        && parameter.content.as_deref() == Some("application/x-www-form-urlencoded");
    let is_text = parameter
        .content
        .as_deref()
        .is_some_and(|content| content.starts_with("text/"));
    if is_text {
        return text;
    }
    if parameter.content.is_some() && !is_form && !is_json(parameter) {
        let message = format!(
            "the parameter `{}` is taken as text, in the form it has on the wire",
            parameter.name
        );
        planner.untyped(&parameter.pointer, message);
        return text;
    }
    let schema = parameter.schema.as_ref();
    schema
        .and_then(|pointer| planner.client.ir.types.get(pointer))
        .cloned()
        .unwrap_or(text)
}
