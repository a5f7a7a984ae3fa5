//! What a call is given: arguments of the method, and setters of the builder.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{
    Site,
    content::Body,
    parameter,
    plan::{Argument, Given},
};
use crate::emit::{docs, types::type_path};

/// An argument of the client's method, and the statement that hands it to the call.
pub(super) fn argument(site: &Site, argument: &Argument<'_>) -> (TokenStream, TokenStream) {
    let ident = format_ident!("{}", argument.name);
    match &argument.value {
        Given::Parameter(parameter, ty) => {
            let (ty, set) = parameter::argument(site, (parameter, ty), &ident, &quote!(call));
            (quote!(#ident: #ty), set)
        }
        Given::Body(_, body) => {
            let (arguments, write) = body_argument(site, body, &ident);
            (arguments, quote!(call.#write;))
        }
    }
}

/// A setter of the builder.
pub(super) fn setter(site: &Site, argument: &Argument<'_>) -> TokenStream {
    let ident = format_ident!("{}", argument.name);
    let (docs, arguments, set) = match &argument.value {
        Given::Parameter(parameter, ty) => {
            let value = format_ident!("value");
            let (ty, set) = parameter::argument(site, (parameter, ty), &value, &quote!(self.0));
            (parameter::documented(parameter), quote!(value: #ty), set)
        }
        Given::Body(given, body) => {
            let (arguments, write) = body_argument(site, body, &ident);
            let text = given.description.as_deref();
            let docs = docs::attributes(text.unwrap_or("The request's body."));
            (docs, arguments, quote!(self.0.#write;))
        }
    };
    quote! {
        #docs
        #[inline]
        pub fn #ident(mut self, #arguments) -> Self {
            #set
            self
        }
    }
}

/// The arguments of a body, and the call of the runtime's method that takes it.
fn body_argument(site: &Site, body: &Body, ident: &Ident) -> (TokenStream, TokenStream) {
    let bytes = quote!(::std::vec::Vec<u8>);
    match body {
        Body::None => (TokenStream::new(), quote!(empty())),
        Body::Json { content_type, ty } => {
            let ty = type_path(ty, &site.home);
            (quote!(#ident: &#ty), quote!(json(#content_type, #ident)))
        }
        Body::Bytes { content_type } => {
            (quote!(#ident: #bytes), quote!(bytes(#content_type, #ident)))
        }
        // What is read while it comes is no request's body.
        Body::Typed | Body::Events { .. } | Body::Items { .. } => (
            quote!(content_type: &str, #ident: #bytes),
            quote!(bytes(content_type, #ident)),
        ),
    }
}
