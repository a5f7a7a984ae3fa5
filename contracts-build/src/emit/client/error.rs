use contracts_core::openapi::Status;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    Site,
    plan::{Answer, Plan},
    response,
};
use crate::emit::docs;

/// The error enum of an operation: a variant per declared status that is no success, one for
/// undeclared statuses unless `default` takes them, one for broken responses, one for transport.
pub(super) fn emit(site: &Site, plan: &Plan<'_>, errors: &[&Answer<'_>]) -> TokenStream {
    let ident = format_ident!("{}", plan.error);
    let id = &plan.operation.id;
    let declared: Vec<_> = errors
        .iter()
        .map(|answer| format_ident!("{}", answer.variant))
        .collect();
    let variants = errors.iter().zip(&declared).map(|(answer, variant)| {
        let (docs, ty) = (response::documented(answer), response::ty(site, answer));
        quote!(#docs #variant(::std::boxed::Box<#ty>),)
    });
    let has_default = errors.iter().any(|answer| answer.status == Status::Default);
    let undeclared = (!has_default).then(|| {
        quote! {
            /// A status that the contract does not declare.
            Undeclared(::std::boxed::Box<rt::UndeclaredResponse>),
        }
    });
    let undeclared_arm = (!has_default)
        .then(|| quote!(Self::Undeclared(reply) => ::std::fmt::Display::fmt(reply, f),));
    let doc = docs::attributes(&format!("Why `{id}` failed."));
    let statuses = quote!(#(Self::#declared(reply) => rt::answered(f, #id, reply.status),)*);
    quote! {
        #doc
        #[derive(Debug)]
        pub enum #ident {
            #(#variants)*
            #undeclared
            /// A declared status whose headers or body are not what the contract says.
            BrokenResponse(::std::boxed::Box<rt::BrokenResponse>),
            /// No answer: the request could not be made, or the connection failed.
            Transport(rt::TransportError),
        }

        impl ::std::fmt::Display for #ident {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    #statuses
                    #undeclared_arm
                    Self::BrokenResponse(reply) => ::std::fmt::Display::fmt(reply, f),
                    Self::Transport(error) => ::std::fmt::Display::fmt(error, f),
                }
            }
        }

        impl ::std::error::Error for #ident {
            #[inline]
            fn source(&self) -> ::std::option::Option<&(dyn ::std::error::Error + 'static)> {
                match self {
                    Self::BrokenResponse(reply) => ::std::error::Error::source(&**reply),
                    Self::Transport(error) => ::std::error::Error::source(error),
                    _ => ::std::option::Option::None,
                }
            }
        }

        impl ::std::convert::From<::std::boxed::Box<rt::BrokenResponse>> for #ident {
            #[inline]
            fn from(reply: ::std::boxed::Box<rt::BrokenResponse>) -> Self {
                Self::BrokenResponse(reply)
            }
        }

        impl ::std::convert::From<rt::TransportError> for #ident {
            #[inline]
            fn from(error: rt::TransportError) -> Self {
                Self::Transport(error)
            }
        }
    }
}
