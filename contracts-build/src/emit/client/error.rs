use contracts_core::openapi::Status;

use super::{
    Site,
    plan::{Answer, Plan},
    response,
};
use crate::{
    emit::docs,
    tokens::{TokenStream, format_ident, quote},
};

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
    let takes_undeclared = (!has_default).then(|| quote!(undeclared));
    let doc = docs::attributes(&format!("Why `{id}` failed."));
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

        rt::failure!(#takes_undeclared #ident, #id #(, #declared)*);
    }
}
