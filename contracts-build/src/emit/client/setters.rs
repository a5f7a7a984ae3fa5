//! The struct by which the parts of a multipart body are set.

use contracts_core::openapi::MediaType;

use super::{
    Site, parameter,
    parts::{Holds, Part, member},
};
use crate::{
    emit::docs,
    lower::ir::Type,
    tokens::{TokenStream, format_ident, quote},
};

/// The struct of a body's parts: what is required is an argument of `new`, everything else has a setter.
pub(super) fn emit(
    site: &Site,
    name: &str,
    parts: &[Part<'_>],
    open: bool,
    operation: &str,
) -> TokenStream {
    let ident = format_ident!("{name}");
    let doc = docs::attributes(&format!("The parts of the body of `{operation}`."));
    let (mut arguments, mut sets, mut setters) = (Vec::new(), Vec::new(), Vec::new());
    let mut given =
        |required: bool, name: &str, doc: TokenStream, ty: TokenStream, set: TokenStream| {
            let ident = format_ident!("{name}");
            if required {
                arguments.push(quote!(#ident: #ty));
                sets.push(quote!(parts.#set));
            } else {
                setters.push(quote! {
                    #doc
                    #[inline]
                    #[must_use]
                    pub fn #ident(mut self, #ident: #ty) -> Self {
                        self.0.#set
                        self
                    }
                });
            }
        };
    for part in parts {
        let (ty, set) = part_argument(site, part);
        given(part.field.required, &part.name, part_docs(part), ty, set);
        for (header, name, ty) in &part.headers {
            let ident = format_ident!("{name}");
            let json = header.content.as_deref().is_some_and(MediaType::names_json);
            let style = if json { "Json" } else { "Simple" };
            let descriptor =
                parameter::written(&header.name, "Header", style, (header.explode, false));
            let (ty, value) = parameter::given(site, ty, &ident);
            let member = &part.field.wire;
            let text = header.description.clone();
            let text =
                text.unwrap_or_else(|| format!("The header `{}` of `{member}`.", header.name));
            let required = header.required && part.field.required;
            let set = quote!(header(#member, #descriptor, #value););
            given(required, name, docs::attributes(&text), ty, set);
        }
    }
    let more = open.then(|| {
        quote! {
            /// Adds a part that the contract does not name.
            #[inline]
            #[must_use]
            pub fn part(self, name: &str, part: impl ::std::convert::Into<rt::Part>) -> Self {
                Self(self.0.named(name, part))
            }
        }
    });
    let visible = site.visible_to_client();
    let mutable = (!sets.is_empty()).then(|| quote!(mut));
    let default = arguments.is_empty().then(|| quote!(#[derive(Default)]));
    quote! {
        #doc
        #[derive(Debug)]
        #default
        pub struct #ident(#visible rt::Parts);

        impl #ident {
            /// With what the contract requires.
            #[inline]
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                let #mutable parts = rt::Parts::new();
                #(#sets)*
                Self(parts)
            }

            #(#setters)*
            #more
        }
    }
}

fn part_argument(site: &Site, part: &Part<'_>) -> (TokenStream, TokenStream) {
    let ident = format_ident!("{}", part.name);
    let member = member(&part.member);
    match part.member.holds {
        Holds::File => (quote!(rt::Part), quote!(files(#member, [#ident]);)),
        Holds::Files => (
            quote!(::std::vec::Vec<rt::Part>),
            quote!(files(#member, #ident);),
        ),
        Holds::Value => {
            // Null is no part; who has none leaves it out.
            let ty = match &part.field.ty {
                Type::Nullable(inner) => inner,
                ty => ty,
            };
            let (ty, value) = parameter::given(site, ty, &ident);
            (ty, quote!(value(#member, #value);))
        }
    }
}

fn part_docs(part: &Part<'_>) -> TokenStream {
    let wire = &part.field.wire;
    let text = part.field.docs.text.clone();
    let mut text = text.unwrap_or_else(|| format!("The part `{wire}`."));
    let types = part.member.media();
    if types.len() > 1 || types.iter().any(|name| name.contains('*')) {
        text.push_str(&format!(
            "\n\nIts media type is one of `{}`.",
            types.join("`, `")
        ));
    }
    let deprecated = part.field.docs.deprecated.then(|| quote!(#[deprecated]));
    let text = docs::attributes(&text);
    quote!(#text #deprecated)
}
