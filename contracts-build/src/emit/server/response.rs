//! What a call is answered with.

use contracts_core::openapi::Status;

use super::{
    Server,
    content::{Given, GivenKind},
    plan::{Answer, Plan},
};
use crate::{
    emit::docs,
    tokens::{Literal, TokenStream, format_ident, quote},
};

pub(super) fn emit(server: &Server<'_>, plan: &Plan<'_>) -> TokenStream {
    let ident = format_ident!("{}", plan.response);
    let doc = docs::attributes(&format!(
        "What a call of `{}` is answered with.",
        plan.operation.id
    ));
    let bodies = plan.answers.iter().map(|answer| body_enum(server, answer));
    // A contract that declares no answer leaves all of it open.
    if plan.answers.is_empty() {
        return quote! {
            #doc
            #[derive(Debug)]
            pub enum #ident {
                /// The contract declares no answer.
                Undeclared {
                    /// The status.
                    status: rt::StatusCode,
                    /// The body.
                    body: rt::Body,
                },
            }

            impl #ident {
                #[inline]
                fn into_http(self) -> rt::Response {
                    let Self::Undeclared { status, body } = self;
                    rt::Reply::of(status, (100, 599), &[]).body("application/octet-stream", body)
                }
            }
        };
    }
    let variants = plan.answers.iter().map(|answer| variant(server, answer));
    let arms = plan.answers.iter().map(|answer| arm(plan, answer));
    let head = match plan.has_streams() {
        true => {
            let api = format_ident!("{}", plan.api);
            quote!(fn into_http<S: #api>(self, service: &rt::Arc<S>) -> rt::Response)
        }
        false => quote!(fn into_http(self) -> rt::Response),
    };
    quote! {
        #doc
        #[derive(Debug)]
        pub enum #ident { #(#variants)* }

        impl #ident {
            #[inline]
            #head {
                match self { #(#arms)* }
            }
        }

        #(#bodies)*
    }
}

fn variant(server: &Server<'_>, answer: &Answer<'_>) -> TokenStream {
    let variant = format_ident!("{}", answer.variant);
    let response = answer.response;
    let doc = docs::attributes(&format!("{}: {}", response.status, response.description));
    let status = answer.is_open().then(|| {
        quote! {
            /// The status.
            status: rt::StatusCode,
        }
    });
    let headers = answer.headers.as_ref().map(|name| {
        let name = format_ident!("{name}");
        quote! {
            /// The headers.
            headers: #name,
        }
    });
    let body = match (&answer.several, answer.forms.first()) {
        (Some(name), _) => {
            let name = format_ident!("{name}");
            Some(quote!(#name))
        }
        (None, Some(form)) => Some(form.rust(server)),
        (None, None) => None,
    };
    let body = body.map(|ty| {
        quote! {
            /// The body.
            body: #ty,
        }
    });
    match (&status, &headers, &body) {
        (None, None, None) => quote!(#doc #variant,),
        _ => quote!(#doc #variant { #status #headers #body },),
    }
}

fn arm(plan: &Plan<'_>, answer: &Answer<'_>) -> TokenStream {
    let variant = format_ident!("{}", answer.variant);
    let status = answer.is_open().then(|| quote!(status,));
    let headers = answer.headers.as_ref().map(|_| quote!(headers,));
    let body = (!answer.forms.is_empty()).then(|| quote!(body,));
    let reply = reply(plan, answer.response.status);
    let write = headers.as_ref().map(|_| quote!(headers.write(&mut reply);));
    let mutable = write.as_ref().map(|_| quote!(mut));
    let finish = match (&answer.several, answer.forms.as_slice()) {
        (Some(name), forms) => {
            let name = format_ident!("{name}");
            let arms = forms.iter().map(|form| {
                let (variant, send) = (format_ident!("{}", form.variant), send(plan, form));
                quote!(#name::#variant(body) => #send,)
            });
            quote!(match body { #(#arms)* })
        }
        (None, [form, ..]) => send(plan, form),
        (None, []) => quote!(reply.empty()),
    };
    let pattern = match (&status, &headers, &body) {
        (None, None, None) => quote!(Self::#variant),
        _ => quote!(Self::#variant { #status #headers #body }),
    };
    quote! {
        #pattern => {
            let #mutable reply = #reply;
            #write
            #finish
        }
    }
}

/// The answer with its status.
fn reply(plan: &Plan<'_>, status: Status) -> TokenStream {
    let number = Literal::u16_unsuffixed;
    let range = |status: Status| match status {
        Status::Code(code) => Some((code, code)),
        Status::Range(digit) => Some((u16::from(digit) * 100, u16::from(digit) * 100 + 99)),
        Status::Default => None,
    };
    if let Status::Code(code) = status {
        let code = number(code);
        return quote!(rt::Reply::new(#code));
    }
    let (low, high) = range(status).unwrap_or((100, 599));
    // What is more exact, and belongs to another answer.
    let others = plan
        .answers
        .iter()
        .filter(|other| other.response.status < status);
    let others = others.filter_map(|other| range(other.response.status));
    let others = others.filter(|(from, to)| *to >= low && *from <= high);
    let others = others.map(|(from, to)| {
        let (from, to) = (number(from), number(to));
        quote!((#from, #to))
    });
    let (low, high) = (number(low), number(high));
    quote!(rt::Reply::of(status, (#low, #high), &[#(#others),*]))
}

/// The expression that makes the response of `reply` and `body`.
fn send(plan: &Plan<'_>, form: &Given) -> TokenStream {
    let media = &form.media;
    match &form.kind {
        GivenKind::Json(_) => quote!(reply.json(#media, &body)),
        GivenKind::Text | GivenKind::Bytes => quote!(reply.body(#media, body)),
        GivenKind::Content => quote!(reply.body(&body.0, body.1)),
        GivenKind::Items(_, mark) => {
            let mark = Literal::byte_string(mark);
            quote!(body.answer(reply, #media, #mark))
        }
        GivenKind::Events(stream) => {
            let descriptor = format_ident!("{}", plan.descriptor);
            let failure = match (&stream.failure, &plan.unfinished) {
                (Some(event), Some(method)) => {
                    let method = format_ident!("{method}");
                    quote!(::std::option::Option::Some((#event, |api: &S| rt::data(&api.#method()))))
                }
                _ => quote!(::std::option::Option::None),
            };
            quote!(body.0.answer(reply, service, &#descriptor, #failure))
        }
    }
}

/// The enum of an answer's forms, where there are several.
fn body_enum(server: &Server<'_>, answer: &Answer<'_>) -> TokenStream {
    let Some(name) = &answer.several else {
        return TokenStream::new();
    };
    let ident = format_ident!("{name}");
    let doc = docs::attributes(&format!(
        "The body of the answer: {}",
        answer.response.description
    ));
    let variants = answer.forms.iter().map(|form| {
        let (variant, ty) = (format_ident!("{}", form.variant), form.rust(server));
        let doc = docs::attributes(&format!("As `{}`.", form.media));
        quote!(#doc #variant(#ty),)
    });
    quote! {
        #doc
        #[derive(Debug)]
        pub enum #ident { #(#variants)* }
    }
}
