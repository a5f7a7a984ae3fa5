//! Answers whose body is one of several: an enum with a variant for each type, told apart by the content type.

use contracts_core::openapi::Response;

use super::{Planner, Site, content::Form};
use crate::{
    emit::docs,
    name::{self, Scope},
    tokens::{Literal, TokenStream, format_ident, quote},
};

/// The bodies of a response.
pub(super) struct Enum<'c> {
    response: &'c Response,
    /// By their variants' names.
    forms: Vec<(String, Form)>,
}

/// The enum of a response's bodies.
pub(super) fn named<'c>(
    planner: &mut Planner<'c>,
    response: &'c Response,
    hint: &str,
    forms: &[Form],
) -> String {
    if let Some(name) = planner.bodies.name(&response.pointer) {
        return name;
    }
    let hint = response.component().unwrap_or_else(|| hint.to_owned());
    let name = name::type_case(&format!("{hint}-body"));
    let name = planner.names.take(name);
    let mut variants = Scope::default();
    let forms = forms.iter().map(|form| {
        let media = form.media.first().map_or("", String::as_str);
        (variants.take(name::media_variant(media)), form.clone())
    });
    let forms = forms.collect();
    let item = Enum { response, forms };
    planner.bodies.keep(&response.pointer, name, item)
}

/// The code of an enum.
pub(super) fn emit(site: &Site, name: &str, item: &Enum<'_>) -> TokenStream {
    let ident = format_ident!("{name}");
    let doc = docs::attributes(&format!(
        "The body of the response: {}",
        item.response.description
    ));
    let variants = item.forms.iter().map(|(variant, form)| {
        let variant = format_ident!("{variant}");
        let doc = docs::attributes(&format!("`{}`.", form.media.join("`, `")));
        let ty = form.body.ty(site);
        quote!(#doc #variant(#ty),)
    });
    let media = item.forms.iter().map(|(_, form)| {
        let media = &form.media;
        quote!(&[#(#media),*])
    });
    let last = item.forms.len().saturating_sub(1);
    let arms = item
        .forms
        .iter()
        .enumerate()
        .map(|(index, (variant, form))| {
            let variant = format_ident!("{variant}");
            let read = form.read();
            let index = Literal::usize_unsuffixed(index);
            let pattern = if index.to_string() == last.to_string() {
                quote!(_)
            } else {
                quote!(#index)
            };
            quote!(#pattern => reply.#read?.map(Self::#variant),)
        });
    quote! {
        #doc
        #[derive(Debug)]
        pub enum #ident { #(#variants)* }

        impl #ident {
            #[inline]
            fn read<H: rt::FromHeaders>(
                reply: rt::Reply,
            ) -> ::std::result::Result<rt::Response<Self, H>, ::std::boxed::Box<rt::BrokenResponse>> {
                ::std::result::Result::Ok(match reply.choose(&[#(#media),*])? { #(#arms)* })
            }
        }
    }
}
