//! The static description of an operation, which the runtime works by.

use contracts_core::openapi::{MediaType, Operation, SecurityScheme, Status};

use super::{
    Server,
    content::TakenKind,
    parts,
    plan::{Argument, Body, Plan},
    shapes,
};
use crate::{
    emit::parameter::{place, style},
    tokens::{TokenStream, format_ident, quote},
};

pub(super) fn emit(server: &Server<'_>, plan: &Plan<'_>, shapes: &shapes::Names) -> TokenStream {
    let operation = plan.operation;
    let name = format_ident!("{}", plan.descriptor);
    let (id, method, path) = (&operation.id, operation.method.wire(), &operation.path);
    let parameters = plan.parameters.iter();
    let parameters = parameters.map(|argument| parameter(server, argument, shapes));
    let body = match &plan.body {
        Some(body) => {
            let content = operation.body.as_ref();
            let content = content.map_or(&[] as &[MediaType], |body| &body.content);
            let body = request_body(server, body, content, shapes);
            quote!(::std::option::Option::Some(#body))
        }
        None => quote!(::std::option::Option::None),
    };
    let produces = produces(operation);
    let security = security(server, operation);
    quote! {
        static #name: rt::Operation = rt::Operation {
            id: #id,
            method: #method,
            path: #path,
            parameters: &[#(#parameters),*],
            body: #body,
            produces: &[#(#produces),*],
            security: &[#(#security),*],
        };
    }
}

fn parameter(server: &Server<'_>, argument: &Argument<'_>, names: &shapes::Names) -> TokenStream {
    let Argument {
        parameter,
        ty,
        limits,
        ..
    } = argument;
    let (name, explode) = (&parameter.name, parameter.explode);
    let place = format_ident!("{}", place(parameter.location));
    let style = format_ident!("{}", style(parameter));
    let shape = shapes::of_type(server, names, ty, limits);
    quote! {
        rt::Parameter {
            name: #name,
            place: rt::Place::#place,
            style: rt::Style::#style,
            explode: #explode,
            shape: &#shape,
        }
    }
}

fn request_body(
    server: &Server<'_>,
    body: &Body,
    content: &[MediaType],
    names: &shapes::Names,
) -> TokenStream {
    let required = body.required;
    let forms = body.forms.iter().zip(&body.limits).zip(content);
    let media = forms.map(|((form, limits), media)| {
        let (name, shape) = (&form.media, |ty| shapes::of_type(server, names, ty, limits));
        let kind = match &form.kind {
            TakenKind::Json(ty) => {
                let shape = shape(ty);
                quote!(rt::BodyKind::Json(&#shape))
            }
            TakenKind::Form(ty) => {
                let shape = shape(ty);
                let encodings = parts::of_form(media);
                quote!(rt::BodyKind::Form(&#shape, &[#(#encodings),*]))
            }
            TakenKind::Members(ty) | TakenKind::Parts(_, ty) => {
                let (shape, encodings) = (shape(ty), parts::of_parts(server, names, media, ty));
                quote!(rt::BodyKind::Parts(&#shape, &[#(#encodings),*]))
            }
            TakenKind::AnyParts => quote!(rt::BodyKind::Parts(&rt::Shape::Any, &[])),
            TakenKind::Text(ty) => {
                let shape = shape(ty);
                quote!(rt::BodyKind::Text(&#shape))
            }
            TakenKind::Bytes | TakenKind::Content => quote!(rt::BodyKind::Bytes),
        };
        quote!(rt::Media { name: #name, kind: #kind })
    });
    quote!(rt::RequestBody { required: #required, media: &[#(#media),*] })
}

/// The media types of its successes; nothing where one of them has no body, which is always acceptable.
fn produces(operation: &Operation) -> Vec<&str> {
    let is_success = |status: Status| match status {
        Status::Code(code) => (200..300).contains(&code),
        Status::Range(digit) => digit == 2,
        Status::Default => false,
    };
    let mut successes: Vec<_> = operation
        .responses
        .iter()
        .filter(|response| is_success(response.status))
        .collect();
    if successes.is_empty() {
        let mut others = operation.responses.iter();
        successes.extend(others.find(|response| response.status == Status::Default));
    }
    if successes.iter().any(|response| response.content.is_empty()) {
        return Vec::new();
    }
    let mut names: Vec<&str> = Vec::new();
    for media in successes.iter().flat_map(|response| &response.content) {
        if !names.contains(&media.name.as_str()) {
            names.push(&media.name);
        }
    }
    names
}

/// The alternatives of who may call it. Where one of them is nobody in particular, anybody may.
fn security(server: &Server<'_>, operation: &Operation) -> Vec<TokenStream> {
    if operation.security.iter().any(|all| all.is_empty()) {
        return Vec::new();
    }
    let alternatives = operation.security.iter().map(|all| {
        let schemes = all.keys().map(|name| {
            let kind = match server.contract.security_schemes.get(name) {
                Some(SecurityScheme::ApiKey { name, location }) => {
                    let place = format_ident!("{}", place(*location));
                    quote!(rt::SchemeKind::Key(rt::Place::#place, #name))
                }
                Some(SecurityScheme::Http { scheme }) => {
                    quote!(rt::SchemeKind::Authorization(#scheme))
                }
                Some(SecurityScheme::MutualTls) => quote!(rt::SchemeKind::Certificate),
                // Tokens of both come as RFC 6750 says. What nobody declared, nobody can present otherwise.
                Some(SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIdConnect { .. })
                | None => quote!(rt::SchemeKind::Authorization("bearer")),
            };
            quote!(rt::Scheme { name: #name, kind: #kind })
        });
        quote!(&[#(#schemes),*])
    });
    alternatives.collect()
}

/// Whether callers have to prove who they are.
pub(super) fn is_secured(operation: &Operation) -> bool {
    !operation.security.is_empty() && operation.security.iter().all(|all| !all.is_empty())
}
