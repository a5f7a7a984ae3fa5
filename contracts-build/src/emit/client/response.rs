//! Declared responses in code.

use contracts_core::openapi::{Operation, Response, Status};

use super::{Site, plan::Answer};
use crate::{
    emit::docs,
    tokens::{Literal, TokenStream, format_ident, quote},
};

/// `Response<Body, Headers>`.
pub(super) fn ty(site: &Site, answer: &Answer<'_>) -> TokenStream {
    let body = match (&answer.choice, answer.forms.first()) {
        (Some(name), _) => {
            let (shared, name) = (&site.shared, format_ident!("{name}"));
            quote!(#shared #name)
        }
        (None, Some(form)) => form.body.ty(site),
        (None, None) => quote!(()),
    };
    let headers = headers(site, answer);
    quote!(rt::Response<#body, #headers>)
}

/// The type of its headers.
pub(super) fn headers(site: &Site, answer: &Answer<'_>) -> TokenStream {
    answer.headers.as_ref().map_or_else(
        || quote!(()),
        |name| {
            let (shared, name) = (&site.shared, format_ident!("{name}"));
            quote!(#shared #name)
        },
    )
}

/// The expression that reads it: a result.
pub(super) fn read(site: &Site, answer: &Answer<'_>) -> TokenStream {
    match (&answer.choice, answer.forms.first()) {
        (Some(name), _) => {
            let (shared, name) = (&site.shared, format_ident!("{name}"));
            quote!(#shared #name::read(reply))
        }
        (None, Some(form)) => {
            let read = form.read();
            quote!(reply.#read)
        }
        (None, None) => quote!(reply.empty()),
    }
}

/// The docs of an enum's variant for it.
pub(super) fn documented(answer: &Answer<'_>) -> TokenStream {
    docs::attributes(&format!("{}: {}", answer.status, answer.description))
}

/// The pattern of a status in a match over the number.
pub(super) fn pattern(status: Status) -> TokenStream {
    let (low, high) = range(status);
    match status {
        Status::Code(_) => quote!(#low),
        Status::Range(_) => quote!(#low..=#high),
        Status::Default => quote!(_),
    }
}

/// The answers whose bodies are read while they come: statuses and media types.
pub(super) fn streams(answers: &[Answer<'_>]) -> TokenStream {
    let streams = answers.iter().filter_map(|answer| {
        let forms = answer.forms.iter().filter(|form| form.body.is_stream());
        let media: Vec<&String> = forms.flat_map(|form| &form.media).collect();
        let (low, high) = range(answer.status);
        (!media.is_empty()).then(|| quote!((#low, #high, &[#(#media),*])))
    });
    quote!(&[#(#streams),*])
}

/// The ranges of statuses that declare a `Retry-After`.
pub(super) fn retry_after(operation: &Operation) -> TokenStream {
    let declares = |response: &&Response| {
        let mut headers = response.headers.iter();
        headers.any(|header| header.name.eq_ignore_ascii_case("retry-after"))
    };
    let declared = operation.responses.iter().filter(declares);
    let ranges = declared.map(|response| {
        let (low, high) = range(response.status);
        quote!((#low, #high))
    });
    quote!(&[#(#ranges),*])
}

/// The first and the last number of a status.
pub(super) fn range(status: Status) -> (Literal, Literal) {
    let (low, high) = match status {
        Status::Code(code) => (code, code),
        Status::Range(digit) => (u16::from(digit) * 100, u16::from(digit) * 100 + 99),
        Status::Default => (100, 599),
    };
    (Literal::u16_unsuffixed(low), Literal::u16_unsuffixed(high))
}
