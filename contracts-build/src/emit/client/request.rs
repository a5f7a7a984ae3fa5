//! What a call is given: arguments of the method, and setters of the builder.

use super::{
    Site, parameter,
    plan::{Argument, Given},
};
use crate::{
    emit::docs,
    tokens::{TokenStream, format_ident, quote},
};

/// An argument of the client's method, and the statement that hands it to the call.
pub(super) fn argument(site: &Site, argument: &Argument<'_>) -> (TokenStream, TokenStream) {
    let ident = format_ident!("{}", argument.name);
    match &argument.value {
        Given::Parameter(parameter, ty) => {
            let (ty, set) = parameter::argument(site, (parameter, ty), &ident, &quote!(call));
            (quote!(#ident: #ty), set)
        }
        Given::Body(_, body) => body.argument(site, &ident, &quote!(call)),
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
            let (arguments, set) = body.argument(site, &ident, &quote!(self.0));
            let text = given.description.as_deref();
            let docs = docs::attributes(text.unwrap_or("The request's body."));
            (docs, arguments, set)
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
