//! Declared responses in code.

use contracts_core::openapi::{Operation, Response, Status};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Site, plan::Answer};
use crate::emit::docs;

/// `Response<Body, Headers>`.
pub(super) fn ty(site: &Site, answer: &Answer<'_>) -> TokenStream {
    let body = answer.body.response_type(site);
    let headers = answer.headers.as_ref().map_or_else(
        || quote!(()),
        |name| {
            let (shared, name) = (&site.shared, format_ident!("{name}"));
            quote!(#shared #name)
        },
    );
    quote!(rt::Response<#body, #headers>)
}

/// The docs of an enum's variant for it.
pub(super) fn documented(answer: &Answer<'_>) -> TokenStream {
    docs::attributes(&format!("{}: {}", answer.status, answer.description))
}

/// The pattern of a status in a match over the number.
pub(super) fn pattern(status: Status) -> TokenStream {
    let number = proc_macro2::Literal::u16_unsuffixed;
    match status {
        Status::Code(code) => {
            let code = number(code);
            quote!(#code)
        }
        Status::Range(digit) => {
            let (low, high) = (
                number(u16::from(digit) * 100),
                number(u16::from(digit) * 100 + 99),
            );
            quote!(#low..=#high)
        }
        Status::Default => quote!(_),
    }
}

/// The ranges of statuses whose bodies are not buffered.
pub(super) fn streams(answers: &[Answer<'_>]) -> TokenStream {
    let streams = answers.iter().filter(|answer| answer.body.is_stream());
    ranges(streams.map(|answer| answer.status))
}

/// The ranges of statuses that declare a `Retry-After`.
pub(super) fn retry_after(operation: &Operation) -> TokenStream {
    let declares = |response: &&Response| {
        let mut headers = response.headers.iter();
        headers.any(|header| header.name.eq_ignore_ascii_case("retry-after"))
    };
    let declared = operation.responses.iter().filter(declares);
    ranges(declared.map(|response| response.status))
}

fn ranges(statuses: impl Iterator<Item = Status>) -> TokenStream {
    let number = proc_macro2::Literal::u16_unsuffixed;
    let ranges = statuses.map(|status| {
        let (low, high) = match status {
            Status::Code(code) => (code, code),
            Status::Range(digit) => (u16::from(digit) * 100, u16::from(digit) * 100 + 99),
            Status::Default => (100, 599),
        };
        let (low, high) = (number(low), number(high));
        quote!((#low, #high))
    });
    quote!(&[#(#ranges),*])
}
