use contracts_core::openapi::{Operation, Response, Status};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    Client,
    content::{self, Body},
    headers,
};
use crate::{emit::docs, name};

/// One declared response, ready to be emitted.
pub(super) struct Answer {
    pub(super) status: Status,
    pub(super) variant: proc_macro2::Ident,
    pub(super) body: Body,
    /// `Response<Body, Headers>`.
    pub(super) ty: TokenStream,
    pub(super) docs: TokenStream,
}

/// All declared responses, in the order they are matched.
pub(super) fn answers(client: &mut Client<'_>, operation: &Operation) -> Vec<Answer> {
    operation
        .responses
        .iter()
        .map(|response| answer(client, operation, response))
        .collect()
}

fn answer(client: &mut Client<'_>, operation: &Operation, response: &Response) -> Answer {
    let variant = name::status_variant(response.status);
    let body = content::choose(client, &response.content);
    let headers = headers::header_type(client, response, &format!("{}-{variant}", operation.id));
    let body_type = body.response_type(&client.home);
    let text = format!("{}: {}", response.status, response.description);
    Answer {
        status: response.status,
        variant: format_ident!("{variant}"),
        ty: quote!(rt::Response<#body_type, #headers>),
        docs: docs::attributes(&text),
        body,
    }
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
pub(super) fn streams(answers: &[Answer]) -> TokenStream {
    let number = proc_macro2::Literal::u16_unsuffixed;
    let ranges = answers
        .iter()
        .filter(|answer| answer.body == Body::Stream)
        .map(|answer| {
            let (low, high) = match answer.status {
                Status::Code(code) => (code, code),
                Status::Range(digit) => (u16::from(digit) * 100, u16::from(digit) * 100 + 99),
                Status::Default => (100, 599),
            };
            let (low, high) = (number(low), number(high));
            quote!((#low, #high))
        });
    quote!(&[#(#ranges),*])
}
