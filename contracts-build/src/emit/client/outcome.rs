//! What a call comes to: its success type, and the function that reads the answer.

use contracts_core::openapi::Status;

use super::{
    Site,
    plan::{Answer, Plan},
    response,
};
use crate::{
    emit::docs,
    tokens::{Literal, TokenStream, format_ident, quote},
};

/// The type of a call that went well, and the item it needs.
pub(super) struct Success {
    pub(super) ty: TokenStream,
    /// The enum's name, where several answers are a success.
    several: Option<crate::tokens::Ident>,
    pub(super) item: TokenStream,
}

/// One answer alone is the type; several become an enum.
pub(super) fn success(site: &Site, plan: &Plan<'_>, successes: &[&Answer<'_>]) -> Success {
    let alone = |ty| Success {
        ty,
        several: None,
        item: TokenStream::new(),
    };
    let Some(name) = &plan.success else {
        let only = successes.first().map(|only| response::ty(site, only));
        return alone(only.unwrap_or_else(|| quote!(::std::convert::Infallible)));
    };
    let ident = format_ident!("{name}");
    let doc = docs::attributes(&format!(
        "What `{}` is answered with when it goes well.",
        plan.operation.id
    ));
    let variants = successes.iter().map(|answer| {
        let (docs, ty) = (response::documented(answer), response::ty(site, answer));
        let variant = format_ident!("{}", answer.variant);
        quote!(#docs #variant(#ty),)
    });
    Success {
        ty: quote!(#ident),
        item: quote! {
            #doc
            #[derive(Debug)]
            pub enum #ident { #(#variants)* }
        },
        several: Some(ident),
    }
}

/// The function that turns a reply into the typed result.
pub(super) fn decode(
    site: &Site,
    success: &Success,
    error: &crate::tokens::Ident,
    successes: &[&Answer<'_>],
    errors: &[&Answer<'_>],
) -> TokenStream {
    let ok = |answer: &Answer<'_>| {
        let read = response::read(site, answer);
        let variant = format_ident!("{}", answer.variant);
        match &success.several {
            Some(name) => quote!(rt::done_as(#read, #name::#variant)),
            None => quote!(rt::done(#read)),
        }
    };
    let success_arms = successes.iter().map(|answer| {
        let pattern = success_pattern(answer);
        let value = ok(answer);
        (answer.status, quote!(#pattern => #value,))
    });
    let error_arms = errors.iter().map(|answer| {
        let pattern = response::pattern(answer.status);
        let (read, variant) = (
            response::read(site, answer),
            format_ident!("{}", answer.variant),
        );
        let arm = quote! {
            #pattern => rt::failed(#read, #error::#variant),
        };
        (answer.status, arm)
    });
    // Codes before ranges before default; at one status a success wins.
    let mut arms: Vec<(Status, TokenStream)> = success_arms.chain(error_arms).collect();
    arms.sort_by_key(|(status, _)| *status);
    let arms = arms.into_iter().map(|(_, arm)| arm);
    let has_default = errors.iter().any(|answer| answer.status == Status::Default);
    let undeclared = (!has_default).then(|| {
        quote! {
            _ => rt::undeclared(reply, #error::Undeclared),
        }
    });
    let ty = &success.ty;
    quote! {
        #[inline]
        fn decode(reply: rt::Reply) -> ::std::result::Result<#ty, #error> {
            match reply.status().as_u16() { #(#arms)* #undeclared }
        }
    }
}

/// As the only success `default` stands for statuses below 400; above it is an error as ever.
fn success_pattern(answer: &Answer<'_>) -> TokenStream {
    match answer.status {
        Status::Default => quote!(100..=399),
        status => response::pattern(status),
    }
}

/// The methods by which the only success, bytes, is read while it comes.
pub(super) fn stream(
    site: &Site,
    plan: &Plan<'_>,
    error: &crate::tokens::Ident,
    answer: &Answer<'_>,
) -> TokenStream {
    let pattern = success_pattern(answer);
    let operation = format_ident!("{}", plan.descriptor);
    let media: Vec<&String> = answer.forms.iter().flat_map(|form| &form.media).collect();
    let (low, high) = match answer.status {
        // Above it is an error, which is read as a whole.
        Status::Default => (Literal::u16_unsuffixed(100), Literal::u16_unsuffixed(399)),
        status => response::range(status),
    };
    let headers = response::headers(site, answer);
    let ty = quote!(rt::Response<rt::ByteStream, #headers>);
    quote! {
        /// Sends the request and hands over the body while it comes; [`send`](Self::send) reads it as a whole.
        #[inline]
        pub fn stream(self) -> rt::BoxFuture<'c, ::std::result::Result<#ty, #error>> {
            static STREAMED: rt::Operation = rt::Operation { streams: &[(#low, #high, &[#(#media),*])], ..#operation };
            self.0.described(&STREAMED).send(Self::decode_stream)
        }

        #[inline]
        fn decode_stream(reply: rt::Reply) -> ::std::result::Result<#ty, #error> {
            match reply.status().as_u16() {
                #pattern => rt::done(reply.stream(&[#(#media),*])),
                _ => Self::decode(reply).map(rt::Response::into_stream),
            }
        }
    }
}
