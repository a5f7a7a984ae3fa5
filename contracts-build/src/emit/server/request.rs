//! What a call brings.

use contracts_core::openapi::MediaType;

use super::{
    Server,
    content::TakenKind,
    descriptor::is_secured,
    parts,
    plan::{Argument, Body, Plan},
};
use crate::{
    emit::{docs, types::type_path},
    tokens::{Literal, TokenStream, format_ident, quote},
};

pub(super) fn emit(server: &Server<'_>, plan: &Plan<'_>) -> TokenStream {
    let ident = format_ident!("{}", plan.request);
    let id = &plan.operation.id;
    let doc = docs::attributes(&format!("What a call of `{id}` brings."));
    let fields = plan
        .parameters
        .iter()
        .map(|argument| field(server, argument));
    let names: Vec<_> = plan
        .parameters
        .iter()
        .map(|argument| format_ident!("{}", argument.field))
        .collect();
    let readers = plan
        .parameters
        .iter()
        .enumerate()
        .zip(&names)
        .map(|((at, argument), name)| {
            let at = Literal::usize_unsuffixed(at);
            let read = match argument.parameter.required {
                true => quote!(required),
                false => quote!(optional),
            };
            quote!(let #name = input.#read(#at);)
        });
    let (body_field, body_reader, body_value, body_enum) = match &plan.body {
        Some(body) => body_parts(server, plan, body),
        None => Default::default(),
    };
    let credentials = is_secured(plan.operation).then(|| {
        quote! {
            /// What the caller presents to prove who it is.
            pub credentials: rt::Credentials,
        }
    });
    let read_credentials = credentials
        .is_some()
        .then(|| quote!(credentials: input.credentials(),));
    let accept = plan.has_choice().then(|| {
        quote! {
            /// What the caller wants to be answered with.
            pub accept: rt::Accept,
        }
    });
    let read_accept = accept.is_some().then(|| quote!(accept: input.accept(),));
    quote! {
        #doc
        #[derive(Debug)]
        pub struct #ident {
            #(#fields)*
            #body_field
            #credentials
            #accept
            /// The rest of the request.
            pub head: rt::Head,
        }

        impl #ident {
            #[inline]
            fn read(input: &mut rt::Input) -> ::std::option::Option<Self> {
                #(#readers)*
                #body_reader
                ::std::option::Option::Some(Self {
                    #(#names: #names?,)*
                    #body_value
                    #read_credentials
                    #read_accept
                    head: input.head()?,
                })
            }
        }

        #body_enum
    }
}

fn field(server: &Server<'_>, argument: &Argument<'_>) -> TokenStream {
    let Argument {
        parameter,
        field,
        ty,
        ..
    } = argument;
    let (field, ty) = (format_ident!("{field}"), type_path(ty, &server.home()));
    let doc = match &parameter.description {
        Some(text) => docs::attributes(text),
        None => docs::attributes(&format!(
            "The {} parameter `{}`.",
            parameter.location.as_str(),
            parameter.name
        )),
    };
    match parameter.required {
        true => quote!(#doc pub #field: #ty,),
        false => quote!(#doc pub #field: ::std::option::Option<#ty>,),
    }
}

/// The body's field, the statement that reads it, its value, and the enum it may need.
fn body_parts(
    server: &Server<'_>,
    plan: &Plan<'_>,
    body: &Body,
) -> (TokenStream, TokenStream, TokenStream, TokenStream) {
    let text = plan
        .operation
        .body
        .as_ref()
        .and_then(|body| body.description.as_deref());
    let doc = docs::attributes(text.unwrap_or("The request's body."));
    let (ty, read, item) = match (&body.several, body.forms.as_slice()) {
        (Some(name), forms) => {
            let ident = format_ident!("{name}");
            let arms = forms.iter().enumerate().map(|(at, form)| {
                let (at, read) = (Literal::usize_unsuffixed(at), form.kind.reader());
                let variant = format_ident!("{}", form.variant);
                quote!(::std::option::Option::Some(#at) => #read.map(#ident::#variant),)
            });
            let read = quote! {
                match input.media() {
                    #(#arms)*
                    _ => ::std::option::Option::None,
                }
            };
            (quote!(#ident), read, several(server, plan, body, &ident))
        }
        (None, [form, ..]) => {
            let read = form.kind.reader();
            (form.kind.rust(server), read, TokenStream::new())
        }
        (None, []) => return Default::default(),
    };
    let parts = structs(server, plan, body);
    let item = quote!(#item #(#parts)*);
    if body.required {
        return (
            quote!(#doc pub body: #ty,),
            quote!(let body = #read;),
            quote!(body: body?,),
            item,
        );
    }
    let reader = quote! {
        let body = match input.media() {
            ::std::option::Option::None => ::std::option::Option::Some(::std::option::Option::None),
            ::std::option::Option::Some(_) => #read.map(::std::option::Option::Some),
        };
    };
    (
        quote!(#doc pub body: ::std::option::Option<#ty>,),
        reader,
        quote!(body: body?,),
        item,
    )
}

/// The structs of parts.
fn structs(server: &Server<'_>, plan: &Plan<'_>, body: &Body) -> Vec<TokenStream> {
    let content = plan.operation.body.as_ref();
    let content = content.map_or(&[] as &[MediaType], |body| &body.content);
    let forms = body.forms.iter().zip(content);
    let structs = forms.filter_map(|(form, media)| match &form.kind {
        TakenKind::Parts(name, ty) => {
            Some(parts::emit(server, media, ty, name, &plan.operation.id))
        }
        _ => None,
    });
    structs.collect()
}

/// The enum of a body's forms.
fn several(
    server: &Server<'_>,
    plan: &Plan<'_>,
    body: &Body,
    ident: &crate::tokens::Ident,
) -> TokenStream {
    let doc = docs::attributes(&format!("The body of a call of `{}`.", plan.operation.id));
    let variants = body.forms.iter().map(|form| {
        let (variant, ty) = (format_ident!("{}", form.variant), form.kind.rust(server));
        let doc = docs::attributes(&format!("As `{}`.", form.media));
        quote!(#doc #variant(#ty),)
    });
    quote! {
        #doc
        #[derive(Debug)]
        pub enum #ident { #(#variants)* }
    }
}
